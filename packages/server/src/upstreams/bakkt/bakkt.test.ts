import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createAuthClient, createSiweMessage } from '@kit/core'
import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { type AuthEvent, type AuthOptions, createAuth } from '../../index.ts'
import { bakkt, changeUserRule } from './index.ts'

let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
beforeAll(async () => {
  sandbox = await createSandbox().listen()
})
beforeEach(() => control('DELETE', ''))
afterAll(() => sandbox.close())

async function control(method: string, path: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
  return answer.status === 204 ? undefined : answer.json()
}
const turn = (knobs: object) => control('POST', '/knobs', { upstream: 'bakkt', ...knobs })
const hurt = (path: string, fault: object) =>
  control('POST', '/faults', { upstream: 'bakkt', path, times: 1, ...fault })

function open(options: Partial<bakkt.Options> = {}, users: Record<string, string> = {}) {
  const upstream = bakkt({
    baseUrl: `${sandbox.url}/bakkt`,
    apiKey: 'sandbox-api-key',
    ...options,
  } as bakkt.Options)
  const otp = { resolveUser: async (email: string) => users[email], answerQuantumMs: 0 }
  const events: unknown[] = []
  const onEvent = (event: unknown) => void events.push(event)
  const auth = createAuth({ upstream, origin, secret, otp, onEvent })
  return { upstream, auth, events, browser: createBrowser(auth.handler) }
}

const account = privateKeyToAccount(generatePrivateKey())

test('default: a created user signs in by email', async () => {
  const { upstream } = open()
  const { userId, status } = await upstream.createUser({ email: 'eve@example.com' })
  expect(status).toEqual(expect.any(String))
  const { browser } = open({}, { 'eve@example.com': userId })
  expect((await browser.post('/otp/start', { identifier: 'eve@example.com' })).status).toBe(202)
  const [mail] = await control('GET', '/inbox?to=eve@example.com')
  const answer = await browser.post('/otp/verify', { code: mail.code })
  expect(answer.json).toMatchObject({ session: { method: 'email-otp', upstream: 'bakkt' } })
})

test('behavior: an existing user is a conflict, and a refused key is reported as the app’s fault', async () => {
  const { upstream } = open()
  await upstream.createUser({ email: 'eve@example.com' })
  await expect(upstream.createUser({ email: 'eve@example.com' })).rejects.toMatchObject({
    code: 'registration_conflict',
  })
  await expect(open({ apiKey: 'wrong' }).upstream.createUser({ email: 'x' })).rejects.toMatchObject(
    { code: 'upstream_key_rejected' },
  )
})

test.for([
  [400, { message: 'Email already exists' }, 'registration_conflict'],
  [400, { message: 'target_address must be unique' }, 'registration_conflict'],
  [400, { message: 'first_name is required' }, 'invalid_request'],
  [422, {}, 'invalid_request'],
  [500, { message: 'already' }, 'upstream_unavailable'],
] as const)('behavior: the answer %d %o to createUser becomes %s', async ([status, body, code]) => {
  const { upstream } = open()
  await hurt('/user', { status, body })
  await expect(upstream.createUser({ email: 'eve@example.com' })).rejects.toMatchObject({ code })
})

test('parameters: messageLifetimeSeconds defaults to two minutes less than Bakkt’s four hours', async () => {
  for (const [options, seconds] of [
    [{}, 4 * 3600 - 120],
    [{ messageLifetimeSeconds: 600 }, 600],
  ] as const) {
    const { json } = await open(options).browser.post('/siwe/challenge', {})
    const { issuedAt, expirationTime } = json.fields as Record<string, string>
    expect(Date.parse(expirationTime ?? '') - Date.parse(issuedAt ?? '')).toBe(seconds * 1000)
  }
})

test('behavior: Bakkt refuses a longer lifetime than it allows', async () => {
  const { browser } = open({ messageLifetimeSeconds: 5 * 3600 })
  expect((await browser.signIn({ account })).json).toMatchObject({ code: 'signature_rejected' })
})

test('security: the key is sent unchanged, without Bearer, and a user’s session in another header', async () => {
  const received: IncomingMessage[] = []
  const server = createServer((request, response) => {
    received.push(request)
    const body = { bakkt_session_id: 'a-session', user_uuid: 'a-user' }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body))
  }).listen(0)
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const { browser, auth } = open({ baseUrl: `http://localhost:${port}`, apiKey: 'raw-key' })
  expect((await browser.signIn({ account })).status).toBe(200)
  await browser.get('/upstream/user')
  await auth.upstream.fetch('/user', { userId: 'a-user' })
  server.close()
  expect(received.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('raw-key'))
  expect(received.map(({ headers }) => headers['bakkt-session-id'])).toEqual([
    undefined,
    'a-session',
    undefined,
  ])
  expect(received.map(({ headers }) => headers['user-uuid'])).toEqual([
    undefined,
    undefined,
    'a-user',
  ])
})

test.for([
  ['production', 'https://api.bakkt.com'],
  ['sandbox', 'https://sandbox.api.bakkt.com'],
] as const)('parameters: environment, %s', async ([environment, host]) => {
  const urls: string[] = []
  // The tests cannot reach Bakkt's hosts, so this checks only the URL of the call.
  const upstream = bakkt({
    apiKey: 'a',
    environment,
    fetch: async (input) => {
      urls.push(String(input))
      return new Response('{}')
    },
  })
  await upstream.fetch('/user', { method: 'GET' })
  expect(urls).toEqual([`${host}/user`])
})

test.for([
  ['a used nonce, in the former words', 400, 'Given nonce is already in use', 'nonce_invalid'],
  ['an unknown wallet, in the former words', 400, 'User not found', 'account_not_found'],
  ['a used nonce by 401', 401, 'Given nonce is already in use', 'nonce_invalid'],
  ['an unknown wallet by 401', 401, 'User not found', 'account_not_found'],
  ['another 400', 400, 'Invalid message', 'message_refused'],
  ['401', 401, 'Unauthorized', 'signature_rejected'],
  ['404', 404, 'User not found', 'account_not_found'],
  ['403', 403, 'Forbidden', 'upstream_key_rejected'],
] as const)('behavior: %s becomes an error code', async ([, status, message, code]) => {
  const { browser } = open()
  const body = { level: 'error', name: 'AuthBadRequestError', message }
  await hurt('/auth/login', { status, body })
  const answer = await browser.signIn({ account })
  expect(answer.json).toMatchObject({ code })
  expect(answer.text).not.toContain('AuthBadRequestError')
})

test('behavior: an empty 200 means that a code was sent, and does not sign in', async () => {
  const { browser, events } = open({}, { 'ada@example.com': 'someone' })
  await hurt('/auth/login', { status: 200, body: '' })
  expect((await browser.post('/otp/start', { identifier: 'ada@example.com' })).status).toBe(202)
  await hurt('/auth/otp/', { status: 200, body: '' })
  await expectToBeRefused(browser, events)
  // If all users get an empty answer, it reveals nothing about this user, so the failure may be reported.
  await hurt('/auth/otp/', { status: 200, body: '', times: 2 })
  expect((await browser.post('/otp/verify', { code: '123456' })).json).toMatchObject({
    code: 'upstream_invalid_answer',
  })
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

test.for([
  ['404', 404, {}],
  ['the former words', 400, { name: 'AuthBadRequestError', message: 'User not found' }],
] as const)(
  'security: a code for a user unknown to Bakkt, indicated by %s, looks sent',
  async ([, status, body]) => {
    const { browser } = open({}, { 'ada@example.com': 'someone' })
    await hurt('/auth/login', { status, body })
    const answer = await browser.post('/otp/start', { identifier: 'ada@example.com' })
    expect(answer.status).toBe(202)
    expect(answer.text).not.toContain('not found')
  },
)

test.for([
  ['in capitals', (id: string) => id.toUpperCase()],
  ['as null', () => null],
] as const)('behavior: an answer that repeats the user %s signs in', async ([, repeat]) => {
  const id = crypto.randomUUID()
  const { browser } = open({}, { 'ada@example.com': id })
  await hurt('/auth/login', { status: 204, body: '' })
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  await hurt('/auth/otp/', {
    status: 200,
    body: { bakkt_session_id: crypto.randomUUID(), user_uuid: repeat(id) },
  })
  expect((await browser.post('/otp/verify', { code: '123456' })).status).toBe(200)
})

test.for([
  ['120', '120'],
  ['Wed, 21 Oct 2015 07:28:00 GMT', '1'],
  ['999999999', '3600'],
  ['soon', '60'],
  [undefined, null],
] as const)(
  'behavior: a 503 with Retry-After %s tells the browser to wait %s s',
  async ([sent, told]) => {
    const { browser } = open()
    const headers = sent === undefined ? {} : { 'retry-after': sent }
    await hurt('/auth/login', { status: 503, body: '', headers })
    const answer = await browser.signIn({ account })
    expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_unavailable' }])
    expect(answer.headers.get('retry-after')).toBe(told)
  },
)

test('security: a code that signs in another user is refused', async () => {
  const { browser, events } = open({}, { 'ada@example.com': 'ada' })
  await hurt('/auth/login', { status: 200, body: '' })
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  await hurt('/auth/otp/', { status: 200, body: { bakkt_session_id: 'x', user_uuid: 'mallory' } })
  await expectToBeRefused(browser, events)
})

/** To the browser, a failure for one user looks like a wrong code. The event contains the actual reason. */
async function expectToBeRefused(
  browser: ReturnType<typeof open>['browser'],
  events: readonly unknown[],
) {
  const answer = await browser.post('/otp/verify', { code: '123456' })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'otp_invalid' }])
  expect(answer.headers.getSetCookie().join()).not.toContain('kit-session=')
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
  expect(events).toContainEqual(
    expect.objectContaining({ type: 'otp.delivery', code: 'upstream_invalid_answer' }),
  )
}

test('parameters: codeLength', async () => {
  await turn({ codeLength: 8 })
  const users: { email: string; user_uuid: string }[] = await control('GET', '/users')
  const ada = users.find(({ email }) => email === 'ada@example.com')?.user_uuid ?? expect.fail()
  const { browser } = open({ codeLength: 8 }, { 'ada@example.com': ada })
  const { json } = await browser.post('/otp/start', { identifier: 'ada@example.com' })
  expect(json).toMatchObject({ codeLength: 8 })
  const [mail] = await control('GET', '/inbox?to=ada@example.com')
  expect((await browser.post('/otp/verify', { code: mail.code })).status).toBe(200)
})

test.for(['today', 'predecessor'])(
  'behavior: a code and an unknown user, with the answers of %s',
  async (generation) => {
    await turn({ generation })
    const { upstream, browser } = open({}, { 'ada@example.com': 'nobody' })
    const { userId } = await upstream.createUser({ email: 'newcomer@example.com' })
    const known = open({}, { 'newcomer@example.com': userId }).browser
    const sent = await known.post('/otp/start', { identifier: 'newcomer@example.com' })
    expect(sent.status).toBe(202)
    const [mail] = await control('GET', '/inbox?to=newcomer@example.com')
    const answer = await known.post('/otp/verify', { code: mail.code })
    expect(answer.json).toMatchObject({ session: { method: 'email-otp', status: 'active' } })
    expect((await browser.post('/otp/start', { identifier: 'ada@example.com' })).status).toBe(202)
  },
)

test.for([400, 401])(
  'security: N-01 Bakkt’s refusal of a used nonce with %d is recognized',
  async (badRequestStatus) => {
    await turn({ badRequestStatus })
    const { upstream, browser } = open()
    const { message, signature, body } = await browser.sign({ account })
    const signed = { message, signature, address: body.address, chainId: 1, memo: null }
    await upstream.siwe?.verify(signed)
    await expect(upstream.siwe?.verify(signed)).rejects.toMatchObject({ code: 'nonce_invalid' })
  },
)

/** Starts a backend and records its events. */
function watch(options: Partial<AuthOptions> = {}, users: Record<string, string> = {}) {
  const events: AuthEvent[] = []
  const { upstream } = open()
  const auth = createAuth({
    upstream,
    origin,
    secret,
    otp: { resolveUser: async (email: string) => users[email], answerQuantumMs: 0 },
    onEvent: (event) => events.push(event),
    ...options,
  })
  return { upstream, auth, events, open: () => createBrowser(auth.handler) }
}

async function enter(browser: ReturnType<typeof createBrowser>, email: string) {
  await browser.post('/otp/start', { identifier: email })
  const [mail] = await control('GET', `/inbox?to=${email}`)
  return browser.post('/otp/verify', { code: mail.code })
}

test('parameters: domain and uri, if the app is registered under a name other than the page’s host', async () => {
  const { browser } = open({
    domain: 'registered.example',
    uri: 'https://registered.example/login',
  })
  const { json } = await browser.post('/siwe/challenge', {})
  expect(json.fields).toMatchObject({
    domain: 'registered.example',
    uri: 'https://registered.example/login',
  })
  const byDomain = open({ domain: 'registered.example' }).browser
  expect((await byDomain.post('/siwe/challenge', {})).json.fields).toMatchObject({
    uri: 'https://registered.example',
  })
  expect(() => open({ domain: 'https://registered.example' })).toThrow('without https://')
})

test('parameters: siwe.statement is the line that the wallet shows, and Bakkt receives it', async () => {
  const { open: openBrowser } = watch({ siwe: { statement: 'Sign in to Bakkt' } })
  const browser = openBrowser()
  const { message, body } = await browser.sign({ account })
  expect(message).toContain('\n\nSign in to Bakkt\n\n')
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const [login] = await control('GET', '/requests?upstream=bakkt')
  expect(login.body.message).toBe(message)
})

test('default: any wallet library, such as ethers, can sign in with the client of @kit/core', async () => {
  const { browser } = open()
  const client = createAuthClient({
    baseUrl: '',
    fetch: async (path, { method = 'GET', body } = {}) => {
      const { text, ...answer } = await browser.send(method, String(path), { body })
      return new Response(text, answer)
    },
  })
  const signer = {
    getAddress: async () => account.address,
    signMessage: (message: string) => account.signMessage({ message }),
  }
  const address = await signer.getAddress()
  const challenge = await client.createSiweChallenge({ address, chainId: 10 })
  const message = createSiweMessage(challenge, { address, chainId: 10 })
  const signature = await signer.signMessage(message)
  const { session } = await client.verifySiwe({ message, signature, address, chainId: 10 })
  expect(session).toMatchObject({ upstream: 'bakkt', address, chainId: 10 })
})

test('security: only the wallet in target_address signs in as its user', async () => {
  await turn({ strict: true })
  const { upstream, browser } = open()
  await upstream.createUser({ email: 'eve@example.com', target_address: account.address })
  const { json } = await browser.signIn()
  expect(json).toMatchObject({ code: 'account_not_found' })
  expect((await browser.signIn({ account })).status).toBe(200)
  expect((await browser.get('/upstream/user')).json).toMatchObject({ email: 'eve@example.com' })
})

test('security: a server call with a user id can only read, apart from creating a share token', async () => {
  const { upstream, auth } = open()
  const { userId } = await upstream.createUser({ email: 'eve@example.com' })
  expect((await auth.upstream.fetch('/user', { userId })).status).toBe(200)
  const path = '/user/kyc/applicant/share-token'
  expect((await auth.upstream.fetch(path, { userId, method: 'POST' })).status).toBe(200)
  for (const method of ['PATCH', 'POST', 'PUT', 'DELETE'])
    await expect(
      auth.upstream.fetch('/user', { userId, method, body: '{"email":"x@example.com"}' }),
    ).rejects.toMatchObject({ code: 'method_not_allowed' })
  const requests: { path: string; method: string }[] = await control(
    'GET',
    '/requests?upstream=bakkt',
  )
  expect(requests.some(({ method, path: to }) => method === 'PATCH' && to === '/user')).toBe(false)
})

test('behavior: a rule can allow everything below /merchant, which the server calls with only the key', async () => {
  const rule = { methods: ['GET'], path: '/merchant/*', auth: 'api-key' } as const
  const { upstream, open: openBrowser } = watch({ policy: [rule] })
  const browser = openBrowser()
  expect((await browser.get('/upstream/merchant/webhook-endpoints')).status).toBe(200)
  expect((await browser.get('/upstream/merchant/webhook-endpoints/1')).json).toMatchObject({
    uuid: '1',
  })
  for (const path of ['/merchant', '/merchantx', '/user'])
    expect((await browser.get(`/upstream${path}`)).status).toBe(404)
  expect((await browser.send('DELETE', '/upstream/merchant/webhook-endpoints/1')).status).toBe(405)
  expect((await upstream.fetch('/merchant/webhook-endpoints', { method: 'GET' })).status).toBe(200)
})

test('security: changing the email address ends all sessions of the user and emits an event', async () => {
  const { upstream } = open()
  const { userId } = await upstream.createUser({ email: 'eve@example.com' })
  const policy = [...upstream.proxy, changeUserRule]
  let offsetMs = 0
  const now = () => Date.now() + offsetMs
  const { events, open: openBrowser } = watch({ policy, now }, { 'eve@example.com': userId })
  const [here, there] = [openBrowser(), openBrowser()]
  await enter(there, 'eve@example.com')
  // Long enough to request another code.
  offsetMs = 120_000
  await enter(here, 'eve@example.com')
  const change = (body: object) => here.send('PATCH', '/upstream/user', { body })
  expect((await change({ phone: '1' })).status).toBe(204)
  expect((await there.get('/session')).json['session']).not.toBeNull()
  expect((await change({ email: 'new@example.com' })).status).toBe(204)
  for (const browser of [here, there])
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  expect(events.filter(({ type }) => type === 'session.end')).toMatchObject([
    { outcome: 'success', upstream: 'bakkt', subject: expect.any(String) },
  ])
  expect(JSON.stringify(events)).not.toContain('example.com')
})

test.for([
  [{ contact: { email: 'new@example.com' } }, true],
  [{ profile: { contacts: [{ Email_Address: 'new@example.com' }] } }, true],
  [[{ op: 'replace', path: '/email', value: 'new@example.com' }], true],
  [[{ op: 'move', from: '/email', path: '/phone' }], true],
  [{ wallet: { target_address: '0x00' } }, true],
  [{ phone: '1', name: { first: 'Eve' } }, false],
  [[{ op: 'replace', path: '/phone', value: 'mail' }], false],
  ['email', false],
] as const)(
  'security: E-46 whether the body %j changes what the user signs in with: %s',
  ([body, isChange]) => {
    const { upstream } = open()
    expect(upstream.endsSessions?.({ method: 'PATCH', path: '/user', body })).toBe(isChange)
  },
)

test('security: changing the email address in the app’s server code also ends all sessions', async () => {
  const { upstream } = open()
  const { userId } = await upstream.createUser({ email: 'eve@example.com' })
  const { auth, events, open: openBrowser } = watch({}, { 'eve@example.com': userId })
  const browser = openBrowser()
  await enter(browser, 'eve@example.com')
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const headers = new Headers({ cookie })
  const change = (body: unknown) =>
    auth.fetch({ headers }, '/user?from=profile', { method: 'PATCH', body: JSON.stringify(body) })
  expect((await change({ phone: '1' })).status).toBe(204)
  await hurt('/user', { status: 400, body: { message: 'No.' } })
  expect((await change({ email: 'new@example.com' })).status).toBe(400)
  expect((await browser.get('/session')).json['session']).not.toBeNull()
  expect((await change({ email: 'new@example.com' })).status).toBe(204)
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
  await expect(change({ email: 'new@example.com' })).rejects.toMatchObject({
    code: 'session_expired',
  })
  expect(events.filter(({ type }) => type === 'session.end')).toMatchObject([
    { outcome: 'success', upstream: 'bakkt', subject: expect.any(String) },
  ])
})

test.for([400, 409, 500])(
  'behavior: a general failure (%d) after several codes is reported as a rate limit, not as an outage',
  async (status) => {
    const { upstream } = open()
    const { userId } = await upstream.createUser({ email: 'eve@example.com' })
    const request = { challengeId: '1', identifier: 'eve@example.com' }
    const fail = async () => {
      await hurt('/auth/login', { status, body: { message: 'Something went wrong.' } })
      return upstream.otp?.start(userId, request).catch(({ code }) => code)
    }
    const first = status === 500 ? 'upstream_unavailable' : 'upstream_invalid_answer'
    expect(await fail()).toBe(first)
    await upstream.otp?.start(userId, request)
    expect(await fail()).toBe('upstream_rate_limited')
    const { userId: other } = await upstream.createUser({ email: 'bob@example.com' })
    await hurt('/auth/login', { status, body: { message: 'Something went wrong.' } })
    const failure = upstream.otp?.start(other, request)
    await expect(failure).rejects.toMatchObject({ code: first })
  },
)

test('behavior: in the events, a code for a user unknown to Bakkt is a failure', async () => {
  const users = { 'gone@example.com': crypto.randomUUID() }
  const { events, open: openBrowser } = watch({}, users)
  for (const identifier of ['gone@example.com', 'nobody@example.com'])
    expect((await openBrowser().post('/otp/start', { identifier })).status).toBe(202)
  expect(events).toMatchObject([
    { type: 'otp.start', outcome: 'failure', code: 'account_not_found', status: 202 },
    { type: 'otp.start', outcome: 'failure', code: 'account_not_found', status: 202 },
  ])
})

test('behavior: an event contains Bakkt’s message without anything that identifies a user or grants access', async () => {
  const message =
    'Signer 0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266 of ada@example.com is not target_address, code 123456, key sandbox-api-key, session 5f2b8c1d9e0a4f7b8c1d9e0a4f7b8c1d'
  await hurt('/auth/login', { status: 401, body: { message, user_uuid: 'a-uuid' } })
  const { events, open: openBrowser } = watch()
  const answer = await openBrowser().signIn({ account })
  expect(answer.text).not.toContain('target_address')
  expect(events.at(-1)).toMatchObject({ code: 'signature_rejected', upstreamStatus: 401 })
  // The message contains the app's key, which no pattern matches, so no part of the message is included.
  expect(events.at(-1)).not.toHaveProperty('upstreamWords')
  await hurt('/auth/login', {
    status: 401,
    body: { message: message.replace(', key sandbox-api-key', '') },
  })
  await openBrowser().signIn({ account })
  expect(events.at(-1)?.upstreamWords).toBe(
    'Signer [hex] of [email] is not target_address, code [code], session [token]',
  )
})
