import { SiweMessage as Successor } from '@signinwithethereum/siwe'
import fc from 'fast-check'
import { SiweMessage as Original } from 'siwe'
import { getAddress } from 'viem'
import { expect, test } from 'vitest'
import {
  AuthError,
  createSiweMessage,
  inspectSiweMessage,
  parseSiweMessage,
  type SiweMessage,
} from '../index.ts'

const digits = '0123456789'
const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const plain = `${digits}${letters}-._~!$&'()*+,;=`

const characters = (alphabet: string, minLength: number, maxLength = 24) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength })
const optional = <value>(arbitrary: fc.Arbitrary<value>) => fc.option(arbitrary, { nil: undefined })

const ipv6 = fc.ipV6().map((address) => `[${address}]`)
const host = fc.oneof(fc.domain(), fc.ipV4(), ipv6, characters(plain, 1))
const port = fc.nat({ max: 65_535 }).map((number) => `:${number}`)
const domain = fc
  .tuple(fc.option(characters(`${plain}:`, 0), { nil: undefined }), host, optional(port))
  .map(([user, name, end = '']) => `${user === undefined ? '' : `${user}@`}${name}${end}`)
const uri = fc
  .tuple(
    fc.constantFrom('https', 'ipfs', 'a+b-c.1'),
    domain,
    fc.webPath(),
    optional(fc.webQueryParameters()),
    optional(fc.webFragments()),
  )
  .map(
    ([scheme, authority, path, query, fragment]) =>
      `${scheme}://${authority}${path}${query === undefined ? '' : `?${query}`}${fragment === undefined ? '' : `#${fragment}`}`,
  )
const instant = fc
  .date({
    min: new Date('0001-01-01T00:00:00Z'),
    max: new Date('9999-12-31T23:59:59Z'),
    noInvalidDate: true,
  })
  .map((date) => date.toISOString())

const message: fc.Arbitrary<SiweMessage> = fc.record(
  {
    scheme: fc.constantFrom('https', 'http', 'a+b'),
    domain,
    address: characters('0123456789abcdef', 40, 40).map((hex) => getAddress(`0x${hex}`)),
    statement: characters(`${plain}:/?#[]@ `, 1, 80),
    uri,
    version: fc.constant('1'),
    chainId: fc.maxSafeNat(),
    nonce: characters(`${digits}${letters}`, 8, 40),
    issuedAt: instant,
    expirationTime: instant,
    notBefore: instant,
    requestId: characters(`${plain}:@`, 0),
    resources: fc.array(uri, { maxLength: 4 }),
  },
  { requiredKeys: ['domain', 'address', 'uri', 'version', 'chainId', 'nonce', 'issuedAt'] },
)

/** A text close to the grammar: a valid one with a part cut, doubled or replaced. */
const nearlyMessage = fc
  .tuple(
    message.map((fields) => createSiweMessage(fields)),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat({ max: 12 }),
        fc.oneof(
          fc.constantFrom('\n', '\r\n', ' ', '%', '//', '[', '0', 'é', '\nNonce: '),
          fc.string(),
        ),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, edits]) =>
    edits.reduce((edited, [at, length, replacement]) => {
      const start = at % (edited.length + 1)
      return edited.slice(0, start) + replacement + edited.slice(start + length)
    }, text),
  )

test('behavior: M-43 a created message is parsed to the same fields', () => {
  fc.assert(
    fc.property(message, (fields) => {
      expect(parseSiweMessage(createSiweMessage(fields))).toEqual(fields)
    }),
  )
})

test('behavior: the same bytes as siwe and its successor', () => {
  fc.assert(
    fc.property(message, (fields) => {
      // Both omit an empty Request ID when writing, although the grammar allows it and they parse it.
      if (fields.requestId === '') return
      const text = createSiweMessage(fields)
      expect(new Original(fields as Partial<Original>).prepareMessage()).toBe(text)
      expect(new Successor(fields as Partial<Successor>).prepareMessage()).toBe(text)
    }),
  )
})

test('security: M-43 an accepted text can be rebuilt exactly, and siwe reads it the same way', () => {
  let accepted = 0
  fc.assert(
    fc.property(nearlyMessage, (text) => {
      const read = tryTo(() => parseSiweMessage(text))
      if (read === undefined) return
      accepted += 1
      expect(createSiweMessage(read)).toBe(text)
      if (read.address !== checksummed(read.address)) return
      expect(present(new Original(text))).toEqual(present(read))
    }),
    { numRuns: 2000 },
  )
  expect(accepted).toBeGreaterThan(0)
})

test('security: any text, fields and expectation give either an AuthError or a verdict', () => {
  const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withSparseArray: true })
  const broken = fc.record(
    {
      format: fc.constantFrom('eip4361', 'text', 'other'),
      fields: fc.oneof(message, anything),
      message: anything,
      domain: anything,
      resources: anything,
      chainId: anything,
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), anything, nearlyMessage),
      fc.oneof(
        anything,
        broken,
        message.map((fields) => ({ ...fields, resources: [Symbol('a')] })),
      ),
      anything,
      (text, fields, other) => {
        tryTo(() => parseSiweMessage(text as string))
        tryTo(() => createSiweMessage(fields as SiweMessage))
        tryTo(() => createSiweMessage(fields as never, other as never))
        expect(inspectSiweMessage(text as string, other as never).ok).toBe(false)
      },
    ),
    { numRuns: 1000 },
  )
})

const head = 'example.com wants you to sign in with your Ethereum account:\n'
const account = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n\n'
const tail = '\nURI: https://example.com\nVersion: 1\nChain ID: 1\nNonce: 12341234\nIssued At: '
const hostile: Record<string, (length: number) => string> = {
  'a domain without an end': (length) => 'a'.repeat(length),
  'a domain of users': (length) => 'a@'.repeat(length / 2),
  'a domain of colons': (length) => `${':'.repeat(length)}${head}`,
  'schemes in a row': (length) => 'a://'.repeat(length / 4),
  'a statement without an end': (length) => `${head}${account}${'a '.repeat(length / 2)}`,
  'line breaks': (length) => `${head}${account}${'\n'.repeat(length)}`,
  'a URI of slashes': (length) => message64('URI', '/'.repeat(length)),
  'a URI of escapes': (length) => message64('URI', `a:${'%41'.repeat(length / 3)}%`),
  'a URI of users': (length) => message64('URI', `a://${'a:'.repeat(length / 2)}@@`),
  'a URI of groups': (length) => message64('URI', `a://[${'1:'.repeat(length / 2)}]`),
  'a URI of dots': (length) => message64('URI', `a://[${'1.'.repeat(length / 2)}]`),
  'a URI of questions': (length) => message64('URI', `a:${'?'.repeat(length)}#`),
  'a time of digits': (length) =>
    `${head}${account}${tail}2026-11-20T12:00:00.${'1'.repeat(length)}`,
  'resources without an end': (length) =>
    `${head}${account}${tail}2026-11-20T12:00:00Z\nResources:${'\n- a:b'.repeat(length / 6)}\n`,
  'a nonce without an end': (length) => message64('Nonce', '1'.repeat(length)),
}

test.for(Object.entries(hostile))('security: M-38 linear time for %s', ([, make]) => {
  const half = make(32 * 1024)
  const whole = make(64 * 1024)
  // Twice the text should take about twice the time. A quadratic parser would take four times as long.
  expect(fastest(whole)).toBeLessThan(fastest(half) * 3.4 + 0.5)
})

function fastest(text: string): number {
  let best = Number.POSITIVE_INFINITY
  for (let round = 0; round < 12; round += 1) {
    const start = performance.now()
    for (let call = 0; call < 4; call += 1) tryTo(() => parseSiweMessage(text))
    best = Math.min(best, performance.now() - start)
  }
  return best
}

function message64(label: string, value: string): string {
  const text = `${head}${account}${tail}2026-11-20T12:00:00Z`
  return text.replace(new RegExp(`${label}: .*`), () => `${label}: ${value}`)
}

function tryTo<value>(run: () => value): value | undefined {
  try {
    return run()
  } catch (error) {
    if (!AuthError.is(error)) throw error
    return undefined
  }
}

function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function checksummed(address: string): string | undefined {
  try {
    return getAddress(address)
  } catch {
    return undefined
  }
}
