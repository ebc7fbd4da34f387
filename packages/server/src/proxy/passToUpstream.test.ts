import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
beforeAll(async () => {
  backend = await startBackend({
    policy: [
      { methods: ['GET'], path: '/user', auth: 'session-or-user', omit: ['user_uuid'] },
      { methods: ['POST'], path: '/user/:id/note', auth: 'session', query: ['page'] },
      { methods: ['DELETE'], path: '/user/:id/note', auth: 'session' },
      { methods: ['GET'], path: '/supported/countries', auth: 'api-key' },
      { methods: ['GET'], path: '/fresh', auth: 'session', maxAge: 0 },
    ],
  })
})
beforeEach(() => backend.control('DELETE', ''))
afterAll(() => backend.close())

async function signedIn() {
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  return browser
}

const answerOnce = (fault: object) =>
  backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, ...fault })

test('default: the profile is returned without the id that gives access elsewhere', async () => {
  const browser = await signedIn()
  const { status, json, headers } = await browser.get('/upstream/user')
  expect([status, json]).toMatchObject([200, { target_address: expect.any(String) }])
  expect(json).not.toHaveProperty('user_uuid')
  expect(headers.get('content-type')).toBe('application/json')
})

test('security: S-04 a call without a session is refused', async () => {
  const answer = await backend.browser().get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_missing' }])
  expect(await backend.requests()).toEqual([])
})

test('security: H-01 to H-05 the browser’s headers are not passed on', async () => {
  const browser = await signedIn()
  const sent = {
    authorization: 'Bearer mine',
    'bakkt-session-id': 'another',
    'user-uuid': 'someone-else',
    'x-forwarded-host': 'evil.example',
    'x-forwarded-proto': 'http',
    forwarded: 'for=1.2.3.4;host=evil.example',
    'x-real-ip': '1.2.3.4',
    'true-client-ip': '1.2.3.4',
    'cf-connecting-ip': '1.2.3.4',
    via: '1.1 evil.example',
    'proxy-authorization': 'Basic eDp5',
    te: 'trailers',
    range: 'bytes=0-1',
    'if-none-match': '"a"',
    referer: 'https://app.example.com/?code=123456',
    'x-http-method-override': 'DELETE',
    traceparent: 'secret',
  }
  expect((await browser.get('/upstream/user', { headers: sent })).status).toBe(200)
  const received = (await backend.requests()).at(-1)?.headers ?? []
  const own = ['accept', 'accept-encoding', 'connection', 'host', 'user-agent']
  expect(received.toSorted()).toEqual([...own, 'authorization', 'bakkt-session-id'].toSorted())
})

test('security: H-03 a user’s id sent by the browser has no effect', async () => {
  const [user] = await backend.control('GET', '/users')
  const headers = { 'user-uuid': user.user_uuid }
  expect((await backend.browser().get('/upstream/user', { headers })).status).toBe(401)
})

test('security: P-01 a path that is not listed is refused', async () => {
  const browser = await signedIn()
  const calls = (await backend.requests()).length
  for (const path of ['/merchant/users', '/auth/login', '/user/x/other', '/users', '/user/'])
    expect((await browser.get(`/upstream${path}`)).status).toBe(404)
  expect(await backend.requests()).toHaveLength(calls)
})

test('security: P-02 a method that is not listed is refused', async () => {
  const browser = await signedIn()
  const answer = await browser.send('DELETE', '/upstream/user')
  expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'GET'])
})

test.for([
  '/..%2fmerchant',
  '/%2e%2e%2fmerchant',
  '/user%252e',
  '/%5c..%5c',
  '//evil.example',
  '/user;x=1',
  '/user/%00',
  '/user/%0d%0aHost:evil',
])('security: P-04 and P-05 "%s" is refused', async (path) => {
  const browser = await signedIn()
  const calls = (await backend.requests()).length
  const answer = await browser.get(`/upstream${path}`)
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_path' }])
  expect(await backend.requests()).toHaveLength(calls)
})

test('security: P-07 parameters that are unlisted, repeated or too long are refused', async () => {
  const browser = await signedIn()
  const post = (query: string) => browser.post(`/upstream/user/1/note${query}`, {})
  for (const query of ['?other=1', '?page=1&page=2', '?__proto__=1'])
    expect((await post(query)).status).toBe(400)
  expect((await post(`?page=${'1'.repeat(9000)}`)).status).toBe(414)
})

test.for(['{"__proto__":{"x":1}}', '{"a":{"constructor":{"prototype":{}}}}'])(
  'security: P-08 %s is refused',
  async (body) => {
    const browser = await signedIn()
    const answer = await browser.send('POST', '/upstream/user/1/note', { body })
    expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
    expect('x' in {}).toBe(false)
  },
)

test('security: P-14 a body is passed on byte for byte', async () => {
  const browser = await signedIn()
  await answerOnce({ path: '/user/1/note', status: 201, body: { ok: true } })
  const body = '{ "big": 9007199254740993, "zero": -0 }'
  const answer = await browser.send('POST', '/upstream/user/1/note', { body })
  expect([answer.status, answer.json]).toEqual([201, { ok: true }])
})

test('security: P-14 an answer keeps its numbers as they were written, even if members are removed', async () => {
  const browser = await signedIn()
  const headers = { 'content-type': 'application/json' }
  for (const [body, shown] of [
    [
      '{"user_uuid":"1","balance":9007199254740993,"rate":1e400,"zero":-0,"one":1.0}',
      '{"balance":9007199254740993,"rate":1e400,"zero":-0,"one":1.0}',
    ],
    [
      ' [ { "us\\u0065r_uuid" : { "a" : [ 1 , "}" ] } , "b" : "\\"user_uuid\\"" } , { } , [ ] , null ] ',
      '[{"b":"\\"user_uuid\\""},{},[],null]',
    ],
    ['{"a":[{"user_uuid":1},2],"user_uuid":"x"}', '{"a":[{},2]}'],
    ['{"user_uuid":"x"}', '{}'],
    ['12345678901234567890', '12345678901234567890'],
  ]) {
    await answerOnce({ body, headers })
    expect((await browser.get('/upstream/user')).text).toBe(shown)
  }
})

test('security: P-16 the upstream’s headers are not passed on', async () => {
  const browser = await signedIn()
  await answerOnce({
    body: { ok: true },
    headers: { 'set-cookie': 'a=b', server: 'secret', 'x-powered-by': 'x', location: '/' },
  })
  const { headers, json } = await browser.get('/upstream/user')
  expect(json).toEqual({ ok: true })
  for (const name of ['set-cookie', 'server', 'x-powered-by', 'location'])
    expect(headers.get(name)).toBe(null)
})

test('security: P-17 an answer that contains the key is refused', async () => {
  const browser = await signedIn()
  await answerOnce({ body: { echo: 'sandbox-api-key' } })
  const answer = await browser.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
  expect(answer.text).not.toContain('sandbox-api-key')
})

test('security: P-17 an answer that is nested too deeply to be searched is refused', async () => {
  const browser = await signedIn()
  const headers = { 'content-type': 'application/json' }
  for (const [depth, status] of [
    [100, 200],
    [5000, 502],
  ] as const) {
    await answerOnce({ body: '['.repeat(depth) + ']'.repeat(depth), headers })
    expect((await browser.get('/upstream/user')).status).toBe(status)
  }
})

test.for([
  [{ status: 500 }, 502, 'upstream_unavailable'],
  [{ status: 429, headers: { 'retry-after': '5' } }, 429, 'upstream_rate_limited'],
  [{ status: 200, body: '<html></html>' }, 502, 'upstream_blocked'],
  [{ status: 302, headers: { location: '/other' } }, 502, 'upstream_unavailable'],
] as const)('security: U-01 and U-08 %j, and the session stays', async ([fault, status, code]) => {
  const browser = await signedIn()
  await answerOnce(fault)
  const answer = await browser.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([status, { code }])
  expect((await browser.get('/upstream/user')).status).toBe(200)
})

test('security: S-08 a 403 is passed on, and the session stays', async () => {
  const browser = await signedIn()
  await answerOnce({ status: 403, body: { message: 'KYC needed' } })
  expect((await browser.get('/upstream/user')).status).toBe(403)
  expect((await browser.get('/upstream/user')).status).toBe(200)
})

test('security: S-07 twenty parallel 401s end the session once, and not a newer one', async () => {
  const browser = await signedIn()
  await backend.control('POST', '/faults', {
    upstream: 'bakkt',
    path: '/user',
    status: 401,
    times: 20,
  })
  const answers = await Promise.all(Array.from({ length: 20 }, () => browser.get('/upstream/user')))
  for (const { status, json, headers } of answers) {
    expect([status, json]).toMatchObject([401, { code: 'session_expired' }])
    // A late answer would clear the cookie of the next session.
    expect(headers.getSetCookie()).toEqual([])
  }
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
  expect((await browser.signIn()).status).toBe(200)
  expect((await browser.get('/upstream/user')).status).toBe(200)
})

test('security: U-17 a revoked key signs nobody out', async () => {
  const browser = await signedIn()
  await backend.control('POST', '/knobs', { upstream: 'bakkt', apiKey: 'another' })
  const answer = await browser.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_key_rejected' }])
  await backend.control('POST', '/knobs', { upstream: 'bakkt', apiKey: 'sandbox-api-key' })
  expect((await browser.get('/upstream/user')).status).toBe(200)
})

test('behavior: a rule may need a recent sign-in', async () => {
  const browser = await signedIn()
  await new Promise((resolve) => setTimeout(resolve, 5))
  const answer = await browser.get('/upstream/fresh')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'step_up_required' }])
})

test.for([
  ['the key, in other case', () => '{"echo":"\\u0073andbox\\u002dapi-key"}'],
  ['the key, as a member’s name', () => '{"sandbox-api-key":1}'],
  ['the key, in a repeated member', () => '{"a":"sandbox-api-key","a":"b"}'],
  ['the session', (session: string) => JSON.stringify({ list: [{ id: `x${session}y` }] })],
] as const)('security: P-17 an answer that contains %s is refused', async ([, write]) => {
  const bakktSession = crypto.randomUUID()
  const body = { bakkt_session_id: bakktSession, user_uuid: crypto.randomUUID() }
  await answerOnce({ path: '/auth/login', body })
  const browser = await signedIn()
  await answerOnce({
    path: '/user',
    body: write(bakktSession),
    headers: { 'content-type': 'application/json' },
  })
  const answer = await browser.get('/upstream/user')
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
})

test('security: members that a rule omits are removed at any depth', async () => {
  const browser = await signedIn()
  const user_uuid = 'somebody'
  await answerOnce({
    body: { user_uuid, list: [{ user_uuid, name: 'Ada' }], owner: { user_uuid } },
  })
  expect((await browser.get('/upstream/user')).json).toEqual({ list: [{ name: 'Ada' }], owner: {} })
})

test('security: calls that need only the key do not reveal the user, and are limited', async () => {
  const browser = await signedIn()
  const countries = { path: '/supported/countries', body: ['NL'], times: 60 }
  await backend.control('POST', '/faults', { upstream: 'bakkt', ...countries })
  expect((await browser.get('/upstream/supported/countries')).status).toBe(200)
  const { headers } = (await backend.requests()).at(-1) ?? { headers: [] }
  expect(headers).toContain('authorization')
  expect(headers).not.toContain('bakkt-session-id')
  const statuses = []
  for (let count = 0; count < 60; count += 1)
    statuses.push((await browser.get('/upstream/supported/countries')).status)
  expect(statuses.filter((status) => status === 200)).toHaveLength(59)
  expect(statuses.at(-1)).toBe(429)
})

test('behavior: a DELETE may have a body, which is checked like any other', async () => {
  const browser = await signedIn()
  const remove = (body: unknown) => browser.send('DELETE', '/upstream/user/1/note', { body })
  await answerOnce({ path: '/user/1/note', status: 204 })
  expect((await remove({ reason: 'old' })).status).toBe(204)
  const sent = (await backend.requests()).at(-1)
  expect(sent).toMatchObject({ body: { reason: 'old' } })
  expect(sent?.headers).toContain('content-type')
  expect((await remove('{"__proto__":{}}')).status).toBe(400)
})
