import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret, startBackend } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../index.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
let offsetMs = 0
beforeAll(async () => {
  backend = await startBackend({ now: () => Date.now() + offsetMs })
})
beforeEach(() => {
  offsetMs = 0
})
afterAll(() => backend.close())

test('default: nobody is signed in', async () => {
  const { status, json } = await backend.browser().get('/session')
  expect([status, json]).toEqual([200, { session: null, methods: ['siwe', 'email-otp'] }])
})

test('security: C-01 every cookie has the required attributes', async () => {
  const browser = backend.browser()
  const challenge = await browser.post('/siwe/challenge', {})
  const signedIn = await browser.signIn()
  const cookies = [...challenge.headers.getSetCookie(), ...signedIn.headers.getSetCookie()]
  expect(cookies.length).toBeGreaterThanOrEqual(3)
  for (const cookie of cookies) {
    expect(cookie).toMatch(/^__Host-kit-(?:session|login)=/)
    expect(cookie).toMatch(/; Path=\/; HttpOnly; Secure; SameSite=Lax$|HttpOnly/)
    for (const flag of ['; Path=/', '; HttpOnly', '; Secure', '; SameSite=Lax', '; Max-Age='])
      expect(cookie).toContain(flag)
    expect(cookie).not.toContain('Domain')
    expect(cookie.length).toBeLessThan(4096)
  }
})

test('security: C-02 plain http on another host is refused at start', () => {
  const upstream = bakkt({ apiKey: 'x', environment: 'sandbox' })
  expect(() => createAuth({ upstream, origin: 'http://app.example.com', secret })).toThrow('https')
  expect(() => createAuth({ upstream, origin: 'http://localhost:3000', secret })).not.toThrow()
  expect(() => createAuth({ upstream, origin, secret: 'short' })).toThrow('32 characters')
})

test('security: S-11 after a sign-out, S-14 a copied cookie no longer works', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const thief = backend.browser()
  for (const [name, value] of browser.jar) thief.jar.set(name, value)
  expect((await thief.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })
  const answer = await browser.send('DELETE', '/session')
  expect([answer.status, answer.text]).toEqual([204, ''])
  expect(browser.jar.has('__Host-kit-session')).toBe(false)
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
})

test.for(['garbage', 'a.b.c.d.e', '%', ''])(
  'security: S-11 sign-out with the cookie "%s"',
  async (value) => {
    const browser = backend.browser()
    browser.jar.set('__Host-kit-session', value)
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
  },
)

test('security: S-02 another sign-in ends the first session, but a failed one does not', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const first = browser.jar.get('__Host-kit-session') ?? ''
  await browser.signIn({ fields: { domain: 'evil.example' } })
  expect((await browser.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })
  expect((await browser.signIn()).status).toBe(200)
  const old = backend.browser()
  old.jar.set('__Host-kit-session', first)
  expect((await old.get('/session')).json).toMatchObject({ session: null })
})

test('security: C-13 S-05 the login cookie is not accepted as a session', async () => {
  const browser = backend.browser()
  await browser.post('/siwe/challenge', {})
  browser.jar.set('__Host-kit-session', browser.jar.get('__Host-kit-login') ?? '')
  const answer = await browser.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
})

test('security: C-07 two cookies with the same name are both ignored', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const value = browser.jar.get('__Host-kit-session')
  const cookie = `__Host-kit-session=${value}; __Host-kit-session=other`
  const answer = await backend.browser({ cookie }).get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
})

test.for(['%', '=', ';;;', 'a'.repeat(60_000), Array(1000).fill('a=b').join(';')])(
  'security: C-08 a malformed Cookie header causes no error',
  async (cookie) => {
    expect((await backend.browser({ cookie }).get('/session')).status).toBe(200)
  },
)

test('security: C-04 the session ends by the server’s clock', async () => {
  const browser = backend.browser()
  await browser.signIn()
  offsetMs = 12 * 3_600_000 + 1000
  const answer = await browser.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
})

test('security: C-05 a session sealed with an older secret is resealed, and one with a removed secret is invalid', async () => {
  const store = memoryStore({ now: Date.now })
  const upstream = bakkt({ apiKey: 'sandbox-api-key', baseUrl: `${backend.url}/bakkt` })
  const next = 'another-secret-that-is-newer-than-the-first'
  const openWith = (...secrets: string[]) =>
    createBrowser(
      createAuth({ upstream, origin, secret: secrets, subjectSecret: secret, store }).handler,
    )
  const [former, other] = [openWith(secret), openWith(secret)]
  const { json } = await former.signIn()
  await other.signIn()
  const rotated = openWith(next, secret)
  const removed = openWith(next)
  for (const browser of [rotated, removed])
    for (const [name, value] of former.jar) browser.jar.set(name, value)

  expect((await removed.get('/upstream/user')).status).toBe(401)
  // This process must not clear a cookie that another process may know.
  expect(removed.jar.has('__Host-kit-session')).toBe(true)
  expect((await rotated.get('/upstream/user')).status).toBe(200)
  // The subject is still the same.
  expect((await removed.get('/session')).json).toMatchObject(json)
  for (const [name, value] of other.jar) removed.jar.set(name, value)
  expect((await removed.get('/upstream/user')).status).toBe(401)
})

test('behavior: C-10 a credential of any size opens a session', async () => {
  const body = { bakkt_session_id: 'x'.repeat(8000), user_uuid: 'someone' }
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, body })
  const answer = await backend.browser().signIn()
  expect(answer.status).toBe(200)
  for (const cookie of answer.headers.getSetCookie()) expect(cookie.length).toBeLessThan(200)
})

test('default: the app’s server code can read the session and call the upstream', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const request = { headers: new Headers({ cookie }) }
  const session = await backend.auth.getSession(request)
  expect(session).toMatchObject({ method: 'siwe', userId: expect.stringMatching(/^[\w-]{36}$/) })
  expect(await backend.auth.requireSession(request, { maxAge: 60 })).toEqual(session)
  const profile = await backend.auth.fetch(request, '/user')
  expect(await profile.json()).toMatchObject({ user_uuid: session?.userId })
  const same = await backend.auth.upstream.fetch('/user', { userId: session?.userId ?? '' })
  expect(await same.json()).toMatchObject({ user_uuid: session?.userId })
  // An empty user id is refused, and an invalid `maxAge` as well.
  await expect(backend.auth.upstream.fetch('/user', { userId: '' })).rejects.toThrow('`userId`')
  await expect(backend.auth.requireSession(request, { maxAge: Number.NaN })).rejects.toMatchObject({
    code: 'step_up_required',
  })
  offsetMs = 61_000
  await expect(backend.auth.requireSession(request, { maxAge: 60 })).rejects.toMatchObject({
    code: 'step_up_required',
  })
  await expect(backend.auth.requireSession({ headers: new Headers() })).rejects.toMatchObject({
    code: 'session_missing',
  })
  expect(await backend.auth.getSession({ headers: new Headers() })).toBe(null)
})
