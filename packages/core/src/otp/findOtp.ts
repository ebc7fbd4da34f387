import type { normalizeOtp } from './normalizeOtp.ts'
import { toAsciiDigits } from './toAsciiDigits.ts'

/**
 * Finds the code in a text that arrives at once: pasted, dropped, dictated or filled in. Pure.
 *
 * `isCertain` means that there is no other reading: the text is the code, or a sentence with a single run of
 * that length that stands by itself. Any other text with such a run gives a guess for the user to confirm.
 * Email addresses, passwords, phone numbers and dates are ignored.
 *
 * @param text - the text. Only its first 10 000 characters are searched.
 * @param shape - the server's description of the code.
 * @returns the code, or `''` if the text contains none. Fewer characters than a code count as part of one.
 * @example
 * findOtp('Your code is 123 456.', { codeAlphabet: 'numeric', codeLength: 6 }) // { code: '123456',
 * isCertain: true }
 */
export function findOtp(text: string, shape: normalizeOtp.Shape): findOtp.ReturnType {
  const { codeAlphabet, codeLength } = shape
  const isNumeric = codeAlphabet === 'numeric'
  const plain = toAsciiDigits(text.slice(0, 10_000))
    .replace(/\p{Cf}/gu, '')
    .trim()
  const character = isNumeric ? '[0-9]' : '[0-9A-Za-z]'
  const separator = isNumeric ? '[\\s\\p{Pd}.]{0,3}' : '[ \\p{Pd}]?'

  if (new RegExp(`^${character}(?:${separator}${character})*$`, 'u').test(plain)) {
    const code = join(plain)
    // More characters than a code are a phone number, a card number or a password.
    if (code.length < codeLength) return { code, isCertain: false }
    if (code.length === codeLength && !isDate(plain))
      return { code, isCertain: isCodeLike(plain, isNumeric) && isEven(plain) }
    if (isNumeric || !/\s/.test(plain)) return none
  }
  // A single Latin word mixed with something else is an address or a password.
  if (/^\S*\p{Script=Latin}\S*$/u.test(plain)) return none

  const rest = plain.replace(addressesAndPhones, ' ').replace(dates, ' ')
  const inWord = '[\\p{Script=Latin}\\p{Script=Cyrillic}\\p{N}@]'
  const run = `(?<!${inWord})${character}(?:${separator}${character}){${codeLength - 1}}(?!${inWord})`
  const found = [...rest.matchAll(new RegExp(run, 'gu'))]
    .filter(([whole]) => isCodeLike(whole, isNumeric))
    .map(({ 0: whole, index }) => ({
      code: join(whole),
      whole,
      // `#483920` is a case number, `G-483920` a code with a prefix, `30 483920` half a phone number.
      isAlone: !/(?:[#+/_\p{Pd}]|\d[ \u00a0])$/u.test(rest.slice(0, index)),
      // `123456` is more likely a code than `12 34 56`.
      groups: whole.length - codeLength,
    }))
  const best = found
    // An email's subject comes before its body, and a code after the words that introduce it.
    .reverse()
    .sort(
      (one, other) => Number(other.isAlone) - Number(one.isAlone) || one.groups - other.groups,
    )[0]
  if (best === undefined) return none
  return {
    code: best.code,
    isCertain: best.isAlone && isEven(best.whole) && found.every(({ code }) => code === best.code),
  }
}

export declare namespace findOtp {
  type ReturnType = { code: string; isCertain: boolean }
}

const none = { code: '', isCertain: false }

const join = (run: string) => run.replace(/[^0-9A-Za-z]/g, '').toUpperCase()

/** `123 456` is a code. `11-2026` is a month, and `1234.56` an amount. */
function isEven(run: string): boolean {
  const lengths = run.split(/[^0-9A-Za-z]+/).map(({ length }) => length)
  return Math.max(...lengths) - Math.min(...lengths) < 2
}

/** Words consist of letters too, so a code must contain a digit or be written in capitals. */
const isCodeLike = (run: string, isNumeric: boolean) =>
  isNumeric || /\d/.test(run) || run === run.toUpperCase()

const isDate = (text: string) => text.replace(dates, '') === ''

/** `ada.123456@example.com`, `https://example.com/123456`, `+49 30 123456` */
const addressesAndPhones = /\S*@\S*|\S+:\/\/\S*|\+\d[\d\s().\p{Pd}]{5,}\d/gu

/** `2026-11-20`, `20.11.2026`, `20/11/26`, `20th Nov. 2026`, `November 20, 2026`. */
const dates =
  /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:\d\S{0,3}\s\p{L}{3,10}\S?|\p{L}{3,10}\S?\s\d\S{0,4})\s(?:19|20)\d\d(?!\d)/gu
