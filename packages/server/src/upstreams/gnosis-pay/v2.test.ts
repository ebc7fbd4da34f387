import { createSandbox } from '@kit/sandbox'
import { decodeJwt } from 'jose'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret, signChallenge } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import type { Json } from '../Upstream.ts'
import { gnosisPay, type V2Options } from './index.ts'

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
const turn = (knobs: object) => control('POST', '/knobs', { upstream: 'gnosis-pay', ...knobs })
const hurt = (path: string, fault: object) =>
  control('POST', '/faults', { upstream: 'gnosis-pay', path, times: 1, ...fault })
const requests = async (): Promise<{ path: string; body: unknown }[]> =>
  control('GET', '/requests?upstream=gnosis-pay')

const account = privateKeyToAccount(generatePrivateKey())
const register = () => turn({ registered: [account.address] })

const create = (options: Partial<V2Options> = {}) =>
  gnosisPay({ baseUrl: `${sandbox.url}/gnosis-pay`, appName: 'Demo', ...options })

function open(options: Partial<V2Options> = {}, pageOrigin = origin) {
  const auth = createAuth({ upstream: create(options), origin: pageOrigin, secret })
  return createBrowser(auth.handler, { origin: pageOrigin })
}

const ask = (browser: ReturnType<typeof open>, address: string = account.address) =>
  browser.post('/siwe/challenge', { address, chainId: 1 })

async function enter(browser: ReturnType<typeof open>) {
  const { json } = await ask(browser)
  const { body } = await signChallenge(json, { account })
  return browser.post('/siwe/verify', body)
}

/** Returns the login from `verify`, which browsers never get. */
async function logIn(upstream: ReturnType<typeof create>) {
  const { address } = account
  const challenge = await upstream.siwe?.createChallenge?.({
    address,
    chainId: 1,
    domain: 'app.example.com',
  })
  if (challenge === undefined || !('message' in challenge)) throw new Error('No message.')
  const { message } = challenge
  const signature = await account.signMessage({ message })
  const signed = { message, signature, address, chainId: 1, memo: null }
  return (await upstream.siwe?.verify(signed)) ?? expect.fail('No SIWE.')
}

function readPair(credential: Json | undefined) {
  const { accessToken, refreshToken } = Object(credential)
  return { accessToken: String(accessToken), refreshToken: String(refreshToken) }
}

test('default: the upstream’s message is signed unchanged, whatever chain it names', async () => {
  await register()
  const browser = open()
  const { json } = await ask(browser)
  expect(json).toMatchObject({
    format: 'text',
    message: expect.stringMatching(
      /^app\.example\.com wants you to sign in with your Ethereum account:\n0x\w{40}\n\nSign in to Demo\.\n\nURI: https:\/\/app\.example\.com\nVersion: 1\nChain ID: 42220\n/,
    ),
  })
  const { body } = await signChallenge(json, { account })
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.json).toMatchObject({
    session: { upstream: 'gnosis-pay', address: account.address, status: 'active' },
  })
  expect((await browser.get('/upstream/user')).json).toMatchObject({ address: account.address })
  const posted = (await requests()).find(({ path }) => path === '/auth/siwe')
  const { address, signature, message } = body
  expect(posted?.body).toEqual({ address, signature, message })
})

test('parameters: domain, uri and appName are sent to the upstream, in both environments', async () => {
  await turn({ allowedDomains: ['registered.example'] })
  const options = {
    domain: 'registered.example',
    uri: 'https://registered.example/login',
    appName: 'Café',
  }
  const { json } = await ask(open(options))
  expect(json['message']).toContain('registered.example wants you')
  expect(json['message']).toContain('URI: https://registered.example/login\n')
  expect(json['message']).toContain('Sign in to Café.')
  const calls: string[] = []
  const send = async (input: unknown) => {
    calls.push(String(input))
    return new Response('', { status: 500 })
  }
  for (const environment of ['production', 'sandbox'] as const)
    await gnosisPay({ environment, fetch: send as never })
      .siwe?.createChallenge?.({ address: account.address, chainId: 1, domain: 'app.example.com' })
      .catch(() => undefined)
  expect(calls.map((url) => url.split('/auth/')[0])).toEqual([
    'https://core.prod.gnosispay.com/user-api',
    'https://core.sandbox.gnosispay.in/user-api',
  ])
  expect(() => gnosisPay({ sessionLifetimeSeconds: 3600 } as never)).toThrow("dialect: 'v1'")
})

test('behavior: an unregistered domain is refused, and so is a page on this machine without a domain', async () => {
  const answer = await ask(open({ domain: 'other.example' }))
  expect(answer.json).toMatchObject({ code: 'upstream_domain_not_allowed' })
  const local = await ask(open({}, 'http://localhost:3000'))
  expect(local.json).toMatchObject({ code: 'upstream_domain_not_allowed' })
  expect((await requests()).length).toBe(1)
  expect((await ask(open({ domain: 'app.example.com' }, 'http://localhost:3000'))).status).toBe(200)
})

test('behavior: no challenge can be fetched without an address', async () => {
  const { json } = await open().post('/siwe/challenge', {})
  expect(json).toMatchObject({ code: 'invalid_request' })
})

test.for([
  ['another domain', (text: string) => text.replace('app.example.com wants', 'evil.example wants')],
  ['another account', (text: string) => text.replace(/0x\w{40}/, `0x${'11'.repeat(20)}`)],
  ['another URI', (text: string) => text.replace('URI: https://app', 'URI: https://evil')],
  ['no URI', (text: string) => text.replace(/URI: .*\n/, '')],
  ['an end without a time zone', (text: string) => `${text}\nExpiration Time: 2099-01-01T00:00:00`],
  ['an end that has passed', (text: string) => `${text}\nExpiration Time: 2001-01-01T00:00:00Z`],
  ['an invalid end', (text: string) => `${text}\nExpiration Time: soon`],
  ['nothing', () => ''],
] as const)('security: a message with %s never reaches the wallet', async ([, change]) => {
  const browser = open()
  const { json } = await ask(browser)
  const message = change(String(json['message']))
  await hurt(`/auth/siwe/${account.address}`, { status: 200, body: { message } })
  const answer = await ask(browser)
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
})

test.for([
  [400, {}, 'signature_rejected'],
  [401, {}, 'signature_rejected'],
  [401, { code: 'NONCE_EXPIRED' }, 'nonce_invalid'],
  [403, { error: { code: 'DOMAIN_NOT_WHITELISTED' } }, 'upstream_domain_not_allowed'],
  [403, '<html>WAFForbidden</html>', 'upstream_blocked'],
  [500, {}, 'upstream_unavailable'],
  [200, { accessToken: 'a.b.c' }, 'upstream_invalid_answer'],
] as const)(
  'behavior: the answer %i %o to a signed message becomes %s',
  async ([status, body, code]) => {
    await hurt('/auth/siwe', { status, body })
    const browser = open()
    expect((await enter(browser)).json).toMatchObject({ code })
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  },
)

test('default: a renewal replaces both tokens; using a refresh token twice revokes all of them', async () => {
  await register()
  const upstream = create()
  const { credential, expiresAt } = await logIn(upstream)
  expect(expiresAt).toBeGreaterThan(Date.now() + 14 * 60_000)
  expect(expiresAt).toBeLessThan(Date.now() + 16 * 60_000)
  const renewed = await upstream.renew?.(credential)
  const [first, second] = [readPair(credential), readPair(renewed?.credential)]
  expect(second.accessToken).not.toBe(first.accessToken)
  expect(second.refreshToken).not.toBe(first.refreshToken)
  expect(renewed?.expiresAt).toBeGreaterThan(Date.now())
  await expect(upstream.renew?.(credential)).rejects.toMatchObject({ code: 'session_expired' })
  // The reuse has also revoked the newer token.
  await expect(upstream.renew?.(renewed?.credential ?? null)).rejects.toMatchObject({
    code: 'session_expired',
  })
})

test('behavior: a refresh token is valid for seven days', async () => {
  const upstream = create()
  const { credential } = await logIn(upstream)
  await control('POST', '/clock', { offsetMs: 6 * 86_400_000 })
  const renewed = await upstream.renew?.(credential)
  await control('POST', '/clock', { offsetMs: 14 * 86_400_000 })
  await expect(upstream.renew?.(renewed?.credential ?? null)).rejects.toMatchObject({
    code: 'session_expired',
  })
})

test.for([
  [429, 'upstream_rate_limited'],
  [500, 'upstream_unavailable'],
] as const)('behavior: the answer %i to a renewal becomes %s', async ([status, code]) => {
  const upstream = create()
  const { credential } = await logIn(upstream)
  await hurt('/auth/refresh', { status, body: {} })
  await expect(upstream.renew?.(credential)).rejects.toMatchObject({ code })
})

test('behavior: signing out revokes the refresh token, and can be repeated', async () => {
  const upstream = create()
  const { credential } = await logIn(upstream)
  await upstream.signOut?.(credential)
  await expect(upstream.renew?.(credential)).rejects.toMatchObject({ code: 'session_expired' })
  await upstream.signOut?.(credential)
})

test('default: a wallet without an account signs in, and signs up through the route', async () => {
  const browser = open()
  expect((await enter(browser)).json).toMatchObject({
    session: { status: 'registration-required' },
  })
  const read = await browser.get('/upstream/user')
  expect([read.status, read.json]).toMatchObject([403, { code: 'registration_required' }])
  const email = 'ada@example.com'
  expect((await browser.post('/upstream/email-verification', { email })).status).toBe(200)
  const wrong = await browser.post('/upstream/user', { email, otp: '00000x' })
  expect(wrong.json).toMatchObject({ code: 'otp_invalid' })
  const [mail] = await control('GET', `/inbox?to=${email}`)
  const done = await browser.post('/upstream/user', { email, otp: mail.code })
  expect([done.status, done.json]).toEqual([201, { userId: expect.any(String) }])
  expect((await browser.get('/upstream/user')).json).toMatchObject({ email })
  expect((await browser.get('/session')).json).toMatchObject({ session: { status: 'pending' } })
  const again = await browser.post('/upstream/user', { email, otp: mail.code })
  expect(again.json).toMatchObject({ code: 'registration_conflict' })
})

test('default: a sign-up by the server keeps the refresh token of the sign-in', async () => {
  const upstream = create()
  const { credential } = await logIn(upstream)
  const email = 'eve@example.com'
  await upstream.sendSignUpCode(email, credential)
  const [mail] = await control('GET', `/inbox?to=${email}`)
  const login = await upstream.signUp(credential, { email, otp: mail.code })
  expect(login.userId).not.toBe(account.address)
  const pair = readPair(login.credential)
  expect(pair.refreshToken).toBe(readPair(credential).refreshToken)
  expect(decodeJwt(pair.accessToken)['userId']).toBe(login.userId)
})

test.for([
  ['completed', 'active'],
  ['action_accept_tos', 'pending'],
  ['rejected', 'pending'],
  ['a_status_to_come', 'pending'],
] as const)(
  'behavior: a user whose onboarding is %s has the status %s',
  async ([onboardingStatus, status]) => {
    await register()
    await turn({ onboardingStatus })
    expect((await enter(open())).json).toMatchObject({ session: { status } })
  },
)

test('security: no answer contains a token', async () => {
  await register()
  const browser = open()
  const answers = [
    await enter(browser),
    await browser.get('/session'),
    await browser.get('/upstream/user'),
  ]
  for (const { text } of answers) expect(text).not.toMatch(/eyJ|[0-9a-f]{64}/)
})

test('behavior: if a new token has already expired by this server’s clock, it is renewed only after a refusal', async () => {
  await register()
  const now = () => Date.now() + 20 * 60_000
  const auth = createAuth({ upstream: create({ now }), origin, secret, now })
  const browser = createBrowser(auth.handler)
  expect((await enter(browser)).status).toBe(200)
  for (let reads = 0; reads < 3; reads += 1)
    expect((await browser.get('/upstream/user')).status).toBe(200)
  const renewals = async () => (await requests()).filter(({ path }) => path === '/auth/refresh')
  expect(await renewals()).toEqual([])
  await control('POST', '/clock', { offsetMs: 16 * 60_000 })
  expect((await browser.get('/upstream/user')).status).toBe(200)
  expect(await renewals()).toHaveLength(1)
})
