import { expect, test } from 'vitest'
import { readChallenge } from './readChallenge.ts'

const accountId = 'eip155:1:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const text =
  'api.example wants you to sign in with your Ethereum account:\n0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n\n\nURI: https://api.example\nVersion: 1\nChain ID: 1\nNonce: 12345678\nIssued At: 2026-11-20T12:00:00Z'
const encode = (value: string | Uint8Array) => Buffer.from(value).toString('base64')

test('default: readChallenge returns the text, and when it was issued', () => {
  expect(readChallenge(encode(text), { accountId, domain: 'api.example' })).toEqual({
    text,
    issuedAt: Date.parse('2026-11-20T12:00:00Z'),
  })
})

test.for([
  ['M-41 a character short', encode(text).slice(0, -1)],
  ['M-41 a line break inside', encode(text).replace(/^.{8}/, '$&\n')],
  ['M-41 a space', `${encode(text)} `],
  ['M-41 a byte order mark', encode(`\uFEFF${text}`)],
  ['not UTF-8', encode(Uint8Array.of(0xff, 0xfe, 0x41))],
  ['another account', encode(text.replace('f39F', 'f39f'))],
  ['another chain', encode(text.replace('Chain ID: 1', 'Chain ID: 5'))],
  ['another domain', encode(text.replace('api.example wants', 'evil.example wants'))],
  ['no message', encode('-----BEGIN PUBLIC KEY-----')],
  ['nothing', ''],
] as const)('security: %s never reaches a wallet', ([, challenge]) => {
  expect(() => readChallenge(challenge, { accountId, domain: 'api.example' })).toThrow(
    expect.objectContaining({ code: 'upstream_invalid_answer' }),
  )
})
