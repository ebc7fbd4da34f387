import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret, startBackend } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore, type Store } from '../index.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import type { Upstream } from '../upstreams/Upstream.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
let offsetMs = 0
const now = () => Date.now() + offsetMs
const limits = { 'siwe-verify-per-client': { points: 1000, durationSeconds: 60 } }
beforeAll(async () => {
  backend = await startBackend({ limits })
})
beforeEach(() => {
  offsetMs = 0
})
afterAll(() => backend.close())

const account = () => privateKeyToAccount(generatePrivateKey())
const firefox = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:133.0) Gecko/20100101 Firefox/133.0'
const safari =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1'

test('default: a user lists their sessions and ends one or all others', async () => {
  const who = account()
  const [desk, phone, third, stranger] = [firefox, safari, firefox, safari].map((agent) =>
    backend.browser({ 'user-agent': agent }),
  )
  if (!desk || !phone || !third || !stranger) throw new Error('There are four.')
  for (const browser of [desk, phone, third]) await browser.signIn({ account: who })
  await stranger.signIn()

  const { json } = await desk.get('/sessions')
  const sessions = json['sessions'] as { id: string; client: string; address: string }[]
  expect(sessions.map(({ client }) => client).sort()).toEqual([
    'Firefox · Windows',
    'Firefox · Windows',
    'Safari · iOS',
  ])
  expect(new Set(sessions.map(({ address }) => address))).toEqual(new Set([who.address]))
  const [theirs] = ((await stranger.get('/sessions')).json['sessions'] as typeof sessions) ?? []

  const ofPhone = sessions.find(({ client }) => client === 'Safari · iOS')
  expect((await desk.send('DELETE', `/sessions/${ofPhone?.id}`)).status).toBe(204)
  expect((await phone.get('/session')).json).toMatchObject({ session: null })
  // A user cannot end another user's session, and the answer does not reveal whether it exists.
  expect((await desk.send('DELETE', `/sessions/${theirs?.id}`)).status).toBe(204)
  expect((await stranger.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })

  expect((await desk.send('DELETE', '/sessions')).status).toBe(204)
  expect((await third.get('/upstream/user')).status).toBe(401)
  expect((await desk.get('/upstream/user')).status).toBe(200)
  expect((await desk.get('/sessions')).json['sessions']).toHaveLength(1)
})

test('behavior: the list contains the name of the wallet that the page reported', async () => {
  const who = account()
  const named = async (connector: string) => {
    const browser = backend.browser()
    const { body } = await browser.sign({ account: who })
    await browser.post('/siwe/verify', body, { headers: { 'kit-connector': connector } })
    const { json } = await browser.get('/sessions')
    const sessions = json['sessions'] as { id: string; connector?: string }[]
    return sessions.find(({ id }) => id === json['currentId'])?.connector
  }
  expect(await named('io.metamask')).toBe('io.metamask')
  for (const odd of ['a b', '<b>', 'x'.repeat(65), 'é']) expect(await named(odd)).toBeUndefined()
})

test('security: the list requires a session', async () => {
  const browser = backend.browser()
  expect((await browser.get('/sessions')).json).toMatchObject({ code: 'session_missing' })
  expect((await browser.send('DELETE', '/sessions')).status).toBe(401)
  expect((await browser.send('DELETE', '/sessions/some-id')).status).toBe(401)
  expect((await browser.send('DELETE', '/sessions/..%2fsession')).status).toBe(404)
  expect((await browser.post('/session/extend', {})).status).toBe(401)
})

test('default: auth.sessions works for the app’s server code', async () => {
  const who = account()
  const [one, other] = [backend.browser(), backend.browser()]
  for (const browser of [one, other]) await browser.signIn({ account: who })
  const cookie = [...one.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  const { userId } = await backend.auth.requireSession(request)
  const list = await backend.auth.sessions.list(userId)
  expect(list).toHaveLength(2)
  await backend.auth.sessions.end('somebody else', list[0]?.id ?? '')
  expect(await backend.auth.sessions.list(userId)).toHaveLength(2)
  await backend.auth.sessions.endOthers(request)
  expect((await other.get('/session')).json).toMatchObject({ session: null })
  await backend.auth.sessions.endAll(userId)
  expect(await backend.auth.sessions.list(userId)).toEqual([])
  await expect(backend.auth.requireSession(request)).rejects.toMatchObject({
    code: 'session_expired',
  })
})

test('parameters: sessionIdleSeconds', async () => {
  const idle = await startBackend({ now, limits, sessionIdleSeconds: 600 })
  const browser = idle.browser()
  const { json } = await browser.signIn()
  const end = (session: unknown) => Date.parse(Object(session).expiresAt) - now()
  expect(end(json['session'])).toBeGreaterThan(590_000)
  expect(end(json['session'])).toBeLessThanOrEqual(600_000)
  // Reading the session does not count as use.
  offsetMs = 300_000
  expect(end((await browser.get('/session')).json['session'])).toBeLessThan(310_000)
  // A call to the upstream counts as use.
  expect((await browser.get('/upstream/user')).status).toBe(200)
  expect(end((await browser.get('/session')).json['session'])).toBeGreaterThan(590_000)
  offsetMs = 800_000
  const extended = await browser.post('/session/extend', {})
  expect(end(extended.json['session'])).toBeGreaterThan(590_000)
  offsetMs = 1_401_000
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
  expect((await browser.get('/upstream/user')).json).toMatchObject({ code: 'session_expired' })
  await idle.close()
})

test('security: S-19 fifty parallel requests of one session are all allowed, and keep it alive', async () => {
  const idle = await startBackend({ now, limits, sessionIdleSeconds: 120 })
  const browser = idle.browser()
  await browser.signIn()
  offsetMs = 90_000
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/session/extend', {})),
  )
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  // Without those requests, the session would have ended a minute ago.
  offsetMs = 180_000
  expect((await browser.get('/session')).json['session']).not.toBeNull()
  await idle.close()
})

test('behavior: use is recorded at most once a minute', async () => {
  const store = memoryStore({ now })
  let written = 0
  const counting: Store = {
    ...store,
    compareAndSet: (key, ...change) => {
      if (key.startsWith('session:')) written += 1
      return store.compareAndSet(key, ...change)
    },
  }
  const upstream = backend.upstream
  const auth = createAuth({ upstream, origin, secret, store: counting, limits, now })
  const browser = createBrowser(auth.handler)
  await browser.signIn()
  for (let count = 0; count < 5; count += 1) await browser.get('/upstream/user')
  expect(written).toBe(0)
  offsetMs = 61_000
  for (let count = 0; count < 5; count += 1) await browser.get('/upstream/user')
  expect(written).toBe(1)
})

/** Creates a store that can be made to fail. */
function createFragileStore() {
  const store = memoryStore({ now })
  const state = { isDown: false }
  const guarded = Object.entries(store).map(([name, value]) => [
    name,
    typeof value === 'function' && name !== 'createCounter'
      ? async (...values: never[]) => {
          if (state.isDown) throw new Error('The store is down.')
          return (value as (...values: never[]) => unknown)(...values)
        }
      : value,
  ])
  return { store: Object.fromEntries(guarded) as Store, state }
}

test('security: E-18 a failed sign-out can be repeated, and then the copied cookie no longer works', async () => {
  const { store, state } = createFragileStore()
  const failing = await startBackend({ store, limits })
  const [browser, thief] = [failing.browser(), failing.browser()]
  await browser.signIn()
  for (const [name, value] of browser.jar) thief.jar.set(name, value)
  state.isDown = true
  const first = await browser.send('DELETE', '/session')
  expect([first.status, first.json]).toMatchObject([503, { code: 'store_unavailable' }])
  expect(browser.jar.has('__Host-kit-session')).toBe(true)
  state.isDown = false
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  expect(browser.jar.has('__Host-kit-session')).toBe(false)
  expect((await thief.get('/upstream/user')).status).toBe(401)
  await failing.close()
})

test('security: E-19 a late answer that says that a session has ended does not clear the cookie', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const late = backend.browser()
  for (const [name, value] of browser.jar) late.jar.set(name, value)
  await browser.send('DELETE', '/session')
  const answers = [await late.get('/session'), await late.get('/upstream/user')]
  for (const { headers } of answers) expect(headers.getSetCookie()).toEqual([])
})

test('security: E-25 a process whose clock is two hours ahead ends a session for every process', async () => {
  const store = memoryStore({ now: Date.now })
  const { upstream } = backend
  const right = createAuth({ upstream, origin, secret, store, limits })
  const fast = createAuth({
    upstream,
    origin,
    secret,
    store,
    limits,
    now: () => Date.now() + 7_200_000,
  })
  const browser = createBrowser(right.handler)
  await browser.signIn()
  const [moved, copy] = [createBrowser(fast.handler), createBrowser(right.handler)]
  for (const [name, value] of browser.jar) {
    moved.jar.set(name, value)
    copy.jar.set(name, value)
  }
  expect((await moved.send('DELETE', '/session')).status).toBe(204)
  expect((await copy.get('/upstream/user')).status).toBe(401)
})

test.for([
  ['origin', { origin: 'https://staging.example.com' }],
  ['upstream', { upstream: bakkt({ apiKey: 'key', baseUrl: 'https://other.example' }) }],
  ['base path', { basePath: '/api/other' }],
] as const)('security: E-10 a session cookie of another %s is not accepted', async ([, change]) => {
  const store = memoryStore({ now })
  const { upstream } = backend
  const options = { upstream, origin, secret, store, limits }
  const browser = createBrowser(createAuth(options).handler)
  const { body } = await browser.sign()
  await browser.signIn()
  const other = createAuth({ ...options, ...change })
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  expect(await other.getSession({ headers: new Headers({ cookie }) })).toBe(null)
  // The other deployment's nonce and login cookie are not accepted either.
  const base = 'basePath' in change ? change.basePath : '/api/auth'
  const at = 'origin' in change ? change.origin : origin
  const answer = await other.handler(
    new Request(`${at}${base}/siwe/verify`, {
      method: 'POST',
      headers: { origin: at, cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  )
  expect(await answer.json()).toMatchObject({ code: 'nonce_invalid' })
})

test('security: E-10 deployments with a function as origin are separated by their names', async () => {
  const store = memoryStore({ now })
  const { upstream } = backend
  const options = { upstream, origin: (text: string) => text === origin, secret, store, limits }
  const production = createAuth({ ...options, deployment: 'production' })
  const browser = createBrowser(production.handler)
  const { body } = await browser.sign()
  const sign = createBrowser(createAuth({ ...options, deployment: 'staging' }).handler)
  for (const [name, value] of browser.jar) sign.jar.set(name, value)
  expect((await sign.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
  await browser.signIn()
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  expect(await production.getSession(request)).toMatchObject({ method: 'siwe' })
  for (const deployment of ['staging', undefined])
    expect(await createAuth({ ...options, deployment }).getSession(request)).toBe(null)
})

test('security: E-18 signing out also ends a session that this process cannot decrypt', async () => {
  const store = memoryStore({ now })
  const { upstream } = backend
  const options = { upstream, origin, store, limits, subjectSecret: secret }
  const auth = createAuth({ ...options, secret })
  const browser = createBrowser(auth.handler)
  await browser.signIn()
  const copy = createBrowser(auth.handler)
  for (const [name, value] of browser.jar) copy.jar.set(name, value)
  // Another process during a rolling restart, which already has the next secret.
  const next = createAuth({ ...options, secret: 'another-secret-that-is-newer-than-the-first' })
  const atNext = createBrowser(next.handler)
  for (const [name, value] of browser.jar) atNext.jar.set(name, value)
  expect((await atNext.send('DELETE', '/session')).status).toBe(204)
  expect((await copy.get('/upstream/user')).status).toBe(401)
})

test('security: E-36 the key of a session depends on the secret as well as on its cookie', async () => {
  const store = memoryStore({ now })
  const { upstream } = backend
  const options = { upstream, origin, store, limits, secret: [secret, `older than ${secret}`] }
  const auth = createAuth({ ...options, subjectSecret: `older than ${secret}` })
  const browser = createBrowser(auth.handler)
  await browser.signIn()
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  expect(await auth.getSession(request)).toMatchObject({ method: 'siwe' })
  // This process could decrypt the record, but does not find it, because its id was derived with another
  // secret.
  const other = createAuth({ ...options, subjectSecret: secret })
  expect(await other.getSession(request)).toBe(null)
})

test('behavior: replacing a secret in steps ends no session and changes no subject', async () => {
  const store = memoryStore({ now })
  const { upstream } = backend
  const [first, second, third] = [secret, `second ${secret}`, `third ${secret}`]
  const steps = [
    { secret: first },
    { secret: [second, first], subjectSecret: first },
    { secret: second, subjectSecret: first },
    { secret: [third, second], subjectSecret: first },
    { secret: third, subjectSecret: first },
  ]
  const jar = new Map<string, string>()
  const subjects = new Set<unknown>()
  for (const [index, step] of steps.entries()) {
    const { handler } = createAuth({ upstream, origin, store, limits, ...step })
    const browser = createBrowser(handler)
    if (index === 0) await browser.signIn()
    for (const [name, value] of index === 0 ? browser.jar : jar)
      (index === 0 ? jar : browser.jar).set(name, value)
    // Using the session reseals it with the latest secret, before the former one is removed.
    expect((await browser.get('/upstream/user')).status).toBe(200)
    const { json } = await browser.get('/session')
    subjects.add((json['session'] as { subject: string }).subject)
  }
  expect(subjects.size).toBe(1)
})

test('security: E-35 after the store has lost its data, no earlier cookie signs in', async () => {
  let store = memoryStore({ now })
  const lost: Store = new Proxy(store, { get: (_, name) => Reflect.get(store, name) })
  const { upstream } = backend
  const auth = createAuth({ upstream, origin, secret, store: lost, limits })
  const browser = createBrowser(auth.handler)
  const { body } = await browser.sign()
  const login = browser.jar.get('__Host-kit-login') ?? ''
  await browser.post('/siwe/verify', body)
  expect((await browser.get('/upstream/user')).status).toBe(200)
  browser.jar.set('__Host-kit-login', login)
  store = memoryStore({ now })
  expect((await browser.get('/upstream/user')).status).toBe(401)
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
  // The mark of the used nonce is lost as well, but repeating the request does not sign in.
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
})

test('behavior: a session opened by one copy of the module is valid in another', async () => {
  const { upstream } = backend
  const route = createAuth({ upstream, origin, secret })
  const page = createAuth({ upstream, origin, secret })
  const browser = createBrowser(route.handler)
  await browser.signIn()
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  expect(await page.getSession({ headers: new Headers({ cookie }) })).toMatchObject({
    method: 'siwe',
  })
})

test('security: copies of the module share their marks and counters', async () => {
  const { upstream } = backend
  const load = () =>
    createAuth({
      upstream,
      origin,
      secret,
      trustedProxyHops: 1,
      store: memoryStore({ production: 'one-process' }),
    })
  const [route, copy] = [load(), load()]
  const address = { 'x-forwarded-for': '203.0.113.77' }
  const [browser, other] = [route, copy].map(({ handler }) => createBrowser(handler, address))
  if (browser === undefined || other === undefined) throw new Error('There are two.')
  const { body } = await browser.sign()
  for (const [name, value] of browser.jar) other.jar.set(name, value)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const answer = await other.post('/siwe/verify', body)
  expect(answer.json).toMatchObject({ code: 'nonce_invalid' })
  expect(answer.headers.get('ratelimit')).toContain('"siwe-verify-per-client";r=8;')
})

test('security: E-37 while the store is down, a page is rendered as neither signed in nor signed out', async () => {
  const { store, state } = createFragileStore()
  const failing = await startBackend({ store, limits })
  const browser = failing.browser()
  await browser.signIn()
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  expect(await failing.auth.getSessionAnswer(request)).toMatchObject({
    session: { method: 'siwe' },
  })
  state.isDown = true
  expect(await failing.auth.getSessionAnswer(request)).toEqual({
    session: undefined,
    methods: ['siwe', 'email-otp'],
  })
  await expect(failing.auth.requireSession(request)).rejects.toMatchObject({
    code: 'store_unavailable',
  })
  expect((await browser.get('/session')).status).toBe(503)
  await failing.close()
})

test('behavior: an answer waits for a slow event listener', async () => {
  const arrived: string[] = []
  const slow = await startBackend({
    limits,
    async onEvent({ type }) {
      await new Promise((resolve) => setTimeout(resolve, 50))
      arrived.push(type)
    },
  })
  await slow.browser().get('/session')
  expect(arrived).toEqual(['session.get'])
  await slow.close()
})

test('behavior: an event listener that never settles delays an answer by at most a second', async () => {
  const stuck = await startBackend({ limits, onEvent: () => new Promise<void>(() => {}) })
  const startedAt = performance.now()
  expect((await stuck.browser().get('/session')).status).toBe(200)
  expect(performance.now() - startedAt).toBeGreaterThan(900)
  await stuck.close()
})

test("parameters: waitUntil receives the event's promise, and the answer does not wait", async () => {
  const works: Promise<unknown>[] = []
  let arrive = () => {}
  const handing = await startBackend({
    limits,
    waitUntil: (work) => works.push(work),
    onEvent: () =>
      new Promise<void>((resolve) => {
        arrive = resolve
      }),
  })
  expect((await handing.browser().get('/session')).status).toBe(200)
  expect(works).toHaveLength(1)
  arrive()
  await Promise.all(works)
  await handing.close()
})

// The upstream's sign-out call may never return, but no session may wait for it.
// https://owasp.org/www-project-application-security-verification-standard/ (ASVS 5.0, 7.4.3)
test('security: E-18 all other sessions end at once, even if the upstream never answers', async () => {
  const upstream: Upstream = {
    id: 'never-signs-out',
    siwe: {
      messageLifetimeSeconds: 600,
      verify: async ({ address }) => ({ userId: address, credential: null }),
    },
    signOut: () => new Promise(() => {}),
  }
  const other = await startBackend({ upstream })
  const who = account()
  const browsers = [other.browser(), other.browser(), other.browser()] as const
  for (const browser of browsers) await browser.signIn({ account: who })
  const [mine, ...others] = browsers
  void mine.send('DELETE', '/sessions')
  await expect
    .poll(() => Promise.all(others.map(async (one) => (await one.get('/session')).json['session'])))
    .toEqual([null, null])
  expect((await mine.get('/session')).json['session']).not.toBeNull()
  await other.close()
})

test('security: E-16 a user keeps only the latest two hundred sessions', async () => {
  const unlimited = { points: 1_000_000, durationSeconds: 60 }
  const backend = await startBackend({
    limits: { 'siwe-verify-per-client': unlimited, 'siwe-challenge-per-client': unlimited },
  })
  const account = privateKeyToAccount(generatePrivateKey())
  const browsers = Array.from({ length: 203 }, () => backend.browser())
  for (const browser of browsers) expect((await browser.signIn({ account })).status).toBe(200)
  const isSignedIn = async (browser: (typeof browsers)[number] | undefined) =>
    (await browser?.get('/session'))?.json['session'] !== null
  expect(await Promise.all([0, 2, 3, 202].map((index) => isSignedIn(browsers[index])))).toEqual([
    false,
    false,
    true,
    true,
  ])
  expect((await browsers.at(-1)?.get('/sessions'))?.json['sessions']).toHaveLength(200)
  await backend.close()
})
