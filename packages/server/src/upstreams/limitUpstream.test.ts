import { afterEach, expect, test, vi } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { problem } from '../problem.ts'
import type { Upstream } from './Upstream.ts'

afterEach(() => {
  vi.useRealTimers()
})

const never = () => new Promise<never>(() => {})
const login = async () => ({ userId: 'some-user', credential: null })
const siwe: NonNullable<Upstream['siwe']> = { messageLifetimeSeconds: 600, verify: login }
const otp: NonNullable<Upstream['otp']> = {
  codeLength: 6,
  codeAlphabet: 'numeric',
  codeLifetimeSeconds: 600,
  createDecoyUserId: () => 'nobody',
  start: async () => undefined,
  verify: login,
}
const working: Upstream = {
  id: 'custom',
  siwe,
  otp,
  redirect: {
    start: async ({ state }) => ({ url: `https://custom.example/?${state}` }),
    finish: login,
  },
}
type Browser = ReturnType<Awaited<ReturnType<typeof startBackend>>['browser']>

/** For each function: an upstream in which it never settles, and a call that needs it. */
const cases: readonly [
  name: string,
  change: Partial<Upstream>,
  prepare: (browser: Browser) => Promise<() => Promise<{ status: number; json: object }>>,
][] = [
  [
    'siwe.createChallenge',
    { siwe: { ...siwe, createChallenge: never } },
    async (browser) => () => browser.post('/siwe/challenge', {}),
  ],
  [
    'siwe.verify',
    { siwe: { ...siwe, verify: never } },
    async (browser) => {
      const { body } = await browser.sign()
      return () => browser.post('/siwe/verify', body)
    },
  ],
  [
    'confirm',
    { confirm: never },
    async (browser) => {
      const { body } = await browser.sign()
      return () => browser.post('/siwe/verify', body)
    },
  ],
  [
    'otp.start',
    { otp: { ...otp, start: never } },
    async (browser) => () => browser.post('/otp/start', { identifier: 'ada@example.com' }),
  ],
  [
    'otp.verify',
    { otp: { ...otp, verify: never } },
    async (browser) => {
      await browser.post('/otp/start', { identifier: 'ada@example.com' })
      return () => browser.post('/otp/verify', { code: '123456' })
    },
  ],
  [
    'redirect.start',
    { redirect: { start: never, finish: login } },
    async (browser) => () => browser.post('/redirect/start', {}),
  ],
]

test.for(cases)(
  'security: E-39 if an upstream’s %s never settles, the answer is a timeout and nobody is signed in',
  async ([, change, prepare]) => {
    const backend = await startBackend({
      upstream: { ...working, ...change },
      otp: { answerQuantumMs: 0, resolveUser: async () => 'some-user' },
    })
    const browser = backend.browser()
    const call = await prepare(browser)
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const answering = call()
    // Wait for the limit of the call itself, and of the second call, which finds out whether all users are affected.
    await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
    for (let second = 0; second < 70; second += 1) {
      await vi.advanceTimersByTimeAsync(1000)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const { status, json } = await answering
    vi.useRealTimers()
    expect([status, json]).toMatchObject([504, { code: 'upstream_timeout' }])
    expect((await browser.get('/session')).json['session']).toBeNull()
    await backend.close()
  },
)

test('behavior: if an upstream’s signOut never settles, the session still ends', async () => {
  const backend = await startBackend({ upstream: { ...working, signOut: never } })
  const browser = backend.browser()
  await browser.signIn()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  const answering = browser.send('DELETE', '/session')
  await vi.waitFor(() => expect(vi.getTimerCount()).toBeGreaterThan(0))
  await vi.advanceTimersByTimeAsync(40_000)
  expect((await answering).status).toBe(204)
  vi.useRealTimers()
  await backend.close()
})

test('behavior: an upstream can be an instance of a class', async () => {
  class Siwe {
    readonly #userId = 'some-user'
    get messageLifetimeSeconds() {
      return this.#userId.length * 60
    }
    async verify() {
      return { userId: this.#userId, credential: null }
    }
  }
  class Otp {
    readonly codeLength = 6
    readonly codeAlphabet = 'numeric'
    readonly codeLifetimeSeconds = 600
    readonly #users = ['some-user']
    createDecoyUserId() {
      return `nobody-${this.#users.length}`
    }
    async resolveUser(identifier: string) {
      return identifier.startsWith('ada') ? this.#users[0] : undefined
    }
    async start() {
      return undefined
    }
    async verify(userId: string) {
      return { userId, credential: null }
    }
  }
  class CustomUpstream implements Upstream {
    readonly id = 'custom'
    readonly siwe = new Siwe()
    readonly otp = new Otp()
    readonly #ended: string[] = []
    readonly #key: string = 'key'
    authorize() {
      return { authorization: this.#key }
    }
    endsSessions() {
      return this.#key === ''
    }
    async check() {
      if (this.#key === '') throw problem('upstream_unavailable')
    }
    async confirm() {
      if (this.#ended.length > 0) throw problem('account_not_found')
    }
    async signOut() {
      this.#ended.push('some-user')
    }
  }
  const backend = await startBackend({
    upstream: new CustomUpstream(),
    otp: { answerQuantumMs: 0 },
  })
  expect(await backend.auth.health()).toMatchObject({ upstream: 'unknown' })
  const byCode = backend.browser()
  for (const name of ['ada', 'nobody'])
    expect((await byCode.post('/otp/start', { identifier: `${name}@example.com` })).status).toBe(
      202,
    )
  await byCode.post('/otp/start', { identifier: 'ada@example.com' })
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  expect((await browser.signIn()).json).toMatchObject({ code: 'account_not_found' })
  await backend.close()
})
