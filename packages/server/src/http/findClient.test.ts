import { afterEach, expect, test, vi } from 'vitest'
import { origin, secret, startBackend } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../index.ts'
import { toHonoHandler } from '../mount/hono.ts'
import { toNextRoute } from '../mount/next.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import { findClient, parseRange } from './findClient.ts'

const trusting = (...ranges: string[]) => ({
  trustedProxyHops: 0,
  trustedProxies: ranges.map(parseRange),
  isUnknowable: false,
})

test.for([
  ['a trusted proxy names its client', '10.0.0.1', '203.0.113.9', '203.0.113.9'],
  [
    'the last address that is not a proxy counts',
    '10.0.0.1',
    '6.6.6.6, 203.0.113.9, 10.0.0.2',
    '203.0.113.9',
  ],
  ['a peer that is not a proxy is the client', '203.0.113.5', '6.6.6.6', '203.0.113.5'],
  ['an unknown peer has no address', undefined, '6.6.6.6', 'unknown'],
  ['IPv4 in IPv6 is IPv4', '::ffff:10.0.0.1', '203.0.113.9', '203.0.113.9'],
  ['an IPv6 proxy', '2001:db8::1', '203.0.113.9', '203.0.113.9'],
  ['proxies only', '10.0.0.1', '10.0.0.3, 10.0.0.2', '10.0.0.3'],
] as const)('security: E-24 with a list of proxies, %s', ([, peer, header, key]) => {
  expect(findClient(header, peer, trusting('10.0.0.0/8', '2001:db8::/32')).key).toBe(key)
})

// RFC 6052 and RFC 7915: an IPv6-only server sees such addresses for all its IPv4 clients.
test.for([
  ['64:ff9b::203.0.113.5', '203.0.113.5'],
  ['64:ff9b::cb00:7106', '203.0.113.6'],
  ['::ffff:0:203.0.113.7', '203.0.113.7'],
] as const)(
  'security: E-03 clients behind a translator have separate limits: %s',
  ([peer, key]) => {
    const { key: found, ranges } = findClient(null, peer, trusting())
    expect([found, ranges]).toEqual([key, [{ key, factor: 1 }]])
  },
)

test('parameters: an invalid network is refused at start', () => {
  for (const text of ['10.0.0.0/33', 'proxy', ''])
    expect(() => parseRange(text)).toThrow('is not a network')
})

const options = {
  upstream: bakkt({ apiKey: 'key', environment: 'production' }),
  origin,
  secret,
  store: memoryStore({ production: 'one-process' }),
}
afterEach(() => vi.unstubAllEnvs())

test('security: E-06 production does not start if client addresses are unknown', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  vi.spyOn(console, 'warn').mockImplementation(() => {})
  const errors: unknown[] = []
  const auth = createAuth({ ...options, onError: (error) => errors.push(error) })
  expect(() => toNextRoute(auth)).toThrow('trustedProxyHops')
  expect(() => toHonoHandler(auth)).toThrow('trustedProxyHops')
  const answer = await auth.handler(new Request(`${origin}/api/auth/session`))
  expect(answer.status).toBe(500)
  expect(String(errors)).toContain('trustedProxyHops')
  const known = await auth.handler(new Request(`${origin}/api/auth/session`), {
    clientAddress: '203.0.113.1',
  })
  expect(known.status).toBe(200)
  for (const said of [{ clientAddress: 'none' }, { trustedProxyHops: 1 }] as const)
    expect(toNextRoute(createAuth({ ...options, ...said }))).toHaveProperty('GET')
})

test('security: E-06 with clientAddress: none, clients are not counted, and none can lock others out', async () => {
  const backend = await startBackend({ trustedProxyHops: 0, clientAddress: 'none' })
  for (let count = 0; count < 40; count += 1)
    expect((await backend.browser().post('/siwe/challenge', {})).status).toBe(200)
  await backend.close()
})
