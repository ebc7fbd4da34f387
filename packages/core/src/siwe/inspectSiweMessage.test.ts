import { recoverMessageAddress } from 'viem'
import { expect, test } from 'vitest'
import { createSiweMessage, inspectSiweMessage, type SiweMessage } from '../index.ts'
import { attacks, refused, unverified, verified } from './fixtures/readVectors.ts'

const base = attacks.cases.find(({ id }) => id === 'ok-base')?.message ?? ''
const expectation: inspectSiweMessage.Expectation = {
  scheme: null,
  domain: 'app.example.com',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  statement: 'Sign in to Example.',
  uri: 'https://app.example.com',
  chainIds: [1],
  nonce: 'a1b2c3d4e5f60718',
  requestId: null,
  resources: null,
  now: Date.parse('2026-11-20T12:01:00Z'),
  maxAgeMs: 300_000,
  clockToleranceMs: 60_000,
  maxLifetimeMs: 600_000,
  requireExpiration: true,
}

test('default', () => {
  const { ok, code, message, fields } = inspectSiweMessage(base, expectation)
  expect({ ok, code, nonce: message?.nonce }).toEqual({
    ok: true,
    code: undefined,
    nonce: 'a1b2c3d4e5f60718',
  })
  expect(new Set(Object.values(fields ?? {}))).toEqual(new Set([{ ok: true }]))
})

test('behavior: each field has a verdict, and the first refusal gives the code', () => {
  const text = base.replace('app.example.com wants', 'evil.example wants').replace('1\nN', '5\nN')
  const verdict = inspectSiweMessage(text, expectation)
  expect(verdict).toMatchInlineSnapshot(`
    {
      "code": "siwe_domain_mismatch",
      "fields": {
        "address": {
          "ok": true,
        },
        "chainId": {
          "code": "siwe_chain_not_allowed",
          "ok": false,
          "reason": "Chain 5 is not allowed.",
        },
        "domain": {
          "code": "siwe_domain_mismatch",
          "ok": false,
          "reason": "The domain differs from the challenge.",
        },
        "expirationTime": {
          "ok": true,
        },
        "issuedAt": {
          "ok": true,
        },
        "nonce": {
          "ok": true,
        },
        "notBefore": {
          "ok": true,
        },
        "requestId": {
          "ok": true,
        },
        "resources": {
          "ok": true,
        },
        "scheme": {
          "ok": true,
        },
        "statement": {
          "ok": true,
        },
        "uri": {
          "ok": true,
        },
      },
      "message": {
        "address": "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
        "chainId": 5,
        "domain": "evil.example",
        "expirationTime": "2026-11-20T12:05:00.000Z",
        "issuedAt": "2026-11-20T12:00:00.000Z",
        "nonce": "a1b2c3d4e5f60718",
        "statement": "Sign in to Example.",
        "uri": "https://app.example.com",
        "version": "1",
      },
      "ok": false,
      "reason": "The domain differs from the challenge.",
    }
  `)
})

test('behavior: an unreadable text has no fields', () => {
  for (const [, text] of refused.filter(([name]) => name !== 'address not EIP-55'))
    expect(inspectSiweMessage(text, expectation)).toMatchObject({
      ok: false,
      code: 'siwe_malformed',
      fields: undefined,
    })
})

const names = Object.keys(expectation) as (keyof inspectSiweMessage.Expectation)[]
const optionalInMessage = ['scheme', 'statement', 'requestId', 'resources']

test.for(names)('security: a missing expected %s refuses the field', (name) => {
  const { [name]: _, ...rest } = expectation
  for (const value of [undefined, Number.NaN, '']) {
    const verdict = inspectSiweMessage(base, { ...expectation, [name]: value })
    expect(verdict.ok, String(value)).toBe(false)
  }
  if (!optionalInMessage.includes(name))
    expect(inspectSiweMessage(base, { ...expectation, [name]: null } as never).ok).toBe(false)
  const verdict = inspectSiweMessage(base, rest as never)
  expect(verdict.reason).toBe(`The expected ${name} is missing.`)
})

test.for([undefined, null, 0, 'all', [], new Proxy({}, { get: () => raise() })])(
  'security: an invalid expectation refuses every field: %#',
  (nothing) => {
    const { ok, fields } = inspectSiweMessage(base, nothing as never)
    expect(ok).toBe(false)
    expect(Object.values(fields ?? {}).filter((verdict) => verdict.ok)).toEqual([])
  },
)

test('security: a string is not accepted as the list of chains', () => {
  const verdict = inspectSiweMessage(base, { ...expectation, chainIds: '10' as never })
  expect(verdict.fields?.chainId.ok).toBe(false)
})

/** The code of every readable text, as the route would answer. */
const wanted: Record<string, string | undefined> = {
  'ok-base': undefined,
  'ok-scheme': 'siwe_domain_mismatch',
  'dom-evil': 'siwe_domain_mismatch',
  'dom-prefix': 'siwe_domain_mismatch',
  'dom-userinfo-reverse': 'siwe_domain_mismatch',
  'dom-default-port': 'siwe_domain_mismatch',
  'dom-trailing-dot': 'siwe_domain_mismatch',
  'dom-punycode': 'siwe_domain_mismatch',
  'dom-ip6': 'siwe_domain_mismatch',
  'scheme-js': 'siwe_domain_mismatch',
  'uri-http': 'siwe_uri_mismatch',
  'uri-userinfo': 'siwe_uri_mismatch',
  'uri-js': 'siwe_uri_mismatch',
  'addr-upper': 'siwe_address_mismatch',
  'addr-swapcase': 'siwe_address_mismatch',
  'addr-zero': 'siwe_address_mismatch',
  'iat-offset': undefined,
  'exp-too-far': 'siwe_expired',
  'res-empty': 'siwe_resources_not_allowed',
  'res-js': 'siwe_resources_not_allowed',
  'reqid-crlf': 'siwe_malformed',
}

test.for(
  attacks.cases.flatMap(({ id, message }) => (message === undefined ? [] : [{ id, message }])),
)('security: M-01 to M-35 $id', ({ id, message }) => {
  const { code } = inspectSiweMessage(message, expectation)
  expect(code).toBe(id in wanted ? wanted[id] : 'siwe_malformed')
})

test('security: M-37 a text of a hundred thousand characters is read like any other', () => {
  const resources = Array.from({ length: 5000 }, (_, index) => `https://app.example.com/${index}`)
  const text = `${base}\nResources:\n- ${resources.join('\n- ')}`
  expect(inspectSiweMessage(text, expectation).code).toBe('siwe_resources_not_allowed')
  expect(inspectSiweMessage(text, { ...expectation, resources }).ok).toBe(true)
})

test('security: M-31 resources that are equal only when joined are different', () => {
  const text = `${base}\nResources:\n- urn:a,urn:b`
  expect(inspectSiweMessage(text, { ...expectation, resources: ['urn:a', 'urn:b'] }).code).toBe(
    'siwe_resources_not_allowed',
  )
  expect(inspectSiweMessage(text, { ...expectation, resources: ['urn:a,urn:b'] }).ok).toBe(true)
})

test.for([
  ['issued 60 s ahead', { now: -60_000 }, undefined],
  ['issued 61 s ahead', { now: -61_000 }, 'siwe_issued_at'],
  ['issued 5 min ago, expiring now', { now: 300_000 }, 'siwe_expired'],
  ['issued 5 min ago', { now: 299_999 }, undefined],
  ['issued longer ago', { now: 200_001, maxAgeMs: 200_000 }, 'siwe_issued_at'],
  ['living 5 min', { maxLifetimeMs: 300_000 }, undefined],
  ['living longer', { maxLifetimeMs: 299_999 }, 'siwe_expired'],
] as const)('security: M-20 M-23 a message %s: %o gives %s', ([, change, code]) => {
  const issuedAt = Date.parse('2026-11-20T12:00:00Z')
  const now = issuedAt + ('now' in change ? change.now : 0)
  expect(inspectSiweMessage(base, { ...expectation, ...change, now }).code).toBe(code)
})

test('security: M-22 M-23 a message not valid yet, and one without expiry', () => {
  const later = `${base}\nNot Before: 2026-11-20T12:02:00.001Z`
  expect(inspectSiweMessage(later, expectation).code).toBe('siwe_not_yet_valid')
  expect(inspectSiweMessage(later, { ...expectation, now: expectation.now + 1 }).ok).toBe(true)
  const endless = base.replace(/\nExpiration Time.*/, '')
  expect(inspectSiweMessage(endless, expectation).code).toBe('siwe_expired')
  expect(inspectSiweMessage(endless, { ...expectation, requireExpiration: false }).ok).toBe(true)
})

test.for(verified)('behavior: a valid sign-in: %s', async ([, vector]) => {
  expect(await verify(vector)).toBe('holds')
})

test.for(unverified)('behavior: an invalid sign-in: %s', async ([name, vector]) => {
  expect(await verify(vector)).toBe(reasons[name])
})

const reasons: Record<string, string> = {
  'expired message': 'siwe_expired',
  'domain binding': 'siwe_domain_mismatch',
  'custom time': 'siwe_expired',
  'custom nonce': 'nonce_invalid',
  'malformed signature': 'signature',
  'wrong signature': 'signature',
  'not yet valid': 'siwe_not_yet_valid',
  'invalid issuedAt': 'invalid_field',
  'invalid notBefore': 'invalid_field',
  'invalid expirationTime': 'invalid_field',
}

/** Fills in expectations as `SiweMessage.verify` of siwe does: a missing one is taken from the message. */
async function verify(vector: Record<string, unknown>): Promise<string> {
  const { domainBinding, matchNonce, time, signature, ...fields } = vector
  const message = fields as unknown as SiweMessage
  let text: string
  try {
    text = createSiweMessage(message)
  } catch (error) {
    return (error as { code: string }).code
  }
  const { scheme, domain, address, statement, uri, chainId, nonce, requestId, resources } = message
  const { code } = inspectSiweMessage(text, {
    scheme: scheme ?? null,
    domain: typeof domainBinding === 'string' ? domainBinding : domain,
    address,
    statement: statement ?? null,
    uri,
    chainIds: [chainId],
    nonce: typeof matchNonce === 'string' ? matchNonce : nonce,
    requestId: requestId ?? null,
    resources: resources ?? null,
    now: typeof time === 'string' ? Date.parse(time) : Date.parse('2026-11-20T12:00:00Z'),
    maxAgeMs: Number.MAX_SAFE_INTEGER,
    clockToleranceMs: Date.parse(message.issuedAt),
    maxLifetimeMs: Number.MAX_SAFE_INTEGER,
    requireExpiration: false,
  })
  if (code !== undefined) return code
  const recovered = await recoverMessageAddress({
    message: text,
    signature: signature as `0x${string}`,
  }).catch(() => undefined)
  return recovered === address ? 'holds' : 'signature'
}

function raise(): never {
  throw new Error('No.')
}
