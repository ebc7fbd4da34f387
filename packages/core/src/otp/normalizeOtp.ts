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
export function normalizeOtp(text: string, shape: normalizeOtp.Shape): normalizeOtp.ReturnType {
  const { codeLength } = shape
  const plain = toAscii(text.slice(0, 10_000)).replace(/\p{Cf}/gu, '')
  if (shape.codeAlphabet === 'numeric') {
    const joined = plain.replace(/[^0-9]/g, '')
    if (!/\p{L}/u.test(plain)) return findNumber(plain, codeLength) ?? joined.slice(0, codeLength)
    return findNumber(plain.replace(dates, ' '), codeLength) ?? ''
  }
  const words = plain.toUpperCase().match(/[\p{L}0-9]+/gu) ?? []
  const joined = words.join('')
  const isCodeAlone =
    /^[0-9A-Z]*$/.test(joined) && (words.length < 2 || joined.length <= codeLength)
  if (isCodeAlone) return joined.slice(0, codeLength)
  return findMixed(plain.replace(dates, ' '), codeLength)?.toUpperCase() ?? ''
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

/** A run of exactly the length, else equal groups of it: `123 456`, `1234-5678`, `1 2 3 4 5 6`. */
function findNumber(text: string, length: number): string | undefined {
  return (
    find(text, `[0-9]{${length}}`) ??
    groupSizes(length)
      .map((size) =>
        find(text, `[0-9]{${size}}(?:[\\s\\p{Pd}]{1,3}[0-9]{${size}}){${length / size - 1}}`),
      )
      .find((found) => found !== undefined)
  )
}

/** In a sentence a code of letters and digits is the word that no language has: one with a digit, or all capitals. */
function findMixed(text: string, length: number): string | undefined {
  const word = `[0-9A-Za-z]{${length}}`
  return (
    find(text, `(?=[0-9]*[A-Za-z])(?=[A-Za-z]*[0-9])${word}`) ??
    groupSizes(length)
      .filter((size) => size > 1)
      .map(
        (size) =>
          `(?=[A-Z-]*[0-9])[0-9A-Z]{${size}}(?:\\p{Pd}[0-9A-Z]{${size}}){${length / size - 1}}`,
      )
      .map((pattern) => find(text, pattern))
      .find((found) => found !== undefined) ??
    findNumber(text, length) ??
    find(text, `[A-Z]{${length}}`)
  )
}

/** The first match that is not a piece of something longer, without what separates its groups. */
function find(text: string, pattern: string): string | undefined {
  const match = new RegExp(`(?<![\\p{L}\\p{N}])${pattern}(?![\\p{L}\\p{N}])`, 'u').exec(text)
  return match?.[0].replace(/[^0-9A-Za-z]/g, '')
}

/** Groups of two would let `20-11-26` pass for a code. */
function groupSizes(length: number): number[] {
  return Array.from({ length: length - 1 }, (_, index) => length - 1 - index).filter(
    (size) => size !== 2 && length % size === 0,
  )
}

function toAscii(text: string): string {
  return text
    .replace(/(?![0-9])\p{Nd}/gu, toDigit)
    .replace(/[Ａ-Ｚａ-ｚ]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) - fullWidth))
}

/** Unicode keeps the decimal digits of each script in one unbroken run from zero to nine. */
function toDigit(digit: string): string {
  const point = digit.codePointAt(0) ?? 0
  let first = point
  while (/^\p{Nd}$/u.test(String.fromCodePoint(first - 1))) first -= 1
  return String((point - first) % 10)
}

/** How far U+FF21, the full-width A, is from the ASCII one. */
const fullWidth = 0xfee0

/** `2026-11-20`, `20.11.2026`, `20/11/26`, `20 Nov 2026`, `20. November 2026`, `Nov 20, 2026`, `2026年`, `10:45:00`. */
const dates =
  /(?<![\p{L}\p{N}])(?:\d{4}([-./])\d{1,2}\1\d{1,2}|\d{1,2}([-./])\d{1,2}\2(?:\d{4}|\d{2})|\d{1,2}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?\p{L}{3,10}\.?,?\s(?:de\s)?\d{4}|\p{L}{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{1,2}(?::\d{2}){1,2})(?![\p{L}\p{N}])|\d{4}年/gu
