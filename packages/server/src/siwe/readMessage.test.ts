import { AuthError } from '@kit/core'
import { ParsedMessage as SecondReader } from '@signinwithethereum/siwe-parser'
import { expect, test } from 'vitest'
import { readMessage } from './readMessage.ts'

const address = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'
const text = `app.example.com wants you to sign in with your Ethereum account:
${address}

Sign in to app.example.com.

URI: https://app.example.com
Version: 1
Chain ID: 1
Nonce: 0123456789abcdef
Issued At: 2026-11-24T12:00:00.000Z
Expiration Time: 2026-11-24T12:10:00.000Z
Not Before: 2026-11-24T11:59:00.000Z`

/** Parses with the second parser, without the cache. Returns `undefined` for a text that it refuses. */
function readBySecond(changed: string) {
  try {
    return new SecondReader(changed)
  } catch {
    return undefined
  }
}

/** Parses as the route does. Returns `undefined` for a text that is refused. */
async function read(changed: string) {
  try {
    return await readMessage(changed)
  } catch (error) {
    expect(AuthError.is(error) && error.code).toBe('siwe_malformed')
    return undefined
  }
}

const values = [
  ['address', address],
  ['chainId', '1'],
  ['nonce', '0123456789abcdef'],
  ['issuedAt', '2026-11-24T12:00:00.000Z'],
  ['expirationTime', '2026-11-24T12:10:00.000Z'],
  ['notBefore', '2026-11-24T11:59:00.000Z'],
] as const

/**
 * Returns variants of a value, with one character changed, added or removed at every position, and some larger
 * changes.
 */
function* change(name: string, value: string): Generator<string> {
  for (let at = 0; at <= value.length; at += 1) {
    yield value.slice(0, at) + value.slice(at + 1)
    for (const character of '09aFzT+-.: \t\n%é１\u200b')
      for (const length of [0, 1]) yield value.slice(0, at) + character + value.slice(at + length)
  }
  if (name === 'chainId') yield* ['9007199254740993', '1e3', '1'.repeat(400), '0x10', 'eip155:1']
  if (value.startsWith('2026'))
    yield* ['2026-02-30', '2026-13-01', '2026-11-31', '0000-00-00', '2025-02-29', '9999-12-31'].map(
      (day) => value.replace(/^.{10}/, day),
    )
}

test.for(values)(
  'security: M-44 a changed %s is parsed as the second parser would, even if the shape is cached',
  async ([name, value]) => {
    // The shape is now cached, so the second parser is not called for it again.
    expect(await readMessage(text)).toMatchObject({ address, chainId: 1 })
    let accepted = 0
    for (const other of change(name, value)) {
      const changed = text.replace(value === '1' ? 'ID: 1\n' : value, (found) =>
        found.replace(value, other),
      )
      const message = await read(changed)
      if (message === undefined) continue
      accepted += 1
      const second = readBySecond(changed)
      for (const [member] of values)
        expect(String(second?.[member]), `${member} of\n${changed}`).toBe(String(message[member]))
    }
    // Some changed values must be valid. Otherwise nothing was compared.
    expect(accepted).toBeGreaterThan(name === 'address' ? 0 : 5)
  },
)

test('security: M-26 a text with a further statement or resource is checked by both parsers', async () => {
  const injected = text.replace('Sign in to app.example.com.', 'Nonce: 00000000')
  expect((await read(injected))?.statement).toBe(readBySecond(injected)?.statement)
  expect(await read(`${text}\nResources:\n- https://a.example\nNonce: 00000000`)).toBe(undefined)
})
