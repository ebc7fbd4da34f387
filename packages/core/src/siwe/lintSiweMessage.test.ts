import fc from 'fast-check'
import { expect, test } from 'vitest'
import { createSiweMessage, lintSiweMessage, type SiweMessage } from '../index.ts'
import { attacks, refused } from './fixtures/readVectors.ts'

const fields: SiweMessage = {
  domain: 'app.example.com',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  statement: 'Sign in to Example.',
  uri: 'https://app.example.com/login',
  version: '1',
  chainId: 100,
  nonce: 'a1b2c3d4e5f60718',
  issuedAt: '2026-11-20T12:00:00.000Z',
  expirationTime: '2026-11-20T12:10:00.000Z',
}
const situation: lintSiweMessage.Situation = {
  origin: 'https://app.example.com',
  address: fields.address,
  chainId: 100,
  now: Date.parse('2026-11-20T12:01:00Z'),
  maxLifetimeMs: 600_000,
}
const lint = (change: Partial<SiweMessage>, at: Partial<lintSiweMessage.Situation> = {}) =>
  lintSiweMessage(createSiweMessage({ ...fields, ...change }), { ...situation, ...at })
const rulesOf = (...parameters: Parameters<typeof lint>) =>
  lint(...parameters).map(({ rule }) => rule)

test('default: a correct message gives no warning', () => {
  expect(lint({})).toEqual([])
})

test('behavior: a warning says who raises it, what is wrong and how to fix it', () => {
  expect(lint({ domain: 'other.example' })).toMatchInlineSnapshot(`
    [
      {
        "fix": "Set the domain to the host of the page. If an upstream needs its registered domain, tell the user before the wallet opens.",
        "raisedBy": "wallet",
        "rule": "domain-differs",
        "says": "The message names a different site than the page: wallets warn of a deceptive request.",
      },
    ]
  `)
})

test.for<[string, Partial<SiweMessage>, Partial<lintSiweMessage.Situation>, string[]]>([
  ['another site', { domain: 'evil.example' }, {}, ['domain-differs']],
  ['another port', { domain: 'app.example.com:8443' }, {}, ['domain-differs', 'domain-port']],
  [
    'a correct port',
    { domain: 'app.example.com:8443', uri: 'https://app.example.com:8443' },
    { origin: 'https://app.example.com:8443' },
    ['domain-port'],
  ],
  [
    'localhost',
    { domain: 'localhost', uri: 'http://localhost' },
    { origin: 'http://localhost' },
    ['domain-loopback'],
  ],
  ['a loopback address', { uri: 'http://127.0.0.1/login' }, {}, ['domain-loopback', 'uri-differs']],
  [
    'a loopback IPv6',
    { domain: '[::1]:3000', uri: 'http://[::1]:3000' },
    { origin: 'http://[::1]:3000' },
    ['domain-port', 'domain-loopback'],
  ],
  [
    'a host with only the same beginning',
    { domain: 'localhost.example', uri: 'https://localhost.example' },
    { origin: 'https://localhost.example' },
    [],
  ],
  ['another URI', { uri: 'http://app.example.com' }, {}, ['uri-differs']],
  [
    'another account',
    { address: '0x70997970C51812dc3A010C7d01b50e0d17dc79C8' },
    {},
    ['address-differs'],
  ],
  ['no checksum', { address: fields.address.toLowerCase() }, {}, ['address-checksum']],
  [
    'no checksum, no wallet',
    { address: fields.address.toLowerCase() },
    { address: null },
    ['address-checksum'],
  ],
  ['a checksum, no wallet', {}, { address: null }, []],
  [
    'an address in lower case',
    { address: '0xde709f2102306220921060314715629080e2fb77' },
    { address: '0xde709f2102306220921060314715629080e2fb77' },
    [],
  ],
  ['another chain', { chainId: 1 }, {}, ['chain-differs']],
  ['a chain, no wallet', { chainId: 1 }, { chainId: null }, []],
  ['a clock behind', {}, { now: Date.parse('2026-11-20T11:59:59Z') }, ['issued-in-future']],
  ['too late', {}, { now: Date.parse('2026-11-20T12:10:00Z') }, ['expired']],
  ['a limit of the upstream', {}, { maxLifetimeMs: 599_999 }, ['expires-too-late']],
  ['no limit known', {}, { maxLifetimeMs: null }, []],
  ['no expiry', { expirationTime: undefined }, {}, []],
  ['too early', { notBefore: '2026-11-20T12:02:00Z' }, {}, ['not-yet-valid']],
])('parameters: %s', ([, change, at, rules]) => {
  expect(rulesOf(change, at)).toEqual(rules)
})

test('behavior: a text that breaks the grammar is read as far as possible', () => {
  const text = createSiweMessage({ ...fields, domain: 'evil.example', chainId: 5 })
  const broken = text.replace('Sign in to Example.', 'Grüße\nan alle')
  expect(lintSiweMessage(broken, situation).map(({ rule }) => rule)).toEqual([
    'malformed',
    'statement-not-ascii',
    'domain-differs',
    'chain-differs',
  ])
})

test('behavior: every refused vector is reported as malformed', () => {
  const texts = refused.filter(([name]) => name !== 'address not EIP-55').map(([, text]) => text)
  const statements = attacks.cases.filter(({ id }) => id.startsWith('inj-statement'))
  for (const text of [...texts, ...statements.flatMap(({ message }) => message ?? [])])
    expect(lintSiweMessage(text, situation)[0]?.rule).toBe('malformed')
})

test('security: never throws, whatever it is given', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.anything()), fc.anything(), (text, other) => {
      expect(Array.isArray(lintSiweMessage(text as string, other as never))).toBe(true)
      expect(
        Array.isArray(
          lintSiweMessage(
            `${text === Object(text) ? '' : String(text)} wants you to sign in with your Ethereum account:\n`,
            situation,
          ),
        ),
      ).toBe(true)
    }),
  )
})
