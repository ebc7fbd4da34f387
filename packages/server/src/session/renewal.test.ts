import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createBrowser, origin, secret, startBackend } from '../fixtures/startBackend.ts'
import { startRedis } from '../fixtures/startRedis.ts'
import { createAuth, memoryStore, type Store, type Upstream } from '../index.ts'
import { problem } from '../problem.ts'
import { redisStore } from '../store/redis/redisStore.ts'
import { sqliteStore } from '../store/sqlite/sqliteStore.ts'

/* Uses an upstream whose refresh tokens work once. Sending a used one ends the upstream's session. */
let backend: Awaited<ReturnType<typeof startBackend>>
let redis: Awaited<ReturnType<typeof startRedis>>
const folder = mkdtempSync(join(tmpdir(), 'kit-renewal-'))
const opened: { close(): Promise<void> }[] = []
beforeAll(async () => {
  backend = await startBackend()
  redis = await startRedis()
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await redis.close()
  await backend.close()
  rmSync(folder, { recursive: true })
})

function keep<store extends { close(): Promise<void> }>(store: store): store {
  opened.push(store)
  return store
}

const stores: [string, () => Store][] = [
  ['memory', () => memoryStore()],
  ['Redis', () => keep(redisStore({ url: redis.url, timeoutMs: 5000 }))],
  ['SQLite', () => keep(sqliteStore({ file: join(folder, 'auth.sqlite') }))],
]

interface Token {
  access: string
  refresh: string
}

/**
 * Creates an upstream that issues pairs of tokens. An access token is valid until it is replaced, and a refresh
 * token works once.
 */
function createRotatingUpstream(bakkt: Upstream) {
  const renewals: string[] = []
  const state = {
    access: '',
    refresh: '',
    lifetimeMs: 60_000,
    before: async () => {},
    after: async () => {},
    refuse: undefined as unknown,
  }
  function issue(): { credential: { access: string; refresh: string }; expiresAt: number } {
    state.access = crypto.randomUUID()
    state.refresh = crypto.randomUUID()
    return {
      credential: { access: state.access, refresh: state.refresh },
      expiresAt: Date.now() + state.lifetimeMs,
    }
  }
  const { siwe } = bakkt
  if (siwe === undefined) throw new Error('Bakkt signs in by SIWE.')
  const answer = (status: number, body: unknown) => ({
    status,
    headers: new Headers({ 'content-type': 'application/json' }),
    bytes: new TextEncoder().encode(JSON.stringify(body)),
  })
  const upstream: Upstream = {
    ...bakkt,
    siwe: { ...siwe, verify: async () => ({ userId: 'ada', ...issue() }) },
    authorize: (credential) => ({
      authorization: `Bearer ${(credential as unknown as Token).access}`,
    }),
    fetch: async (_, { headers }) => {
      const isGood = headers?.['authorization'] === `Bearer ${state.access}`
      return isGood ? answer(200, { ok: true }) : answer(401, {})
    },
    async renew(credential) {
      const { refresh } = credential as unknown as Token
      renewals.push(refresh)
      await state.before()
      if (state.refuse !== undefined) throw state.refuse
      if (refresh !== state.refresh) throw problem('session_expired')
      const renewed = issue()
      await state.after()
      return renewed
    },
  }
  return { upstream, state, renewals }
}

const unlimited = { 'siwe-verify-per-client': { points: 1000, durationSeconds: 60 } }

/** Starts two processes with one store and one upstream, and a browser with two tabs. */
async function open(createStore: () => Store) {
  const rotating = createRotatingUpstream(backend.upstream)
  const events: unknown[] = []
  const [one, other] = [1, 2].map(() =>
    createAuth({
      upstream: rotating.upstream,
      origin: `https://${crypto.randomUUID()}.example.com`.replace(/.*/, origin),
      secret,
      store: createStore(),
      limits: unlimited,
      onEvent: (event) => void events.push(event),
    }),
  )
  if (one === undefined || other === undefined) throw new Error('There are two.')
  const [tab, otherTab] = [createBrowser(one.handler), createBrowser(other.handler)]
  const { json } = await tab.signIn()
  for (const [name, value] of tab.jar) otherTab.jar.set(name, value)
  return { ...rotating, one, other, tab, otherTab, events, session: Object(json['session']) }
}

describe.for(stores)('%s', ([, createStore]) => {
  test('security: E-34 twenty calls of two tabs with an expiring credential cause one renewal and no 401', async () => {
    const { tab, otherTab, state, renewals, session } = await open(createStore)
    const before = tab.jar.get('__Host-kit-session')
    // The credential expires within the margin, so the next call renews it.
    state.lifetimeMs = 60_000
    state.access = 'another one: the upstream has ended what it gave'
    state.after = () => new Promise((resolve) => setTimeout(resolve, 200))
    const calls = Array.from({ length: 20 }, (_, index) =>
      (index % 2 === 0 ? tab : otherTab).get('/upstream/user'),
    )
    const answers = await Promise.all(calls)
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200))
    expect(renewals).toHaveLength(1)
    // E-15: only the credential has changed, not the session.
    expect(tab.jar.get('__Host-kit-session')).toBe(before)
    expect((await otherTab.get('/session')).json['session']).toEqual(session)
  })
})

test('security: E-34 a call from the app’s server code renews as well', async () => {
  const { one, tab, state, renewals } = await open(() => memoryStore())
  const cookie = [...tab.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  state.access = 'ended'
  const answers = await Promise.all([1, 2, 3].map(() => one.fetch(request, '/user')))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200])
  expect(renewals).toHaveLength(1)
})

test('security: E-34 a renewal without an answer signs the user out, and the token is not sent again', async () => {
  const { tab, otherTab, state, renewals, events } = await open(() => memoryStore())
  state.access = 'ended'
  state.after = () => Promise.reject(problem('upstream_timeout'))
  const answers = await Promise.all([tab.get('/upstream/user'), otherTab.get('/upstream/user')])
  for (const { status, json } of answers)
    expect([status, json]).toMatchObject([401, { code: 'session_expired' }])
  expect(renewals).toHaveLength(1)
  expect((await tab.get('/session')).json).toMatchObject({ session: null })
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'session.renew',
      outcome: 'failure',
      code: 'upstream_timeout',
    }),
  )
})

test('security: E-34 a refused renewal signs the user out', async () => {
  const { tab, state } = await open(() => memoryStore())
  state.access = 'ended'
  state.refresh = 'used by somebody else'
  expect((await tab.get('/upstream/user')).json).toMatchObject({ code: 'session_expired' })
  expect((await tab.get('/session')).json).toMatchObject({ session: null })
})

test('behavior: a renewal that the upstream did not process is repeated by the next call', async () => {
  const { tab, state, renewals } = await open(() => memoryStore())
  state.access = 'ended'
  state.refuse = problem('upstream_rate_limited', { retryAfterSeconds: 3 })
  expect((await tab.get('/upstream/user')).status).toBe(429)
  state.refuse = undefined
  expect((await tab.get('/upstream/user')).status).toBe(200)
  expect(renewals).toHaveLength(2)
})

test('security: E-34 a renewed credential is stored even if the answer is lost', async () => {
  const { tab, upstream, state, renewals } = await open(() => memoryStore())
  const { fetch } = upstream
  if (fetch === undefined) throw new Error('There is nothing to ask.')
  let isOdd = true
  Object.assign(upstream, {
    fetch: (async (path, request) => {
      const answer = await fetch(path, request)
      // The proxy refuses this answer, because it is HTML.
      if (!isOdd || answer.status !== 200) return answer
      return { ...answer, bytes: new TextEncoder().encode('<html></html>') }
    }) satisfies Upstream['fetch'],
  })
  state.access = 'ended'
  expect((await tab.get('/upstream/user')).status).toBe(502)
  isOdd = false
  expect((await tab.get('/upstream/user')).status).toBe(200)
  expect(renewals).toHaveLength(1)
})

test('security: a session that was ended during a renewal stays ended', async () => {
  const { tab, otherTab, state } = await open(() => memoryStore())
  state.access = 'ended'
  let go = () => {}
  let begun = () => {}
  const waiting = new Promise<void>((resolve) => {
    begun = resolve
  })
  state.before = () => {
    begun()
    return new Promise((resolve) => {
      go = resolve
    })
  }
  const underWay = tab.get('/upstream/user')
  await waiting
  expect((await otherTab.send('DELETE', '/session')).status).toBe(204)
  go()
  expect((await underWay).json).toMatchObject({ code: 'session_expired' })
  expect((await tab.get('/session')).json).toMatchObject({ session: null })
})

test('security: E-25 a process whose clock is two hours ahead waits for a renewal and ends nothing', async () => {
  const { upstream, state, renewals } = createRotatingUpstream(backend.upstream)
  const store = memoryStore({ now: Date.now })
  const options = { upstream, origin, secret, store, limits: unlimited }
  const auth = createAuth(options)
  const ahead = createAuth({ ...options, now: () => Date.now() + 2 * 3_600_000 })
  const [tab, otherTab] = [createBrowser(auth.handler), createBrowser(ahead.handler)]
  await tab.signIn()
  for (const [name, value] of tab.jar) otherTab.jar.set(name, value)
  let go = () => {}
  const begun = new Promise<void>((resolve) => {
    state.before = () => {
      resolve()
      return new Promise((finish) => {
        go = finish
      })
    }
  })
  state.access = 'ended'
  state.lifetimeMs = 4 * 3_600_000
  const first = tab.get('/upstream/user')
  await begun
  const second = otherTab.get('/upstream/user')
  // The other process has noticed that a renewal is running.
  await new Promise((resolve) => setTimeout(resolve, 100))
  go()
  expect((await Promise.all([first, second])).map(({ status }) => status)).toEqual([200, 200])
  expect(renewals).toHaveLength(1)
})

test('security: E-34 a renewal whose process was killed ends the session when its mark expires', async () => {
  const { upstream, state, renewals } = createRotatingUpstream(backend.upstream)
  let storeMs = 0
  const store = memoryStore({ now: () => storeMs })
  const auth = createAuth({ upstream, origin, secret, store, limits: unlimited })
  const tab = createBrowser(auth.handler)
  await tab.signIn()
  state.access = 'ended'
  const begun = new Promise<void>((resolve) => {
    state.before = () => {
      resolve()
      return new Promise(() => {})
    }
  })
  void tab.get('/upstream/user')
  await begun
  storeMs = 31_000
  const answer = await tab.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
  expect(renewals).toHaveLength(1)
})

test('security: E-15 a renewal is not a sign-in: the absolute end and the age for `maxAge` stay the same', async () => {
  let offsetMs = 0
  const now = () => Date.now() + offsetMs
  const { upstream, state } = createRotatingUpstream(backend.upstream)
  const auth = createAuth({ upstream, origin, secret, now, limits: unlimited })
  const tab = createBrowser(auth.handler)
  await tab.signIn()
  const cookie = [...tab.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  for (let hours = 1; hours < 12; hours += 1) {
    offsetMs = hours * 3_600_000
    state.lifetimeMs = offsetMs + 3_600_000
    state.access = 'ended'
    expect((await tab.get('/upstream/user')).status).toBe(200)
    await expect(auth.requireSession(request, { maxAge: 300 })).rejects.toMatchObject({
      code: 'step_up_required',
    })
  }
  offsetMs = 12 * 3_600_000
  expect((await tab.get('/upstream/user')).status).toBe(401)
  onTestFinished(() => {})
})
