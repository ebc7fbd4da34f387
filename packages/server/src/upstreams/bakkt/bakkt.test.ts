import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { bakkt } from './index.ts'

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
  const auth = createAuth({ upstream, origin, secret, otp })
  return { upstream, auth, browser: createBrowser(auth.handler) }
}

const account = privateKeyToAccount(generatePrivateKey())

test('default: a user that was created signs in by e-mail', async () => {
  const { upstream } = open()
  const { userId, status } = await upstream.createUser({ email: 'eve@example.com' })
  expect(status).toEqual(expect.any(String))
  const { browser } = open({}, { 'eve@example.com': userId })
  expect((await browser.post('/otp/start', { identifier: 'eve@example.com' })).status).toBe(202)
  const [mail] = await control('GET', '/inbox?to=eve@example.com')
  const answer = await browser.post('/otp/verify', { code: mail.code })
  expect(answer.json).toMatchObject({ session: { method: 'email-otp', upstream: 'bakkt' } })
})

test('behavior: a user that exists already is a conflict, a refused key is ours', async () => {
  const { upstream } = open()
  await upstream.createUser({ email: 'eve@example.com' })
  await expect(upstream.createUser({ email: 'eve@example.com' })).rejects.toMatchObject({
    code: 'registration_conflict',
  })
  await expect(open({ apiKey: 'wrong' }).upstream.createUser({ email: 'x' })).rejects.toMatchObject(
    { code: 'upstream_key_rejected' },
  )
})

test('parameters: messageLifetimeSeconds, by default two minutes less than Bakkt’s four hours', async () => {
  for (const [options, seconds] of [
    [{}, 4 * 3600 - 120],
    [{ messageLifetimeSeconds: 600 }, 600],
  ] as const) {
    const { json } = await open(options).browser.post('/siwe/challenge', {})
    const { issuedAt, expirationTime } = json.fields as Record<string, string>
    expect(Date.parse(expirationTime ?? '') - Date.parse(issuedAt ?? '')).toBe(seconds * 1000)
  }
})

test('behavior: a longer life than Bakkt allows is refused by it', async () => {
  const { browser } = open({ messageLifetimeSeconds: 5 * 3600 })
  expect((await browser.signIn({ account })).json).toMatchObject({ code: 'signature_rejected' })
})

test('security: the key goes unchanged, without Bearer, and a user’s session in its own header', async () => {
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
  // Bakkt's own hosts cannot be reached from a test: where the call would go is what counts.
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
  ['a used nonce, in the words of before', 400, 'Given nonce is already in use', 'nonce_invalid'],
  ['an unknown wallet, in the words of before', 400, 'User not found', 'account_not_found'],
  ['a used nonce by 401', 401, 'Given nonce is already in use', 'nonce_invalid'],
  ['an unknown wallet by 401', 401, 'User not found', 'account_not_found'],
  ['another 400', 400, 'Invalid message', 'message_refused'],
  ['401', 401, 'Unauthorized', 'signature_rejected'],
  ['404', 404, 'User not found', 'account_not_found'],
  ['403', 403, 'Forbidden', 'upstream_key_rejected'],
] as const)('behavior: %s becomes a typed code', async ([, status, message, code]) => {
  const { browser } = open()
  const body = { level: 'error', name: 'AuthBadRequestError', message }
  await hurt('/auth/login', { status, body })
  const answer = await browser.signIn({ account })
  expect(answer.json).toMatchObject({ code })
  expect(answer.text).not.toContain('AuthBadRequestError')
})

test('behavior: an empty 200 is how a sent code is answered, and no way to be signed in', async () => {
  const { browser } = open({}, { 'ada@example.com': 'someone' })
  await hurt('/auth/login', { status: 200, body: '' })
  expect((await browser.post('/otp/start', { identifier: 'ada@example.com' })).status).toBe(202)
  await hurt('/auth/otp/', { status: 200, body: '' })
  expect((await browser.post('/otp/verify', { code: '123456' })).json).toMatchObject({
    code: 'upstream_invalid_answer',
  })
})

test.for([
  ['404', 404, {}],
  ['the words of before', 400, { name: 'AuthBadRequestError', message: 'User not found' }],
] as const)(
  'security: a code for a user whom Bakkt does not know, said by %s, looks sent',
  async ([, status, body]) => {
    const { browser } = open({}, { 'ada@example.com': 'someone' })
    await hurt('/auth/login', { status, body })
    const answer = await browser.post('/otp/start', { identifier: 'ada@example.com' })
    expect(answer.status).toBe(202)
    expect(answer.text).not.toContain('not found')
  },
)

test('security: a code that signs in somebody else is refused', async () => {
  const { browser } = open({}, { 'ada@example.com': 'ada' })
  await hurt('/auth/login', { status: 200, body: '' })
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  await hurt('/auth/otp/', { status: 200, body: { bakkt_session_id: 'x', user_uuid: 'mallory' } })
  expect((await browser.post('/otp/verify', { code: '123456' })).json).toMatchObject({
    code: 'upstream_invalid_answer',
  })
})

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
  'behavior: a code, and an unknown user, as answered by %s',
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
  'security: N-01 Bakkt’s own refusal of a used nonce, by %d',
  async (badRequestStatus) => {
    await turn({ badRequestStatus })
    const { upstream, browser } = open()
    const { message, signature, body } = await browser.sign({ account })
    const signed = { message, signature, address: body.address, chainId: 1, memo: null }
    await upstream.siwe?.verify(signed)
    await expect(upstream.siwe?.verify(signed)).rejects.toMatchObject({ code: 'nonce_invalid' })
  },
)
