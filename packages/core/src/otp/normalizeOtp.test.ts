import { describe, expect, test } from 'vitest'
import { normalizeOtp } from './normalizeOtp.ts'

const numeric = { codeAlphabet: 'numeric', codeLength: 6 } as const
const mixed = { codeAlphabet: 'alphanumeric', codeLength: 6 } as const

test('default', () => {
  expect(normalizeOtp('123456', numeric)).toBe('123456')
})

describe('behavior: separators and invisible marks are dropped', () => {
  test.for([
    ['a space', '123 456'],
    ['a hyphen', '123-456'],
    ['an en dash', '123–456'],
    ['a no-break space', '123\u00a0456'],
    ['a narrow no-break space', '123\u202f456'],
    ['a line break', '123\r\n456'],
    ['a tab at the end', '123456\t'],
    ['left-to-right marks', '\u200e123456\u200e'],
    ['right-to-left marks', '\u200f123456\u202c'],
    ['zero-width spaces', '123\u200b456'],
    ['a byte order mark', '\ufeff123456'],
    ['a space after each digit', '1 2 3 4 5 6'],
    ['pairs', '12 34 56'],
    ['full stops', '123.456'],
  ])('%s', ([, text]) => {
    expect(normalizeOtp(text ?? '', numeric)).toBe('123456')
  })
})

describe('behavior: digits of any script become ASCII', () => {
  test.for([
    ['Arabic-Indic', '١٢٣٤٥٦'],
    ['Persian', '۱۲۳۴۵۶'],
    ['Devanagari', '१२३४५६'],
    ['Bengali', '১২৩৪৫৬'],
    ['Thai', '๑๒๓๔๕๖'],
    ['full-width', '１２３４５６'],
    ['mathematical bold', '𝟏𝟐𝟑𝟒𝟓𝟔'],
    ['mathematical monospace', '𝟷𝟸𝟹𝟺𝟻𝟼'],
    ['Adlam', '𞥑𞥒𞥓𞥔𞥕𞥖'],
  ])('%s', ([, text]) => {
    expect(normalizeOtp(text ?? '', numeric)).toBe('123456')
  })

  test('every decimal digit of Unicode', () => {
    for (let point = 0; point <= 0x1fbff; point += 1) {
      const digit = String.fromCodePoint(point)
      if (/^\p{Nd}$/u.test(digit)) expect(normalizeOtp(digit, numeric)).toMatch(/^[0-9]$/)
    }
  })
})

describe('behavior: in a sentence, the run of exactly that length is the code', () => {
  test.for([
    'Your code is 123456. It expires in 10 minutes.',
    '123456 is your Example code.',
    'On 20 Nov 2026 your code is 123-456',
    'Nov 20, 2026, 10:45:30: your code is 123 456.',
    '2026-11-20 10:45 Code: 123456',
    'Il codice 123456 vale fino al 20.11.2026',
    'رمزك هو ١٢٣٤٥٦ وينتهي خلال ١٠ دقائق',
    'あなたのコードは 123456 です。2026年11月20日',
    'Call +49 30 1234567 or enter 123456',
    'Code:\n\n123456\n\nNot you? Ignore this mail.',
    'Within 10 minutes 123456',
  ])('%s', (text) => {
    expect(normalizeOtp(text, numeric)).toBe('123456')
  })

  test('a year is not a code of four', () => {
    const shape = { codeAlphabet: 'numeric', codeLength: 4 } as const
    expect(normalizeOtp('On 20 November 2026 your code is 4711', shape)).toBe('4711')
    expect(normalizeOtp('2026 is your code', shape)).toBe('2026')
  })

  test('a date is not a code of eight', () => {
    const shape = { codeAlphabet: 'numeric', codeLength: 8 } as const
    expect(normalizeOtp('Sent 2026-11-20, code 1234-5678', shape)).toBe('12345678')
    expect(normalizeOtp('Sent 20.11.2026', shape)).toBe('')
  })
})

describe('behavior: a text without a code gives an empty string', () => {
  test.for([
    'On 20 November 2026 at 10:45',
    'It expires in 10 minutes.',
    'Your order 1234567 was sent',
    'ab123456cd',
    '²',
    'a',
    '!?',
    '',
  ])('%s', (text) => {
    expect(normalizeOtp(text, numeric)).toBe('')
  })
})

test('behavior: part of a code is kept as it is, including leading zeros', () => {
  expect(normalizeOtp('007', numeric)).toBe('007')
  expect(normalizeOtp('007 1', numeric)).toBe('0071')
})

test('behavior: digits beyond the length are dropped', () => {
  expect(normalizeOtp('1234567', numeric)).toBe('123456')
})

test('parameters: codeLength', () => {
  expect(normalizeOtp('1234 5678', { codeAlphabet: 'numeric', codeLength: 8 })).toBe('12345678')
  expect(normalizeOtp('Code 4711!', { codeAlphabet: 'numeric', codeLength: 4 })).toBe('4711')
})

describe('parameters: codeAlphabet', () => {
  test.for([
    ['a1b2c3', 'A1B2C3'],
    ['A1B-2C3', 'A1B2C3'],
    ['ＡＢＣ１２３', 'ABC123'],
    ['a1', 'A1'],
    ['A1B2C3D', 'A1B2C3'],
    ['Your secret code is A1B2C3. It expires soon.', 'A1B2C3'],
    ['Please enter A1B-2C3 within 10 minutes', 'A1B2C3'],
    ['Please enter QWERTZ within 10 minutes', 'QWERTZ'],
    ['Please enter 123456 within 10 minutes', '123456'],
    ['Please enter nothing at all', ''],
    ['é', ''],
  ])('%s', ([text = '', code]) => {
    expect(normalizeOtp(text, mixed)).toBe(code)
  })
})

test('security: a pasted megabyte is truncated before it is searched', () => {
  expect(normalizeOtp(`${'x 12 '.repeat(200_000)}123456`, numeric)).toBe('')
})
