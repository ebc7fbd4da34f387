import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { origin, secret, startBackend } from './fixtures/startBackend.ts'
import { type AuthOptions, createAuth } from './index.ts'
import { sqliteStore } from './store/sqlite/sqliteStore.ts'
import { bakkt } from './upstreams/bakkt/index.ts'
import { selfHosted, sqliteUsers } from './upstreams/self-hosted/index.ts'

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
  [{ subjectSecret: '' }, 'subjectSecret'],
  [{ basePath: '/api/auth/' }, 'basePath'],
] as [Partial<AuthOptions>, string][])(
  'security: %j is refused at start, with the reason',
  ([options, name]) => {
    expect(() => createAuth({ upstream, origin, secret, ...options })).toThrow(name)
  },
)

test('behavior: a list of secrets without subjectSecret starts, and warns what removing the last one would change', () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const secrets = [secret, `older than ${secret}`]
  createAuth({ upstream, origin, secret: secrets, subjectSecret: secrets[1] })
  expect(warn).not.toHaveBeenCalled()
  createAuth({ upstream, origin, secret: secrets })
  expect(warn.mock.calls.flat().join()).toContain('Set subjectSecret to its last entry')
  warn.mockRestore()
})

test('behavior: while Next.js builds, neither the store nor the users are opened', async () => {
  vi.stubEnv('NODE_ENV', 'production')
  vi.stubEnv('NEXT_PHASE', 'phase-production-build')
  const folder = await mkdtemp(join(tmpdir(), 'kit-building-'))
  try {
    const store = sqliteStore({ file: join(folder, 'store/auth.sqlite') })
    const inspect = vi.fn(async () => [])
    const auth = createAuth({
      upstream: selfHosted({ users: sqliteUsers({ file: join(folder, 'users/users.sqlite') }) }),
      origin,
      secret,
      store: { ...store, inspect },
    })
    expect(await auth.getSession({ headers: new Headers() })).toBe(null)
    expect((await auth.getSessionAnswer({ headers: new Headers() })).session).toBe(null)
    expect(inspect).not.toHaveBeenCalled()
    expect(await readdir(folder)).toEqual([])
  } finally {
    vi.unstubAllEnvs()
    await rm(folder, { recursive: true, force: true })
  }
})

test.for([
  ['rejects', () => Promise.reject(new Error('from the listener'))],
  [
    'throws',
    () => {
      throw new Error('from the listener')
    },
  ],
])('behavior: a listener that %s breaks nothing and is logged', async ([, listener]) => {
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
