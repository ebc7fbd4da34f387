import { SiweMessage as Successor } from '@signinwithethereum/siwe'
import { SiweMessage as Original } from 'siwe'
import { expect, test } from 'vitest'
import { AuthError, type Challenge, createSiweMessage, type SiweMessage } from '../index.ts'
import { accepted, refusedFields, unverified, verified } from './fixtures/readVectors.ts'

const account = { address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', chainId: 100 }
const fields = {
  domain: 'example.com',
  uri: 'https://example.com',
  version: '1',
  nonce: 'a1b2c3d4e5f60718',
  issuedAt: '2026-11-20T12:00:00.000Z',
} as const
const challenge = (more: Partial<SiweMessage> = {}): Challenge => ({
  format: 'eip4361',
  fields: { ...fields, ...more },
  expiresAt: '2026-11-20T12:05:00.000Z',
})

test('default', () => {
  expect(createSiweMessage(challenge(), account)).toMatchInlineSnapshot(`
    "example.com wants you to sign in with your Ethereum account:
    0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266


    URI: https://example.com
    Version: 1
    Chain ID: 100
    Nonce: a1b2c3d4e5f60718
    Issued At: 2026-11-20T12:00:00.000Z"
  `)
})

test('parameters: every optional field', () => {
  const message = createSiweMessage(
    challenge({
      scheme: 'https',
      statement: 'Sign in to Example.',
      expirationTime: '2026-11-20T12:10:00.000Z',
      notBefore: '2026-11-20T11:59:00.000Z',
      requestId: 'login-1',
      resources: ['https://example.com/terms', 'urn:example:1'],
    }),
    account,
  )
  expect(message).toMatchInlineSnapshot(`
    "https://example.com wants you to sign in with your Ethereum account:
    0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

    Sign in to Example.

    URI: https://example.com
    Version: 1
    Chain ID: 100
    Nonce: a1b2c3d4e5f60718
    Issued At: 2026-11-20T12:00:00.000Z
    Expiration Time: 2026-11-20T12:10:00.000Z
    Not Before: 2026-11-20T11:59:00.000Z
    Request ID: login-1
    Resources:
    - https://example.com/terms
    - urn:example:1"
  `)
})

test('parameters: a whole message instead of challenge and account', () => {
  expect(createSiweMessage({ ...fields, ...account })).toBe(createSiweMessage(challenge(), account))
})

test('behavior: a text that the upstream wrote is not changed', () => {
  const message = 'Any text,\r\nuntouched. '
  const text: Challenge = { format: 'text', message, expiresAt: '2026-11-20T12:05:00.000Z' }
  expect(createSiweMessage(text, account)).toBe(message)
})

test.for([...accepted.map(([name, { fields }]) => [name, fields] as const), ...verified])(
  'behavior: the same bytes as siwe: %s',
  ([, fields]) => {
    const message = createSiweMessage(fields as unknown as SiweMessage)
    // The siwe package repairs an absent scheme, but not a null one.
    const { scheme, ...rest } = fields
    const own = scheme === null ? rest : fields
    expect(message).toBe(new Original(own as Partial<Original>).prepareMessage())
    expect(message).toBe(new Successor(own as Partial<Successor>).prepareMessage())
  },
)

/** The parser skips this check as well, because a checksum needs keccak, which the browser does not load. */
const withoutChecksum = 'address not EIP-55'
const namedField: Record<string, string> = {
  'domain not RFC4501 authority': 'domain',
  'uri is non-RFC 3986': 'uri',
  'version not 1': 'version',
  'not a valid chainId': 'chainId',
  'nonce with less then 8 chars': 'nonce',
  'non-ISO 8601 issuedAt': 'issuedAt',
  'non-ISO 8601 expirationTime': 'expirationTime',
  'non-ISO 8601 notBefore': 'notBefore',
  'first resource not-RFC 3986': 'resources',
  'second resource is not-RFC3986': 'resources',
}

test.for(refusedFields.filter(([name]) => name !== withoutChecksum))(
  'behavior: an invalid field is refused by name: %s',
  ([name, fields]) => {
    const field = namedField[name] ?? name.replace('missing ', '')
    const error = refusalOf(() => createSiweMessage(fields as unknown as SiweMessage))
    expect(error.code).toBe('invalid_field')
    expect(error.message).toBe(`The message cannot be built: ${field}`)
  },
)

test('behavior: documented exception: an address without its EIP-55 checksum is accepted', () => {
  const [, fields] = refusedFields.find(([name]) => name === withoutChecksum) ?? []
  expect(createSiweMessage(fields as unknown as SiweMessage)).toContain(
    `\n${fields?.['address']}\n`,
  )
})

test.for(unverified)(
  'behavior: a message is built only if its times exist: %s',
  ([name, fields]) => {
    const build = () => createSiweMessage(fields as unknown as SiweMessage)
    if (name.startsWith('invalid ')) {
      expect(refusalOf(build).message).toBe(
        `The message cannot be built: ${name.replace('invalid ', '')}`,
      )
    } else {
      expect(build()).toContain(`\nNonce: ${fields['nonce']}\n`)
    }
  },
)

const secondBlock = 'Hello.\n\nURI: https://evil.example\nVersion: 1\nChain ID: 1\nNonce: 99999999'

test.for([
  ['statement', secondBlock],
  ['statement', ''],
  ['statement', 'Grüße'],
  ['statement', 'a\rb'],
  ['domain', 'a.example wants you to sign in with your Ethereum account:\n0x00'],
  ['domain', 'https://example.com'],
  ['scheme', 'https://evil.example wants'],
  ['uri', 'https://example.com\nVersion: 1'],
  ['nonce', 'a1b2c3d4e5f60718\nIssued At: 2026-11-20T12:00:00.000Z'],
  ['nonce', ' a1b2c3d4e5f60718'],
  ['issuedAt', '2026-11-20T12:00:00.000Z\nRequest ID: 1'],
  ['requestId', '1\nResources:\n- a:b'],
  ['resources', ['urn:a\n- urn:b']],
  ['resources', 'urn:a'],
  ['resources', [7]],
  ['version', 1],
  ['nonce', 12341234],
] as const)('security: M-26 M-32 %s %j cannot inject a line', ([field, value]) => {
  const hostile = challenge({ [field]: value } as Partial<SiweMessage>)
  const error = refusalOf(() => createSiweMessage(hostile, account))
  expect(error.message).toBe(`The message cannot be built: ${field}`)
})

test('behavior: a challenge without a complete account is refused', () => {
  const half = { address: account.address } as typeof account
  expect(refusalOf(() => createSiweMessage(challenge(), half)).message).toContain('chainId')
  expect(refusalOf(() => createSiweMessage(challenge() as never)).message).toContain('account')
})

function refusalOf(build: () => string): AuthError {
  try {
    build()
  } catch (error) {
    if (AuthError.is(error)) return error
    throw error
  }
  throw new Error('It was built.')
}
