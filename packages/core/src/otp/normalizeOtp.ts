import { readOtp } from './readOtp.ts'

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
export function normalizeOtp(text: string, shape: normalizeOtp.Shape): normalizeOtp.ReturnType {
  // In another file, because the code step, which is loaded later, uses it. esbuild loads each file that an
  // entry point exports and that a later part uses with every import from the entry point.
  return readOtp(text, shape)
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
