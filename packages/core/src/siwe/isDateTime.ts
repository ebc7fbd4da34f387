/**
 * Whether a text is an RFC 3339 date-time that exists: no 30 February, no second 60. The letters `T`
 * and `Z` are upper case, as EIP-4361 implementations write them.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3339#section-5.6}
 */
export function isDateTime(text: string): boolean {
  const match = pattern.exec(text)
  if (match === null) return false
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])]
  return day <= 28 || day <= daysIn(year, month)
}

function daysIn(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28
}

const pattern =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
