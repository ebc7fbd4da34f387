import { expect, test } from 'vitest'
import { origin, secret, startBackend } from './fixtures/startBackend.ts'
import { type AuthOptions, createAuth } from './index.ts'
import { bakkt } from './upstreams/bakkt/index.ts'

const upstream = bakkt({ apiKey: 'key', environment: 'sandbox' })

test.for([
  [{ trustedProxyHops: Number.NaN }, 'trustedProxyHops'],
  [{ trustedProxyHops: -1 }, 'trustedProxyHops'],
  [{ trustedProxyHops: 0.5 }, 'trustedProxyHops'],
  [{ sessionLifetimeSeconds: Number.NaN }, 'sessionLifetimeSeconds'],
  [{ sessionLifetimeSeconds: 0 }, 'sessionLifetimeSeconds'],
  [{ bodyTimeoutMs: 0 }, 'bodyTimeoutMs'],
  [{ limits: { 'otp-start-global': { points: Number.NaN, durationSeconds: 60 } } }, 'points'],
  [{ limits: { 'otp-start-global': { points: 1, durationSeconds: 0.5 } } }, 'durationSeconds'],
  [{ siwe: { challengeLifetimeSeconds: 601 } }, 'challengeLifetimeSeconds'],
  [{ otp: { resolveUser: async () => undefined, answerQuantumMs: Number.NaN } }, 'answerQuantumMs'],
  [{ origin: [] }, 'origin'],
  [{ secret: [] }, 'secret'],
  [{ secret: [secret, 'short'] }, 'secret'],
  [{ basePath: '/api/auth/' }, 'basePath'],
] as [Partial<AuthOptions>, string][])(
  'security: %j does not start, and says why',
  ([options, name]) => {
    expect(() => createAuth({ upstream, origin, secret, ...options })).toThrow(name)
  },
)

test.for([
  ['throws', () => Promise.reject(new Error('from the listener'))],
  [
    'rejects',
    () => {
      throw new Error('from the listener')
    },
  ],
])('behavior: a listener that %s breaks nothing, and is heard of', async ([, listener]) => {
  const printed: unknown[][] = []
  const { error } = console
  console.error = (...values: unknown[]) => printed.push(values)
  const backend = await startBackend({
    onEvent: listener as () => void,
    onError: listener as () => void,
    otp: { resolveUser: () => Promise.reject(new Error('no database')), answerQuantumMs: 0 },
  })
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  expect((await browser.post('/otp/start', { identifier: 'ada@example.com' })).status).toBe(500)
  console.error = error
  const heard = printed.map(([text]) => text)
  expect(heard).toContain('@kit/server: onEvent failed.')
  expect(heard).toContain('@kit/server: onError failed.')
  await backend.close()
})
