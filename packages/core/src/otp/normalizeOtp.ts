import { toAsciiDigits } from './toAsciiDigits.ts'

/**
 * Finds the code in what a person typed, pasted or filled in from a password manager. Pure.
 *
 * Digits of any script become ASCII, letters become capitals, and spaces, dashes and invisible marks between
 * the characters are dropped. In a sentence, the code is the run with the code's length, in one piece or in
 * equal groups; dates, years in dates and times never count. Part of a code, as during typing, is kept as it
 * is.
 *
 * @param text - what was entered. Only its first 10 000 characters are searched.
 * @param shape - the server's description of the code.
 * @returns At most `codeLength` characters of `0-9` (and `A-Z`), or `''` if the text contains no code.
 * @example
 * normalizeOtp('Your code is 123 456.', { codeAlphabet: 'numeric', codeLength: 6 }) // '123456'
 */
export function normalizeOtp(
  text: string,
  { codeAlphabet, codeLength }: normalizeOtp.Shape,
): normalizeOtp.ReturnType {
  const isNumeric = codeAlphabet === 'numeric'
  const plain = toAsciiDigits(text.slice(0, 10_000))
  const characters = isNumeric ? '0-9' : '0-9A-Za-z'
  const separator = isNumeric ? '[\\s\\p{Pd}\\p{Cf}]{0,3}' : '[\\p{Pd}\\p{Cf}]?'
  const run = `(?<!${word})[${characters}](?:${separator}[${characters}]){${codeLength - 1}}(?!${word})`
  const runs = plain.replace(dates, ' ').match(new RegExp(run, 'gu')) ?? []
  // `123456` is more likely a code than `12 34 56`. Among words, `A1B2C3` is more likely than `QWERTZ`, and
  // `QWERTZ` more than `please`.
  runs.sort((one, other) => one.length - other.length)
  const found = runs.find((one) => /\d/.test(one)) ?? runs.find((one) => one === one.toUpperCase())
  const rest = (found ?? plain).replace(/[^\p{L}\p{N}]/gu, '').toUpperCase()
  const isPart =
    !new RegExp(`[^${characters}]`).test(rest) &&
    (rest.length <= codeLength || !/\s/.test(plain.trim()))
  return isPart ? rest.slice(0, codeLength) : ''
}

export declare namespace normalizeOtp {
  type Shape = {
    /** `numeric`: only digits. `alphanumeric`: digits and letters, compared case-insensitively. */
    readonly codeAlphabet: 'numeric' | 'alphanumeric'
    /** The number of characters of a complete code. */
    readonly codeLength: number
  }
  type ReturnType = string
}

const word = '[\\p{L}\\p{N}]'

/** `2026-11-20`, `20.11.2026`, `20/11/26`, `20th Nov. 2026`, `November 20, 2026`. */
const dates =
  /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:\d\S{0,3}\s\p{L}{3,10}\S?|\p{L}{3,10}\S?\s\d\S{0,4})\s(?:19|20)\d\d(?!\d)/gu
