import { describe, expect, test } from 'vitest'
import { findOtp } from './findOtp.ts'

const numeric = { codeAlphabet: 'numeric', codeLength: 6 } as const
const mixed = { codeAlphabet: 'alphanumeric', codeLength: 6 } as const

describe('behavior: a code by itself, or the only run of its length in a sentence, is certain', () => {
  test.for([
    '123456',
    '123 456',
    '12-34-56',
    '1 2 3 4 5 6',
    '\u200e123\u200b456\ufeff',
    '１２３４５６',
    '١٢٣٤٥٦',
    'Your code is 123 456.',
    'Your code is 123456. It expires in 10 minutes.',
    '123456 is your Example code.',
    'On 20 Nov 2026 your code is 123-456',
    '2026-11-20 10:45 Code: 123456',
    '您的验证码是123456，5分钟内有效',
    'あなたのコードは123456です。2026年11月20日',
    'رمزك هو ١٢٣٤٥٦ وينتهي خلال ١٠ دقائق',
    'Code 123456\n\nThe code 123456 works for 10 minutes.',
    'Call +49 30 1234567 or enter 123456',
  ])('%s', (text) => {
    expect(findOtp(text, numeric)).toEqual({
      code: text === '12-34-56' ? '' : '123456',
      isCertain: text !== '12-34-56',
    })
  })
})

describe('behavior: a run that may be something else is a guess', () => {
  test.for([
    ['Case #483920: your code is 192837', '192837'],
    ['Order 483920. Your code is 192837', '192837'],
    ['G-192837 is your verification code', '192837'],
    ['Ruf 030 192837 an', '192837'],
    // The end of a card's validity, and an amount.
    ['11-2026', '112026'],
    ['2026 11', '202611'],
    ['12.2026', '122026'],
    ['You paid $1234.56', '123456'],
  ])('%s', ([text = '', code]) => {
    expect(findOtp(text, numeric)).toEqual({ code, isCertain: false })
  })
})

describe('behavior: the wrong item from a password manager is ignored', () => {
  test.for([
    'ada.123456@example.com',
    'correct-horse-482913-battery',
    'Summer202612!',
    '2026-11-20',
    '20.11.26',
    '+49 30 123456',
    '030 1234567',
    '4111 1111 1111 1111',
    '1234567',
    'Ada Lovelace',
    'https://example.com/123456',
  ])('%s', (text) => {
    expect(findOtp(text, numeric).code).toBe('')
  })

  test.for(['Summer202612!', 'correct-horse-482913-battery', 'ada.a1b2c3@example.com', 'A1B2C3D'])(
    'letters and digits: %s',
    (text) => {
      expect(findOtp(text, mixed).code).toBe('')
    },
  )
})

test('parameters: codeAlphabet', () => {
  expect(findOtp('a1b-2c3', mixed)).toEqual({ code: 'A1B2C3', isCertain: true })
  expect(findOtp('Please enter A1B-2C3 within 10 minutes', mixed)).toEqual({
    code: 'A1B2C3',
    isCertain: true,
  })
  // This could be a name.
  expect(findOtp('summer', mixed)).toEqual({ code: 'SUMMER', isCertain: false })
})

test('behavior: fewer characters than a code count as part of one', () => {
  expect(findOtp('0071', numeric)).toEqual({ code: '0071', isCertain: false })
})

test('security: a pasted megabyte is truncated before it is searched', () => {
  expect(findOtp(`${'x 12 '.repeat(200_000)}123456`, numeric).code).toBe('')
})
