import { expect, test } from 'vitest'
import { redactWords } from './redactWords.ts'

test.for([
  ['{"message":"Unauthorized"}', 'Unauthorized'],
  ['{"error":{"code":"INVALID_OTP","message":"Wrong"}}', 'INVALID_OTP | Wrong'],
  ['{"message":"Hello","token":"secret","user":{"name":"Ada"}}', 'Hello'],
  ['<html><title>WAFForbidden</title></html>', ''],
  ['plain words', 'plain words'],
  ['mail to ada.b+c@mail.example.com', 'mail to [email]'],
  ['see https://api.example/x?token=1 now', 'see [url] now'],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', '[token]'],
  ['at 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', 'at [hex]'],
  ['user 4c1d7bb8-5ad0-4bd9-9f0b-1d2f5b7f1a11', 'user [id]'],
  ['code 12345 or 123 456 or AB12CD', 'code [code] or [code] or [code]'],
  ['status 400 of 2', 'status 400 of 2'],
  ['a\r\nb\u0007c', 'a b c'],
] as const)('security: %s becomes "%s"', ([text, words]) => {
  expect(redactWords(text)).toBe(words)
})

test('security: the result has at most 200 characters', () => {
  expect(redactWords('word '.repeat(1000)).length).toBeLessThanOrEqual(200)
})
