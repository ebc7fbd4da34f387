import { once } from 'node:events'
import { createServer, request as httpRequest } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { AuthError } from '@kit/core'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import {
  createBrowser,
  origin,
  secret,
  signChallenge,
  startBackend,
} from '../fixtures/startBackend.ts'
import { untilClosed } from '../fixtures/untilClosed.ts'
import { type Auth, type AuthOptions, createAuth, memoryStore } from '../index.ts'
import { toNodeListener } from '../mount/node.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'

const unlimited = { points: 1_000_000, durationSeconds: 60 }
const limits = {
  'siwe-challenge-per-client': unlimited,
  'siwe-verify-per-client': unlimited,
  'otp-start-per-client': unlimited,
  'otp-verify-per-client': unlimited,
}
const starterSecret = 'for-development-only-and-known-to-everyone'
let backend: Awaited<ReturnType<typeof startBackend>>
const claimed: string[] = []
/** Creates a store that records the keys of its marks. */
function createStore() {
  const store = memoryStore()
  const claim: typeof store.claim = (key, ttlSeconds) => {
    claimed.push(key)
    return store.claim(key, ttlSeconds)
  }
  return { ...store, claim }
}
beforeAll(async () => {
  // Allows much time, so that a machine that is busy with other tests does not make this fail.
  backend = await startBackend({ limits, store: createStore(), upstreamTimeoutMs: 10_000 })
})
beforeEach(() => backend.control('DELETE', ''))
afterAll(() => backend.close())

const calls = async () => (await backend.requests()).length

test('security: N-10 a flood of challenges is limited, and other users’ challenges stay valid', async () => {
  const limited = await startBackend({ store: createStore() })
  const other = limited.browser()
  const { body } = await other.sign()
  claimed.length = 0
  const flood = limited.browser()
  const statuses = []
  for (let count = 0; count < 40; count += 1)
    statuses.push((await flood.post('/siwe/challenge', {})).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(30)
  expect(statuses.at(-1)).toBe(429)
  // A challenge is not stored until it is signed.
  expect(claimed).toEqual([])
  expect((await other.post('/siwe/verify', body)).status).toBe(200)
  await limited.close()
})

test.for(['*', 'a:b', '../x', 'x'.repeat(5000), '__proto__', 'constructor', 'ab'.repeat(31)])(
  'security: N-16 the nonce "%s" creates no key in the store',
  async (nonce) => {
    const browser = backend.browser()
    const { body } = await browser.sign({
      text: (text) => text.replace(/Nonce: .*/, `Nonce: ${nonce}`),
    })
    claimed.length = 0
    const answer = await browser.post('/siwe/verify', body)
    expect([400, 401]).toContain(answer.status)
    expect([await calls(), claimed]).toEqual([0, []])
  },
)

test('security: N-20 no nonce, code or signature is read from the URL', async () => {
  const answer = await backend.browser().get('/siwe/verify?nonce=1&signature=0x00&code=123456')
  expect(answer.status).toBe(405)
})

test('security: M-07 expected values come from the configuration, not from Host', async () => {
  const headers = { host: 'evil.example', 'x-forwarded-host': 'evil.example' }
  const browser = backend.browser(headers)
  const { json } = await browser.post('/siwe/challenge', {})
  expect(json.fields).toMatchObject({ domain: 'app.example.com' })
  const answer = await browser.signIn({
    fields: { domain: 'evil.example', uri: 'https://evil.example' },
  })
  expect(answer.json).toMatchObject({ code: 'siwe_domain_mismatch' })
})

test('security: M-08 with several domains, the message must name the domain of the request', async () => {
  const other = 'https://other.example.com'
  const several = await startBackend({ origin: [origin, other], limits })
  const browser = several.browser()
  const { json } = await browser.post('/siwe/challenge', {}, { headers: { origin: other } })
  expect(json.fields).toMatchObject({ domain: 'other.example.com', uri: other })
  const { body } = await signChallenge(json)
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.status).toBe(401)
  expect((await browser.signIn()).status).toBe(200)
  await several.close()
})

const statement = 'Sign in to app.example.com.'
test.for([
  [
    'M-26 a second block in the statement',
    (text: string) =>
      text.replace(statement, `a\n\nURI: ${origin}\nVersion: 1\nChain ID: 1\nNonce: 12345678`),
  ],
  ['M-29 a picture', (text: string) => text.replace(statement, 'Hello \u{1F600}')],
  ['M-29 right to left', (text: string) => text.replace(statement, 'a\u202Eb')],
  ['M-29 quotes', (text: string) => text.replace(statement, '"quoted"')],
  ['M-32 a nonce among resources', (text: string) => `${text}\nResources:\n- a:b\nNonce: 12345678`],
  ['M-17 swapped case', (text: string) => text.replace(/0x\w{40}/, swapCase)],
  ['M-17 a short address', (text: string) => text.replace(/(0x\w{39})\w/, '$1')],
  ['M-17 a name', (text: string) => text.replace(/0x\w{40}/, 'ada.eth')],
] as const)('security: %s is malformed and uses nothing up', async ([, text]) => {
  const browser = backend.browser()
  const { json: challenge } = await browser.post('/siwe/challenge', {})
  const wrong = await signChallenge(challenge, { text })
  const answer = await browser.post('/siwe/verify', wrong.body)
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'siwe_malformed' }])
  const right = await signChallenge(challenge)
  expect((await browser.post('/siwe/verify', right.body)).status).toBe(200)
})

test.for([
  ['a statement of 200 kB', (text: string) => text.replace(statement, 'x'.repeat(200_000)), 413],
  [
    'five thousand resources',
    (text: string) => `${text}\nResources:${'\n- a:b'.repeat(2000)}`,
    400,
  ],
  ['M-38 a long run of dots', (text: string) => text.replace('app', 'a-.'.repeat(1000)), 401],
] as const)('security: M-37 %s', async ([, text, status]) => {
  const browser = backend.browser()
  const answer = await browser.signIn({ text })
  expect(answer.status).toBe(status)
  expect(await calls()).toBe(0)
})

test.for([
  ['66 bytes', 66, 401],
  ['130 bytes', 130, 401],
  ['8 KiB', 8192, 413],
  ['1 MiB', 1024 * 1024, 413],
] as const)('security: G-08 a signature of %s', async ([, bytes, status]) => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const answer = await browser.post('/siwe/verify', {
    ...body,
    signature: `0x${'1b'.repeat(bytes)}`,
  })
  expect(answer.status).toBe(status)
})

test('security: O-08 many wrong codes in the whole app reach a limit, and correct codes still work', async () => {
  const fused = await startBackend({
    limits: { ...limits, 'otp-wrong-global': { points: 3, durationSeconds: 600 } },
  })
  for (let count = 1; count <= 4; count += 1) {
    const browser = fused.browser()
    await browser.post('/otp/start', { identifier: `user-${count}@example.com` })
    await browser.post('/otp/verify', { code: '000000' })
  }
  const browser = fused.browser()
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  const code = await fused.codeFor('ada@example.com')
  expect((await browser.post('/otp/verify', { code })).status).toBe(200)
  expect(fused.events).toContainEqual(expect.objectContaining({ type: 'otp.fuse' }))
  await fused.close()
})

test('security: C-11 and C-17 no body contains a session’s value, and no failed request opens a session', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const value = browser.jar.get('__Host-kit-session') ?? ''
  const answers = [
    await browser.get('/session'),
    await browser.get('/upstream/user'),
    await browser.get('/nothing'),
    await browser.post('/siwe/verify', {}),
  ]
  for (const { text, headers, status } of answers) {
    expect(text).not.toContain(value)
    if (status >= 400) expect(headers.getSetCookie()).toEqual([])
  }
})

test.for([
  ['the algorithm none', { alg: 'none', enc: 'A256GCM' }],
  ['another encryption', { alg: 'dir', enc: 'A128GCM' }],
  ['no key', { alg: 'dir', enc: 'A256GCM', kid: '00000000', typ: 'session' }],
] as const)('security: C-14 a cookie sealed with %s is refused', async ([, header]) => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const [, ...rest] = (browser.jar.get('__Host-kit-login') ?? '').split('.')
  const forged = [Buffer.from(JSON.stringify(header)).toString('base64url'), ...rest].join('.')
  browser.jar.set('__Host-kit-login', forged)
  const answer = await browser.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
})

test('security: C-14 a changed byte or a shorter tag is refused', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const login = browser.jar.get('__Host-kit-login') ?? ''
  const another = login.replace(/(?<=\.\.)./, changeCharacter)
  for (const changed of [login.slice(0, -2), another, `${login}A`]) {
    browser.jar.set('__Host-kit-login', changed)
    expect((await browser.post('/siwe/verify', body)).status).toBe(401)
  }
})

test('security: C-14 an id that differs by one character identifies no session', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const value = browser.jar.get('__Host-kit-session') ?? ''
  expect(value).toMatch(/^[\w-]{43}$/)
  const another = value.replace(/.(?=.$)/, changeCharacter)
  for (const changed of [value.slice(0, -1), `${value}A`, another, '../x', '']) {
    browser.jar.set('__Host-kit-session', changed)
    expect((await browser.get('/upstream/user')).status).toBe(401)
  }
})

test('security: C-16 the cookie is cleared with the attributes with which it was set', async () => {
  const browser = backend.browser()
  const set = (await browser.signIn()).headers
    .getSetCookie()
    .find((text) => /kit-session=./.test(text))
  const cleared = (await browser.send('DELETE', '/session')).headers.getSetCookie()[0]
  const attributes = (text = '') => text.replace(/=[^;]*;/, ';').replace(/Max-Age=\d+/, '')
  expect(attributes(cleared)).toBe(attributes(set))
})

test('security: S-01 setting a victim’s login cookie gives the attacker no session', async () => {
  const attacker = backend.browser()
  await attacker.post('/siwe/challenge', {})
  const victim = backend.browser()
  for (const [name, value] of attacker.jar) victim.jar.set(name, value)
  expect((await victim.signIn()).status).toBe(200)
  expect((await attacker.get('/session')).json).toMatchObject({ session: null })
})

test('security: S-13 a forged cookie does not end a session', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const forger = backend.browser()
  forger.jar.set('__Host-kit-session', `${browser.jar.get('__Host-kit-session')}x`)
  expect((await forger.send('DELETE', '/session')).status).toBe(204)
  expect((await browser.get('/upstream/user')).status).toBe(200)
})

test('security: H-07 malformed headers cause no server error', async () => {
  const { url, close } = await listen()
  for (const header of ['X-Odd: \u00ff\u00fe', `X-Long: ${'a'.repeat(64_000)}`]) {
    const answer = await rawRequest(
      url,
      `GET /api/auth/session HTTP/1.1\r\nHost: x\r\n${header}\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400|431) /)
  }
  const many = Array.from({ length: 500 }, (_, index) => `X-${index}: a`).join('\r\n')
  const answer = await rawRequest(url, `GET /api/auth/session HTTP/1.1\r\nHost: x\r\n${many}\r\n`)
  expect(answer).toMatch(/^HTTP\/1\.1 (?:200|400|431) /)
  await close()
})

test('security: P-11 an endless body is read only up to the limit', async () => {
  const { auth, close: closeSandbox } = await startBackend({ bodyTimeoutMs: 300 })
  const { url, close } = await listen(auth)
  const request = httpRequest(`${url}/api/auth/siwe/challenge`, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json', 'content-length': 100 },
  })
  request.on('error', () => {})
  request.write('{')
  const [answer] = await once(request, 'response')
  expect(answer.statusCode).toBe(408)
  request.destroy()
  await close()
  await closeSandbox()
})

test('security: U-19 an answer that decompresses to more than the limit is refused', async () => {
  const bomb = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-encoding': 'gzip' })
    response.end(gzipSync(Buffer.alloc(20 * 1024 * 1024, 32)))
  }).listen(0, '127.0.0.1')
  await once(bomb, 'listening')
  const address = bomb.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  const upstream = bakkt({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}` })
  const bombed = await startBackend({ upstream })
  const answer = await bombed.browser().signIn()
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
  await bombed.close()
  bomb.close()
})

test('security: U-08 a redirect does not carry the key or the session elsewhere', async () => {
  let hits = 0
  const elsewhere = createServer((_request, response) => {
    hits += 1
    response.end()
  }).listen(0, '127.0.0.1')
  await once(elsewhere, 'listening')
  const address = elsewhere.address()
  const port = address !== null && typeof address === 'object' ? address.port : 0
  for (const status of [301, 302, 303, 307, 308]) {
    const headers = { location: `http://127.0.0.1:${port}/` }
    await backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, status, headers })
    expect((await backend.browser().signIn()).status).toBe(502)
  }
  expect(hits).toBe(0)
  elsewhere.close()
})

test('security: U-11 an upstream on another machine is never called by plain http', () => {
  expect(() => bakkt({ apiKey: 'key', baseUrl: 'http://api.example.com' })).toThrow('https')
})

test('security: U-13 a hundred simultaneous sign-ins do not mix up users', async () => {
  const baseUrl = `${backend.url}/bakkt`
  // Allows much time, so that a machine that is busy with other tests does not make this fail.
  const upstream = bakkt({ apiKey: 'sandbox-api-key', baseUrl, timeoutMs: 30_000 })
  const patient = createAuth({ upstream, origin, secret, limits })
  const answers = await Promise.all(
    Array.from({ length: 100 }, async () => {
      const browser = createBrowser(patient.handler)
      const { account, body } = await browser.sign()
      await browser.post('/siwe/verify', body)
      const { json } = await browser.get('/upstream/user')
      return [account.address, json['target_address']]
    }),
  )
  for (const [mine, shown] of answers) expect(shown).toBe(mine)
})

test('security: U-14 no call is sent twice', async () => {
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 9, status: 503 })
  await backend.browser().signIn()
  await backend.browser().post('/otp/start', { identifier: 'ada@example.com' })
  // The sign-in, the code, and one call that checks whether sending fails for all users.
  expect(await calls()).toBe(3)
})

test('security: U-16 an upstream that has recovered is used immediately', async () => {
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 20, status: 503 })
  const answers = await Promise.all(Array.from({ length: 20 }, () => backend.browser().signIn()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([502]))
  expect(await backend.auth.health()).toMatchObject({ upstream: 'down' })
  expect((await backend.browser().signIn()).status).toBe(200)
  expect(await backend.auth.health()).toMatchObject({ upstream: 'up' })
})

test('security: S-10 a session ends when the upstream’s session ends, if that is earlier', async () => {
  let offsetMs = 0
  const { siwe } = backend.upstream
  if (siwe === undefined) throw new Error('Bakkt signs in by SIWE.')
  const verify: typeof siwe.verify = async (signed) => ({
    ...(await siwe.verify(signed)),
    expiresAt: Date.now() + 60_000,
  })
  const short = await startBackend({
    limits,
    upstream: { ...backend.upstream, siwe: { ...siwe, verify } },
    now: () => Date.now() + offsetMs,
  })
  const browser = short.browser()
  const answer = await browser.signIn()
  const [, maxAge] = /kit-session=.*?Max-Age=(\d+)/.exec(answer.headers.getSetCookie().join()) ?? []
  expect(Number(maxAge)).toBeLessThanOrEqual(60)
  expect((await browser.get('/upstream/user')).status).toBe(200)
  offsetMs = 61_000
  expect((await browser.get('/upstream/user')).json).toMatchObject({ code: 'session_expired' })
  await short.close()
})

test('security: P-22 ranges are not requested, and partial answers are not passed on', async () => {
  const browser = backend.browser()
  await browser.signIn()
  const fault = {
    status: 206,
    body: '{"a":1}',
    headers: { 'content-type': 'multipart/byteranges; boundary=x', 'content-range': 'bytes 0-6/9' },
  }
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, ...fault })
  const answer = await browser.get('/upstream/user', { headers: { range: 'bytes=0-6' } })
  expect((await backend.requests()).at(-1)?.headers).not.toContain('range')
  expect(answer.headers.get('content-range')).toBe(null)
  expect(answer.headers.get('content-type')).toMatch(/json/)
})

test('security: R-02 a refusal contains only the code and the time to wait', async () => {
  const limited = await startBackend({
    limits: { 'siwe-challenge-per-client': { points: 0, durationSeconds: 60 } },
  })
  const answer = await limited.browser().post('/siwe/challenge', {})
  expect(Object.keys(answer.json).toSorted()).toEqual(
    ['code', 'detail', 'requestId', 'retryAfterSeconds', 'status', 'title', 'type'].toSorted(),
  )
  await limited.close()
})

/** Tries to start in production mode, and returns the error message. */
function startInProduction(options: Partial<AuthOptions>, env: Record<string, string> = {}) {
  for (const [name, value] of Object.entries({ NODE_ENV: 'production', ...env }))
    vi.stubEnv(name, value)
  try {
    const { upstream } = backend
    const store = memoryStore({ production: 'one-process' })
    createAuth({ upstream, origin, secret, store, ...options })
    return 'started'
  } catch (error) {
    return String(error)
  } finally {
    vi.unstubAllEnvs()
  }
}

test.for([
  ['a store in memory', { store: memoryStore() }, 'a used signature is accepted again'],
  ['no store', { store: undefined }, 'Use sqliteStore()'],
  ['an origin on this machine', { origin: 'http://localhost:3000' }, 'set it to where users open'],
  [
    'two origins, one of them on this machine',
    { origin: [origin, 'http://127.0.0.1'] },
    'set it to where users',
  ],
  ['a function as origin without deployment', { origin: () => true }, 'set deployment to a name'],
  ['the secret of the examples', { secret: starterSecret }, 'openssl rand -hex 32'],
  [
    'the secret of the examples as the second in a list',
    { secret: [secret, starterSecret], subjectSecret: secret },
    'openssl rand -hex 32',
  ],
] as const)('security: E-27 R-04 %s does not start in production', ([, options, sentence]) => {
  expect(startInProduction(options)).toContain(sentence)
  const local = { origin: 'http://localhost:3000', ...options }
  expect(startInProduction(local, { KIT_NOT_PRODUCTION: '1' })).toBe('started')
  expect(startInProduction({})).toBe('started')
})

test('security: E-27 the example secret works only on this machine, whatever NODE_ENV is', () => {
  const { upstream } = backend
  const start = (origin: string) => createAuth({ upstream, origin, secret: starterSecret })
  for (const origin of ['https://staging.example', 'https://demo.trycloudflare.com'])
    expect(() => start(origin)).toThrow('openssl rand -hex 32')
  expect(() => start('http://localhost:3000')).not.toThrow()
})

test.for(['a'.repeat(32), ' '.repeat(40), 'abab'.repeat(20), '0123456'.repeat(8)])(
  'security: E-27 the secret "%s" does not start anywhere',
  (weak) => {
    const { upstream } = backend
    expect(() => createAuth({ upstream, origin, secret: weak })).toThrow('too easy to guess')
    expect(() => createAuth({ upstream, origin, secret, subjectSecret: weak })).toThrow(
      'subjectSecret is too easy',
    )
  },
)

test('security: R-13 a nonce is used up even if the store fails after marking it', async () => {
  const store = memoryStore()
  let isBroken = false
  const broken = await startBackend({
    limits,
    store: {
      ...store,
      claim: async (key, ttlSeconds) => {
        const isFirst = await store.claim(key, ttlSeconds)
        if (isBroken && key.startsWith('nonce:')) throw new Error('connection lost')
        return isFirst
      },
    },
  })
  const browser = broken.browser()
  const { body } = await browser.sign()
  isBroken = true
  expect((await browser.post('/siwe/verify', body)).status).toBe(503)
  isBroken = false
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
  expect((await browser.signIn()).status).toBe(200)
  await broken.close()
})

test('security: R-17 processes whose clocks differ by a minute work together', async () => {
  const store = memoryStore()
  const upstream = backend.upstream
  const open = (skewMs: number) =>
    createAuth({ upstream, origin, secret, store, limits, now: () => Date.now() + skewMs })
  const [slow, right, fast] = [open(-60_000), open(0), open(60_000)]
  for (const [first, second, status] of [
    [right, fast, 200],
    [fast, right, 200],
    [right, slow, 200],
    [slow, right, 200],
    [slow, fast, 200],
    // The clocks differ by more than the tolerated minute, so a message from the future is refused.
    [fast, slow, 401],
  ] as const) {
    let current = first
    const browser = createBrowser((request) => current.handler(request))
    const { body } = await browser.sign()
    current = second
    const answer = await browser.post('/siwe/verify', body)
    expect(answer.status, answer.text).toBe(status)
    expect((await browser.signIn()).status).toBe(200)
  }
})

test('security: L-05 an unexpected error reveals nothing', async () => {
  const reported: unknown[] = []
  const failing = await startBackend({
    limits,
    onError: (error) => reported.push(error),
    otp: {
      resolveUser: () => Promise.reject(new Error('SELECT * FROM users at /srv/app/db.ts')),
      answerQuantumMs: 0,
    },
  })
  const answer = await failing.browser().post('/otp/start', { identifier: 'ada@example.com' })
  expect([answer.status, answer.json]).toMatchObject([500, { code: 'internal_error' }])
  expect(answer.text).not.toMatch(/SELECT|db\.ts|\n/)
  expect(String(reported[0])).toContain('SELECT')
  await failing.close()
})

test('behavior: an app’s upstream may throw an error with only a code; the table provides the status', async () => {
  const { handler } = createAuth({
    upstream: {
      id: 'own',
      proxy: [],
      fetch: () => Promise.reject(new AuthError('not_found')),
      authorize: () => ({}),
      siwe: {
        messageLifetimeSeconds: 600,
        verify: () => Promise.reject(new AuthError('signature_rejected')),
      },
    },
    origin,
    secret,
  })
  const answer = await createBrowser(handler).signIn()
  expect(answer.status).toBe(401)
  expect(answer.json).toMatchObject({ code: 'signature_rejected', status: 401 })
})

test('security: P-05 a request URL that is only a path, as in Bun, or empty causes no server error', async () => {
  const ask = (url: string) =>
    backend.auth.answer({ method: 'GET', url, headers: new Headers(), body: null })
  const urls = ['/api/auth/session', '//evil.example/api/auth/session', '', '*', 'javascript:/api']
  const answers = await Promise.all(urls.map(ask))
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 404, 404, 404])
})

test('security: an error code of another version is treated as an unexpected error', async () => {
  const reported: unknown[] = []
  const error = Object.assign(new AuthError('not_found'), { code: 'code_to_come' })
  const { siwe } = backend.upstream
  if (siwe === undefined) throw new Error('Bakkt signs in by SIWE.')
  const upstream = { ...backend.upstream, siwe: { ...siwe, verify: () => Promise.reject(error) } }
  const own = createAuth({
    upstream,
    origin,
    secret,
    store: memoryStore({ now: Date.now }),
    onError: (fault) => reported.push(fault),
  })
  const answer = await createBrowser(own.handler).signIn()
  expect([answer.status, answer.json]).toMatchObject([500, { code: 'internal_error' }])
  expect(reported).toEqual([error])
})

test('security: X-01 internal headers of frameworks disable no check', async () => {
  const headers = { 'x-middleware-subrequest': 'middleware', 'x-middleware-next': '1' }
  expect((await backend.browser(headers).get('/upstream/user')).status).toBe(401)
})

test('security: X-05 input is never echoed as HTML', async () => {
  const answer = await backend.browser().get('/<script>alert(1)</script>')
  expect(answer.headers.get('content-type')).toBe('application/problem+json')
  expect(answer.text).not.toContain('<script>')
})

function swapCase(text: string): string {
  const swapped = [...text.slice(2)].map((character) =>
    character === character.toLowerCase() ? character.toUpperCase() : character.toLowerCase(),
  )
  return `0x${swapped.join('')}`
}

async function listen({ answer }: Pick<Auth, 'answer'> = backend.auth) {
  const server = createServer(toNodeListener({ answer })).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

async function rawRequest(url: string, head: string): Promise<string> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  socket.write(Buffer.from(`${head}Connection: close\r\n\r\n`, 'latin1'))
  let answer = ''
  socket.on('data', (text) => {
    answer += text
  })
  await untilClosed(socket)
  return answer
}

/** Returns a different character of base64url. */
function changeCharacter(character: string): string {
  return character === '-' ? '_' : '-'
}
