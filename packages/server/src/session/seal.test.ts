import { compactDecrypt, decodeProtectedHeader } from 'jose'
import { expect, test } from 'vitest'
import { createKeys } from '../keys/createKeys.ts'
import { seal, unseal } from './seal.ts'

const keys = createKeys({
  secrets: ['a-secret-of-at-least-thirty-two-characters'],
  deployment: 'https://app.example.com',
})
const value = { id: '1', text: 'Grüße' }

/** Derives the key from the secret with HKDF-SHA-256, as the decision document describes. */
async function deriveKey(): Promise<Uint8Array> {
  const encode = (text: string) => new TextEncoder().encode(text)
  const secret = encode('a-secret-of-at-least-thirty-two-characters')
  const material = await crypto.subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits'])
  const info = encode('session record')
  const parameters = {
    name: 'HKDF',
    hash: 'SHA-256',
    salt: encode('@kit/server|https://app.example.com'),
    info,
  }
  return new Uint8Array(await crypto.subtle.deriveBits(parameters, material, 256))
}

test('default: a sealed value can be opened, but only for its purpose', async () => {
  const text = await seal(keys, 'session', value)
  expect(await unseal(keys, 'session', text)).toEqual({ value, isStale: false })
  expect(await unseal(keys, 'login', text)).toBeUndefined()
})

test('behavior: the seal is a JWE that jose reads', async () => {
  const text = await seal(keys, 'session', value)
  expect(decodeProtectedHeader(text)).toEqual({
    alg: 'dir',
    enc: 'A256GCM',
    kid: expect.stringMatching(/^[0-9a-f]{8}$/),
    typ: 'session',
  })
  const { plaintext } = await compactDecrypt(text, await deriveKey())
  expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(value)
})

test('security: a changed header is refused, and so is a change of any other part', async () => {
  const text = await seal(keys, 'session', value)
  const parts = text.split('.')
  const change = (index: number, part: string) =>
    parts.map((own, i) => (i === index ? part : own)).join('.')
  const toHeader = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url')
  const own = decodeProtectedHeader(text)
  for (const changed of [
    change(0, toHeader({ ...own, zip: 'DEF' })),
    change(0, toHeader({ ...own, alg: 'A256KW' })),
    change(0, toHeader({ ...own, enc: 'A128GCM' })),
    change(0, toHeader({ ...own, typ: 'login' })),
    change(0, ''),
    change(1, 'AAAA'),
    change(2, 'AAAA'),
    change(3, `A${parts[3]?.slice(1)}`) === text
      ? change(3, `B${parts[3]?.slice(1)}`)
      : change(3, `A${parts[3]?.slice(1)}`),
    change(4, ''),
    change(4, 'not base64 at all!'),
    `${text}.more`,
    parts.slice(0, 4).join('.'),
    '',
  ])
    expect(await unseal(keys, 'session', changed), changed).toBeUndefined()
})
