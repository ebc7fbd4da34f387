import type { OtpDelivery } from './OtpDelivery.ts'
import { toAsciiDigits } from './toAsciiDigits.ts'

/** Implements `normalizeOtp`, for parts that are loaded later. */
export function readOtp(
  text: string,
  { codeAlphabet, codeLength }: Pick<OtpDelivery, 'codeAlphabet' | 'codeLength'>,
): string {
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

const word = '[\\p{L}\\p{N}]'

/** `2026-11-20`, `20.11.2026`, `20/11/26`, `20th Nov. 2026`, `November 20, 2026`. */
const dates =
  /\d{1,4}[-./]\d{1,2}[-./]\d{1,4}|(?:\d\S{0,3}\s\p{L}{3,10}\S?|\p{L}{3,10}\S?\s\d\S{0,4})\s(?:19|20)\d\d(?!\d)/gu
