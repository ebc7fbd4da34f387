/**
 * Whether a text is an RFC 3339 date-time that exists: no 30 February, no second 60. The letters `T` and `Z`
 * must be upper case, as EIP-4361 implementations write them.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc3339#section-5.6}
 */
export function isDateTime(text: string): boolean {
  const day = Number(text.slice(8, 10))
  // JavaScript reads a day that the month does not have as a day of the next month, or as an invalid date.
  return pattern.test(text) && (day < 29 || new Date(text.slice(0, 10)).getUTCDate() === day)
}

const pattern =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/
