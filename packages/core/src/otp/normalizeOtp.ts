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
  const words = plain.toUpperCase().match(/[\p{L}\p{N}]+/gu) ?? []
  const joined = words.join('')
  const isCodeAlone = isNumeric
    ? !/[^0-9]/.test(joined)
    : !/[^0-9A-Z]/.test(joined) && (words.length < 2 || joined.length <= codeLength)
  const found = findCode(isCodeAlone ? plain : plain.replace(dates, ' '), isNumeric, codeLength)
  return (found ?? (isCodeAlone ? joined.slice(0, codeLength) : '')).toUpperCase()
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

/**
 * A run of exactly the length, else equal groups of it: `123 456`, `1234-5678`, `1 2 3 4 5 6`. Among words
 * a code of letters is the one with a digit in it, else the one in capitals.
 */
function findCode(text: string, isNumeric: boolean, length: number): string | undefined {
  const character = isNumeric ? '[0-9]' : '[0-9A-Za-z]'
  const separator = isNumeric ? '[\\s\\p{Pd}]{1,3}' : '\\p{Pd}'
  const candidates: string[] = []
  for (let size = length; size > 0; size -= 1) {
    // Groups of two would let `20-11-26` pass for a code.
    if (size === 2 || length % size > 0) continue
    const group = `${character}{${size}}`
    const groups = `${group}(?:${separator}${group}){${length / size - 1}}`
    const whole = new RegExp(`(?<![\\p{L}\\p{N}])${groups}(?![\\p{L}\\p{N}])`, 'gu')
    for (const [match] of text.matchAll(whole)) candidates.push(match.replace(/[^0-9A-Za-z]/g, ''))
  }
  return (
    candidates.find((candidate) => /[0-9]/.test(candidate)) ??
    candidates.find((candidate) => candidate === candidate.toUpperCase())
  )
}

/** Digits of every script and full-width letters; nothing else, so that `²` stays no digit. */
function toAscii(text: string): string {
  return text.replace(/\p{Cf}/gu, '').replace(/[\p{Nd}Ａ-Ｚａ-ｚ]/gu, (character) => {
    const plain = character.normalize('NFKC')
    if (/[0-9A-Za-z]/.test(plain)) return plain
    // Unicode keeps the decimal digits of each script in one unbroken run from zero to nine.
    let point = character.codePointAt(0) ?? 0
    let value = 0
    while (/\p{Nd}/u.test(String.fromCodePoint(point - 1))) {
      point -= 1
      value += 1
    }
    return String(value % 10)
  })
}

/** `2026-11-20`, `20.11.2026`, `20/11/26`, `20th Nov. 2026`, `November 20, 2026`, `2026年`. */
const dates =
  /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:\d\S{0,3}\s\p{L}{3,10}\.?,?|\p{L}{3,10}\.?\s\d\S{0,4})\s(?:19|20)\d\d(?!\d)|\d{4}年/gu
