import { SiweMessage as Successor } from '@signinwithethereum/siwe'
import { SiweMessage as Original } from 'siwe'
import { expect, test } from 'vitest'
import { AuthError, createSiweMessage, parseSiweMessage } from '../index.ts'
import { accepted, attacks, caip122, contractAccounts, refused } from './fixtures/readVectors.ts'

const text = `example.com wants you to sign in with your Ethereum account:
0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

Sign in to Example.

URI: https://example.com
Version: 1
Chain ID: 100
Nonce: a1b2c3d4e5f60718
Issued At: 2026-11-20T12:00:00.000Z`

test('default', () => {
  expect(parseSiweMessage(text)).toMatchInlineSnapshot(`
    {
      "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
      "chainId": 100,
      "domain": "example.com",
      "issuedAt": "2026-11-20T12:00:00.000Z",
      "nonce": "a1b2c3d4e5f60718",
      "statement": "Sign in to Example.",
      "uri": "https://example.com",
      "version": "1",
    }
  `)
})

test('behavior: a refusal is typed, names the invalid part and contains no part of the text', () => {
  const error = refusalOf(text.replace('https://example.com', 'no-uri'))
  expect(error.toProblem()).toMatchInlineSnapshot(`
    {
      "code": "siwe_malformed",
      "status": 400,
      "title": "The URI does not follow EIP-4361.",
      "type": "https://github.com/kit-auth/kit/blob/main/docs/errors/siwe_malformed.md",
    }
  `)
  expect(error.recovery).toBe('new-challenge')
})

test.for(accepted)('behavior: accepts what siwe accepts: %s', ([, { message, fields }]) => {
  const present = Object.entries(fields).filter(([, value]) => value !== null)
  expect(parseSiweMessage(message)).toEqual(Object.fromEntries(present))
  expect(createSiweMessage(parseSiweMessage(message))).toBe(message)
  expect(readAs(Original, message)).toBe('read')
})

test.for(contractAccounts)(
  'behavior: accepts what a contract account signed: %s',
  ([, { message }]) => {
    expect(createSiweMessage(parseSiweMessage(message))).toBe(message)
  },
)

/**
 * The only vector with another result here. An EIP-55 checksum needs keccak, 2.7 kB of gzip for a browser whose
 * address comes from its wallet anyway. `inspectSiweMessage` compares with that address exactly, and the
 * server's second reader computes the checksum.
 */
const withoutChecksum = 'address not EIP-55'

test.for(refused.filter(([name]) => name !== withoutChecksum))(
  'behavior: refuses what siwe refuses: %s',
  ([, message]) => {
    expect(refusalOf(message).code).toBe('siwe_malformed')
    expect(readAs(Original, message)).toBe('refused')
  },
)

test('behavior: documented exception: an address without its EIP-55 checksum is read', () => {
  const message = new Map(refused).get(withoutChecksum) ?? ''
  expect(parseSiweMessage(message).address).toBe('0xe5a12547fe4e872d192e3ececb76f2ce1aea4946')
  expect(readAs(Original, message)).toBe('refused')
  // The maintained successor also accepts it, with a warning.
  expect(readAs(Successor, message)).toBe('read')
})

test.for(caip122)('behavior: is not EIP-4361: $name', ({ message }) => {
  expect(refusalOf(message).code).toBe('siwe_malformed')
})

/** These are well formed. They are refused by `inspectSiweMessage` or by the server's limit of 4 KiB. */
const wellFormed = [
  'ok-base',
  'ok-scheme',
  'dom-evil',
  'dom-prefix',
  'dom-userinfo-reverse',
  'dom-default-port',
  'dom-trailing-dot',
  'dom-punycode',
  'dom-ip6',
  'scheme-js',
  'uri-http',
  'uri-userinfo',
  'uri-js',
  'addr-upper',
  'addr-swapcase',
  'addr-zero',
  'iat-offset',
  'exp-too-far',
  'res-empty',
  'res-js',
  'reqid-crlf',
]

test.for(
  attacks.cases.flatMap(({ id, message }) => (message === undefined ? [] : [{ id, message }])),
)('security: M-01 to M-35 $id is read correctly or refused', ({ id, message }) => {
  if (wellFormed.includes(id)) {
    expect(createSiweMessage(parseSiweMessage(message))).toBe(message)
    if (!id.startsWith('addr-')) expect(readAs(Original, message)).toBe('read')
  } else {
    expect(refusalOf(message).code).toBe('siwe_malformed')
  }
})

test.for([
  ['file:///etc/hosts', true],
  ['a://', true],
  ['a:', true],
  ['urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6', true],
  ['did:pkh:eip155:1:0xab16', true],
  ['mailto:ada@example.com', true],
  ['a://[::]', true],
  ['a://[1::]', true],
  ['a://[::1.2.3.4]:8', true],
  ['a://[1:2:3:4:5:6:1.2.3.4]', true],
  ['a://[1:2:3:4:5:6:7::]', true],
  ['a://[v1.x:y]/%41', true],
  ['a://u:p@h:?q?#/f?', true],
  ['a:b//c', true],
  ['a://[::1:2:3:4:5:6:7:8]', false],
  ['a://[1:2:3:4:5:6:7]', false],
  ['a://[1::2::3]', false],
  ['a://[12345::]', false],
  ['a://[::256.1.1.1]', false],
  ['a://[1.2.3.4::]', false],
  ['a://[fe80::1%25en0]', false],
  ['a://[v1.%41]', false],
  ['a://[v.a]', false],
  ['a://h#a#b', false],
  ['a://h/%zz', false],
  ['a://h/%4', false],
  ['a://b@c@d', false],
  ['a://h:8a', false],
  ['a:b[c]', false],
  ['a://h?[x]', false],
  ['a://h/é', false],
  ['a://h\\x', false],
  ['a:|', false],
  ['//h/x', false],
  ['1a:x', false],
] as const)('behavior: agrees with siwe that %s is a URI by RFC 3986: %s', ([uri, isUri]) => {
  const messages = [text.replace('https://example.com', uri), `${text}\nResources:\n- ${uri}`]
  for (const message of messages) {
    expect(readAs(Original, message)).toBe(isUri ? 'read' : 'refused')
    if (isUri) expect(createSiweMessage(parseSiweMessage(message))).toBe(message)
    else expect(refusalOf(message).code).toBe('siwe_malformed')
  }
})

test.for([
  ['a domain without a host', 'example.com wants', ':80 wants'],
  ['a domain that is only a user', 'example.com wants', 'ada@ wants'],
  ['a lower-case t and z', '2026-11-20T12:00:00.000Z', '2026-11-20t12:00:00.000z'],
  ['a leap second', '2026-11-20T12:00:00.000Z', '2016-12-31T23:59:60Z'],
  ['a chain id with a leading zero', 'Chain ID: 100', 'Chain ID: 0100'],
  ['a chain id beyond 2^53', 'Chain ID: 100', 'Chain ID: 9007199254740993'],
] as const)('behavior: documented exception: stricter than siwe about %s', ([, from, to]) => {
  const message = text.replace(from, to)
  expect(message).not.toBe(text)
  expect(readAs(Original, message)).toBe('read')
  expect(refusalOf(message).code).toBe('siwe_malformed')
})

test.for([
  ['2000-02-29T00:00:00Z', true],
  ['2026-11-20T12:00:00.123456789012345678901Z', true],
  ['2026-11-20T12:00:00-00:00', true],
  ['0000-02-29T00:00:00+23:59', true],
  ['1900-02-29T00:00:00Z', false],
  ['2026-02-30T00:00:00Z', false],
  ['2026-04-31T00:00:00Z', false],
  ['2026-11-20T24:00:00Z', false],
  ['2026-11-20T12:00:00+24:00', false],
  ['2026-11-20T12:00:00.Z', false],
  ['2026-11-20T12:00:00', false],
  ['2026-11-20', false],
  ['+002026-11-20T12:00:00Z', false],
] as const)('security: M-25 %s is an instant: %s', ([time, isInstant]) => {
  const message = `${text.replace('2026-11-20T12:00:00.000Z', time)}\nNot Before: ${time}`
  expect(readAs(Original, message)).toBe(isInstant ? 'read' : 'refused')
  if (isInstant) expect(Date.parse(parseSiweMessage(message).issuedAt)).not.toBeNaN()
  else expect(refusalOf(message).code).toBe('siwe_malformed')
})

test.for([undefined, null, 7, {}, [text], { toString: () => text }, Symbol('text')])(
  'security: %o is not a text',
  (value) => {
    expect(refusalOf(value as string).code).toBe('siwe_malformed')
  },
)

function refusalOf(message: string): AuthError {
  try {
    parseSiweMessage(message)
  } catch (error) {
    if (AuthError.is(error)) return error
    throw error
  }
  throw new Error('It was read.')
}

function readAs(Reader: new (message: string) => object, message: string): 'read' | 'refused' {
  try {
    new Reader(message)
    return 'read'
  } catch {
    return 'refused'
  }
}
