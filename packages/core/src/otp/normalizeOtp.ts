/**
 * Finds the code in what a person typed, pasted or let a password manager fill in. Pure.
 *
 * Digits of any script become ASCII, letters become capitals, and spaces, dashes and invisible marks
 * between the characters are dropped. A sentence gives the run in it that has the code's length, alone
 * or in equal groups; dates, years in dates and times never count. A part of a code, as during typing,
 * stays that part.
 *
 * @param text - what was entered; only the first 10 000 characters are looked at.
 * @param shape - what the server said of the code it sent.
 * @returns At most `codeLength` characters of `0-9` (and `A-Z`), or `''` where the text holds no code.
 * @example
 * normalizeOtp('Your code is 123 456.', { codeAlphabet: 'numeric', codeLength: 6 }) // '123456'
 */
export function normalizeOtp(
  text: string,
  { codeAlphabet, codeLength }: normalizeOtp.Shape,
): normalizeOtp.ReturnType {
  const isNumeric = codeAlphabet === 'numeric'
  const plain = toAscii(text.slice(0, 10_000))
  const characters = isNumeric ? '0-9' : '0-9A-Za-z'
  const separator = isNumeric ? '[\\s\\p{Pd}\\p{Cf}]{0,3}' : '[\\p{Pd}\\p{Cf}]?'
  const run = `(?<!${word})[${characters}](?:${separator}[${characters}]){${codeLength - 1}}(?!${word})`
  const runs = plain.replace(dates, ' ').match(new RegExp(run, 'gu')) ?? []
  // `123456` is more of a code than `12 34 56`; among words, `A1B2C3` than `QWERTZ`, and that than `please`.
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
    /** `numeric`: digits alone; `alphanumeric`: digits and letters, whose case means nothing. */
    readonly codeAlphabet: 'numeric' | 'alphanumeric'
    /** Characters in a whole code. */
    readonly codeLength: number
  }
  type ReturnType = string
}

/** Digits of every script and full-width letters; nothing else, so that `²` stays no digit. */
function toAscii(text: string): string {
  return text
    .replace(/[Ａ-Ｚａ-ｚ]/g, (letter) => letter.normalize('NFKC'))
    .replace(/\p{Nd}/gu, (digit) => {
      // Unicode keeps the decimal digits of each script in one unbroken run from zero to nine.
      let value = 0
      while (/\p{Nd}/u.test(String.fromCodePoint((digit.codePointAt(0) ?? 0) - value - 1)))
        value += 1
      return `${value % 10}`
    })
}

const word = '[\\p{L}\\p{N}]'

/** `2026-11-20`, `20.11.2026`, `20/11/26`, `20th Nov. 2026`, `November 20, 2026`. */
const dates =
  /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:\d\S{0,3}\s\p{L}{3,10}\S?|\p{L}{3,10}\S?\s\d\S{0,4})\s(?:19|20)\d\d(?!\d)/gu
