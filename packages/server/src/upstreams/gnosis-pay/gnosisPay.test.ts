import { createSiweMessage } from '@kit/core'
import { createSandbox } from '@kit/sandbox'
import { createContractAccount, startAnvil } from '@kit/testing'
import { UnsecuredJWT } from 'jose'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret, signChallenge } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { type GnosisPay, gnosisPay, type V1Options } from './index.ts'

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

function open(options: Partial<V1Options> = {}, pageOrigin = origin) {
  const upstream = gnosisPay({
    dialect: 'v1',
    baseUrl: `${sandbox.url}/gnosis-pay`,
    ...options,
  })
  const auth = createAuth({ upstream, origin: pageOrigin, secret })
  return { upstream, auth, browser: createBrowser(auth.handler, { origin: pageOrigin }) }
}

const account = privateKeyToAccount(generatePrivateKey())
const email = 'ada@example.com'
const turn = (knobs: object) => control('POST', '/knobs', { upstream: 'gnosis-pay', ...knobs })
const register = () => turn({ registered: [account.address] })
const hurt = (path: string, fault: object) =>
  control('POST', '/faults', { upstream: 'gnosis-pay', path, times: 1, ...fault })

/** Returns the login from `verify`, which browsers never get. */
async function logIn(upstream: GnosisPay) {
  const { siwe } = upstream
  const challenge = await siwe?.createChallenge?.({
    address: undefined,
    chainId: undefined,
    domain: 'app.example.com',
  })
  if (siwe === undefined || challenge === undefined || !('nonce' in challenge))
    throw new Error('The upstream gave no nonce.')
  const { address } = account
  const message = createSiweMessage({
    domain: 'app.example.com',
    address,
    uri: origin,
    version: '1',
    chainId: 100,
    nonce: challenge.nonce,
    issuedAt: new Date().toISOString(),
  })
  const signature = await account.signMessage({ message })
  return siwe.verify({ message, signature, address, chainId: 100, memo: null })
}

async function readCode(): Promise<string> {
  const [mail] = await control('GET', `/inbox?to=${email}`)
  return mail.code
}

test('default: a wallet with an account signs in, and the session ends with the token', async () => {
  await register()
  const { browser } = open()
  const { json } = await browser.signIn({ account })
  expect(json).toMatchObject({ session: { upstream: 'gnosis-pay', status: 'active' } })
  const { session } = json as unknown as { session: { authenticatedAt: string; expiresAt: string } }
  const lifetimeMs = Date.parse(session.expiresAt) - Date.parse(session.authenticatedAt)
  expect(Math.abs(lifetimeMs - 3_600_000)).toBeLessThan(60_000)
  for (const path of ['user', 'account-balances', 'cards'])
    expect((await browser.get(`/upstream/api/v1/${path}`)).status).toBe(200)
})

test('default: sign-out drops the token without calling the upstream', async () => {
  await register()
  const { browser } = open()
  await browser.signIn({ account })
  const before = await control('GET', '/requests?upstream=gnosis-pay')
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  expect(await control('GET', '/requests?upstream=gnosis-pay')).toEqual(before)
  expect((await browser.get('/upstream/api/v1/user')).json).toMatchObject({
    code: 'session_missing',
  })
})

test('behavior: a wallet without an account is signed in and identified by its address', async () => {
  const { upstream, browser } = open()
  expect((await browser.signIn({ account })).json).toMatchObject({
    session: { status: 'registration-required', address: account.address },
  })
  expect(await logIn(upstream)).toMatchObject({
    userId: account.address,
    status: 'registration-required',
  })
})

test('behavior: a call that needs an account says so, and the session stays', async () => {
  const { browser } = open()
  await browser.signIn({ account })
  const answer = await browser.get('/upstream/api/v1/user')
  expect([answer.status, answer.json]).toMatchObject([403, { code: 'registration_required' }])
  expect((await browser.get('/session')).json).toMatchObject({
    session: { status: 'registration-required' },
  })
})

test('behavior: a token that the upstream has revoked ends the session', async () => {
  await register()
  const { browser } = open()
  await browser.signIn({ account })
  await control('POST', '/clock', { offsetMs: 3_601_000 })
  const answer = await browser.get('/upstream/api/v1/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

test('behavior: an expired token of a wallet without an account also ends the session', async () => {
  const { browser } = open({ now: () => Date.now() + 3_601_000 })
  await browser.signIn({ account })
  const answer = await browser.get('/upstream/api/v1/user')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
})

test('default: after a sign-up, the next sign-in is active', async () => {
  const { upstream, browser } = open()
  const { credential } = await logIn(upstream)
  await upstream.sendSignUpCode(email)
  const wrong = upstream.signUp(credential, { email, otp: 'wrong' })
  await expect(wrong).rejects.toMatchObject({ code: 'otp_invalid' })
  const details = { email, otp: await readCode(), partnerId: 'partner-1' }
  const login = await upstream.signUp(credential, details)
  expect(login).toMatchObject({ status: 'active', expiresAt: expect.any(Number) })
  expect(login.credential).not.toBe(credential)
  expect(login.userId).not.toBe(account.address)
  await browser.signIn({ account })
  expect((await browser.get('/session')).json).toMatchObject({ session: { status: 'active' } })
  expect((await browser.get('/upstream/api/v1/user')).json).toMatchObject({
    id: login.userId,
    email,
  })
})

test('default: after a sign-up through the browser, the session continues with the new token', async () => {
  const { browser } = open()
  await browser.signIn({ account })
  const sent = await browser.post('/upstream/api/v1/auth/signup/otp', { email })
  expect(sent.status, sent.text).toBe(200)
  const signUp = (otp: string) =>
    browser.post('/upstream/api/v1/auth/signup', { authEmail: email, otp })
  expect((await signUp('wrong')).status).toBe(401)
  expect((await browser.get('/session')).json).toMatchObject({
    session: { status: 'registration-required' },
  })
  const answer = await signUp(await readCode())
  expect(answer.status, answer.text).toBe(201)
  expect(answer.text).not.toContain('eyJ')
  expect((await browser.get('/session')).json).toMatchObject({
    session: { status: 'active', address: account.address },
  })
  expect((await browser.get('/upstream/api/v1/user')).json).toMatchObject({ email })
})

test('security: a sign-up without a token in its answer does not change the session', async () => {
  const { browser } = open()
  await browser.signIn({ account })
  await hurt('/api/v1/auth/signup', { status: 201, body: { id: 'one', hasSignedUp: true } })
  const answer = await browser.post('/upstream/api/v1/auth/signup', { authEmail: email })
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
  expect((await browser.get('/session')).json).toMatchObject({
    session: { status: 'registration-required' },
  })
})

test('behavior: a wallet or an email address that is registered is a conflict', async () => {
  const { upstream } = open()
  const { credential } = await logIn(upstream)
  await register()
  const again = upstream.signUp(credential, { email })
  await expect(again).rejects.toMatchObject({ code: 'registration_conflict' })
})

test('behavior: an expired sign-up code is refused', async () => {
  const { upstream } = open()
  const { credential } = await logIn(upstream)
  await upstream.sendSignUpCode(email)
  await control('POST', '/clock', { offsetMs: 601_000 })
  const late = upstream.signUp(credential, { email, otp: await readCode() })
  await expect(late).rejects.toMatchObject({ code: 'otp_invalid' })
})

test('behavior: a sign-up with an expired token is not reported as a wrong code', async () => {
  const { upstream } = open()
  const { credential } = await logIn(upstream)
  await upstream.sendSignUpCode(email)
  await control('POST', '/clock', { offsetMs: 3_601_000 })
  const late = upstream.signUp(credential, { email, otp: await readCode() })
  await expect(late).rejects.toMatchObject({ code: 'session_expired' })
})

test('behavior: an unknown partner and an invalid email address are configuration errors', async () => {
  const { upstream } = open()
  const { credential } = await logIn(upstream)
  const unknown = upstream.signUp(credential, { email, partnerId: 'nobody' })
  await expect(unknown).rejects.toMatchObject({ code: 'invalid_request' })
  await expect(upstream.sendSignUpCode('nobody')).rejects.toMatchObject({ code: 'invalid_request' })
})

test('security: members that a browser adds to the details are not sent to the upstream', async () => {
  const { upstream } = open()
  const { credential } = await logIn(upstream)
  await upstream.sendSignUpCode(email)
  const details = { email, otp: await readCode(), authEmail: 'eve@example.com', admin: true }
  await upstream.signUp(credential, details)
  const requests = await control('GET', '/requests?upstream=gnosis-pay')
  const { body } = requests.find(({ path }: { path: string }) => path === '/api/v1/auth/signup')
  expect(body).toEqual({ authEmail: email, otp: details.otp })
})

test('parameters: domain can differ from the host of a page on this machine', async () => {
  await register()
  const page = 'http://localhost:3000'
  const { browser } = open({ domain: 'app.example.com' }, page)
  const { json } = await browser.post('/siwe/challenge', {})
  expect(json.fields).toMatchObject({ domain: 'app.example.com', uri: 'https://app.example.com' })
  expect((await browser.signIn({ account })).status).toBe(200)
})

test('parameters: uri can be set in addition to the domain', async () => {
  const { browser } = open({ domain: 'app.example.com', uri: 'https://app.example.com/login' })
  const { json } = await browser.post('/siwe/challenge', {})
  expect(json.fields).toMatchObject({ uri: 'https://app.example.com/login' })
  expect((await browser.signIn()).status).toBe(200)
})

test.for(['https://app.example.com', 'app.example.com/', 'a@app.example.com', ''])(
  'parameters: domain "%s" is refused immediately',
  (domain) => {
    expect(() => gnosisPay({ domain })).toThrow('write it like app.example.com')
  },
)

test.for([0, 3599, 86_401, Number.NaN])(
  'parameters: sessionLifetimeSeconds %d is refused immediately',
  (sessionLifetimeSeconds) => {
    expect(() => gnosisPay({ dialect: 'v1', sessionLifetimeSeconds })).toThrow(
      'between 3600 and 86400',
    )
  },
)

test('parameters: sessionLifetimeSeconds is requested from the upstream', async () => {
  const { upstream } = open({ sessionLifetimeSeconds: 86_400 })
  const { expiresAt = 0 } = await logIn(upstream)
  expect(Math.abs(expiresAt - Date.now() - 86_400_000)).toBeLessThan(60_000)
})

test('behavior: for a page on this machine without a domain, neither the wallet nor the upstream is called', async () => {
  const { browser } = open({}, 'http://localhost:3000')
  const { json } = await browser.post('/siwe/challenge', {})
  expect(json).toMatchObject({ code: 'upstream_domain_not_allowed' })
  expect(await control('GET', '/requests?upstream=gnosis-pay')).toEqual([])
})

test('security: U-07 a 403 for the domain and a 403 of the firewall are distinguished', async () => {
  const unknown = open({ domain: 'unknown.example.com' })
  expect((await unknown.browser.signIn()).json).toMatchObject({
    code: 'upstream_domain_not_allowed',
  })
  const local = open({ domain: 'localhost:3000' }, 'http://localhost:3000')
  expect((await local.browser.signIn()).json).toMatchObject({ code: 'upstream_blocked' })
  await turn({ firewall: false })
  expect((await local.browser.signIn()).json).toMatchObject({ code: 'upstream_domain_not_allowed' })
  await turn({ allowedDomains: ['localhost:3000'] })
  expect((await local.browser.signIn()).status).toBe(200)
})

test('security: N-01 a nonce can be used only once', async () => {
  const { browser } = open()
  const { body } = await browser.sign()
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
})

test('security: N-01 the upstream refuses a used nonce', async () => {
  const { browser } = open()
  await turn({ nonceLifetimeSeconds: 0 })
  const answer = await browser.signIn()
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
})

test('behavior: the upstream refuses an expired message', async () => {
  await turn({ nonceLifetimeSeconds: 3600 })
  const { browser } = open()
  const { body } = await browser.sign()
  await control('POST', '/clock', { offsetMs: 601_000 })
  const answer = await browser.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'siwe_expired' }])
})

test.for(['error', 'message', 'nested', 'text'])(
  'security: an error in the form %s is recognized, and its text stays on the server',
  async (errorShape) => {
    await turn({ errorShape })
    const { upstream, browser } = open()
    const { body } = await browser.sign()
    const forged = { ...body, signature: `0x${'1b'.repeat(65)}` }
    const wrong = await browser.post('/siwe/verify', forged)
    expect([wrong.status, wrong.json]).toMatchObject([401, { code: 'signature_rejected' }])
    expect(wrong.text).not.toContain('Invalid signature')
    const unknown = open({ domain: 'unknown.example.com' })
    expect((await unknown.browser.signIn()).json).toMatchObject({
      code: 'upstream_domain_not_allowed',
    })
    const { credential } = await logIn(upstream)
    await expect(upstream.signUp(credential, { email, otp: '0' })).rejects.toMatchObject({
      code: 'otp_invalid',
    })
  },
)

test.for([
  [400, {}, 401, 'message_refused'],
  [401, {}, 401, 'signature_rejected'],
  [401, '', 401, 'signature_rejected'],
  [403, 'WAFForbidden', 502, 'upstream_blocked'],
  [403, '<html>domain</html>', 502, 'upstream_blocked'],
  [404, {}, 404, 'account_not_found'],
  [409, {}, 502, 'upstream_invalid_answer'],
  [422, {}, 401, 'message_refused'],
  [429, {}, 429, 'upstream_rate_limited'],
  [500, { error: 'x' }, 502, 'upstream_unavailable'],
  [302, {}, 502, 'upstream_unavailable'],
  [200, '', 502, 'upstream_invalid_answer'],
  [200, {}, 502, 'upstream_invalid_answer'],
  [200, { token: '' }, 502, 'upstream_invalid_answer'],
  [200, { token: 'no-jwt' }, 502, 'upstream_invalid_answer'],
  [200, { token: 'a.b.c' }, 502, 'upstream_invalid_answer'],
  [200, '<html></html>', 502, 'upstream_blocked'],
] as const)(
  'security: the answer %d %j to the challenge becomes %d %s',
  async ([sent, body, status, code]) => {
    const headers = sent === 302 ? { location: 'https://evil.example/' } : {}
    await hurt('/api/v1/auth/challenge', { status: sent, body, headers })
    const { browser } = open()
    const answer = await browser.signIn()
    expect([answer.status, answer.json]).toMatchObject([status, { code }])
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  },
)

test.for([
  [401, 'upstream_unavailable'],
  [403, 'upstream_blocked'],
  [429, 'upstream_rate_limited'],
  [500, 'upstream_unavailable'],
] as const)(
  'security: the answer %d to the request for a nonce becomes %s',
  async ([status, code]) => {
    await hurt('/api/v1/auth/nonce', { status, body: {} })
    const { json } = await open().browser.post('/siwe/challenge', {})
    expect(json).toMatchObject({ code })
  },
)

test.for([
  [401, { message: 'Unauthorized' }, 'session_expired'],
  [409, {}, 'registration_conflict'],
  [429, {}, 'upstream_rate_limited'],
  [500, {}, 'upstream_unavailable'],
  [200, '<html></html>', 'upstream_blocked'],
] as const)(
  'security: the answer %d %j to the request for a sign-up code becomes %s',
  async ([status, body, code]) => {
    await hurt('/api/v1/auth/signup/otp', { status, body })
    await expect(open().upstream.sendSignUpCode(email)).rejects.toMatchObject({ code })
  },
)

test.for(['', '<html>', '"short"', '{"nonce":"12345678"}', '12 345 678'])(
  'security: "%s" is refused as a nonce',
  async (body) => {
    await hurt('/api/v1/auth/nonce', { status: 200, body })
    expect((await open().browser.post('/siwe/challenge', {})).status).toBe(502)
  },
)

test.for(['12345678', '"12345678"', ' 12345678\n', '0000000012345678'])(
  'behavior: the nonce %j stays a string',
  async (body) => {
    await hurt('/api/v1/auth/nonce', { status: 200, body })
    const { json } = await open().browser.post('/siwe/challenge', {})
    expect(json.fields).toMatchObject({ nonce: body.replace(/[^\d]/g, '') })
  },
)

test.for([
  [{ userId: null }, 200],
  [{ userId: '' }, 502],
  [{ userId: 7 }, 502],
  [{ exp: 1e300 }, 502],
  [{ exp: -1 }, 502],
] as const)('security: a token that claims %j: %d', async ([claims, status]) => {
  // The token is not signed, because its claims are read but not trusted.
  const token = new UnsecuredJWT({ exp: 4_102_444_800, ...claims }).encode()
  await hurt('/api/v1/auth/challenge', { status: 200, body: { token } })
  expect((await open().browser.signIn({ account })).status).toBe(status)
})

test('security: the address claimed in the token is not trusted', async () => {
  const signerAddress = privateKeyToAccount(generatePrivateKey()).address
  const token = new UnsecuredJWT({ signerAddress, exp: 4_102_444_800 }).encode()
  await hurt('/api/v1/auth/challenge', { status: 200, body: { token } })
  expect(await logIn(open().upstream)).toMatchObject({ userId: account.address })
})

test('security: no answer contains the token, and the upstream receives it only as Bearer', async () => {
  await register()
  const { browser } = open()
  const { json: challenge } = await browser.post('/siwe/challenge', {})
  const { body } = await signChallenge(challenge, { account })
  const answers = [
    await browser.post('/siwe/verify', body),
    await browser.get('/session'),
    await browser.get('/upstream/api/v1/user'),
  ]
  for (const { text, headers } of answers)
    expect(text + JSON.stringify([...headers])).not.toContain('eyJhbGciOiJIUzI1NiJ9')
  const refused = await browser.get('/upstream/api/v1/safe/config')
  expect(refused.status).toBe(404)
})

test('default: a contract account can sign in only after it is deployed (ERC-1271)', async () => {
  const anvil = await startAnvil({ chainId: 100 })
  await turn({ rpcUrl: anvil.url })
  const contract = createContractAccount(account)
  const { address } = contract
  const { browser } = open()
  const enter = async (signText: (text: string) => Promise<string>) => {
    const { json } = await browser.post('/siwe/challenge', {})
    const message = createSiweMessage(json as never, { address, chainId: 100 })
    return browser.post('/siwe/verify', { message, signature: await signText(message), address })
  }
  const early = await enter((text) => contract.signUndeployed(text))
  expect(early.json).toMatchObject({ code: 'signature_rejected' })
  await contract.deploy(anvil.url)
  const answer = await enter((text) => contract.sign(text))
  expect(answer.json).toMatchObject({ session: { address, chainId: 100 } })
  await anvil.close()
})

test('default: E-15 a sign-up through the route replaces the token, and the browser never gets it', async () => {
  const { browser } = open()
  const signedIn = await browser.signIn({ account })
  expect(signedIn.json).toMatchObject({ session: { status: 'registration-required' } })
  const { authenticatedAt, expiresAt } = Object(signedIn.json['session'])
  const before = browser.jar.get('__Host-kit-session') ?? ''
  const path = '/upstream/api/v1/auth/signup'
  const authEmail = 'new@example.com'
  expect((await browser.post(`${path}/otp`, { email: authEmail })).status).toBe(200)
  const wrong = await browser.post(path, { authEmail, otp: '000000' })
  expect([wrong.status, wrong.json]).toMatchObject([401, { code: 'otp_invalid' }])
  const [mail] = await control('GET', `/inbox?to=${authEmail}`)
  const answer = await browser.post(path, { authEmail, otp: mail.code })
  expect([answer.status, answer.json]).toMatchObject([201, { hasSignedUp: true }])
  expect(answer.text).not.toContain('eyJ')
  const { session } = (await browser.get('/session')).json
  expect(session).toMatchObject({ status: 'active', authenticatedAt, expiresAt })
  expect((await browser.get('/upstream/api/v1/user')).status).toBe(200)
  // The session continues: its cookie, the time of the sign-in and its end have not changed.
  expect(browser.jar.get('__Host-kit-session')).toBe(before)
})

test('security: the upstream’s message about a refused sign-up stays on the server', async () => {
  const { browser } = open()
  await browser.signIn({ account })
  const path = '/api/v1/auth/signup/otp'
  await hurt(path, { status: 409, body: { error: 'upstream words' } })
  const answer = await browser.post(`/upstream${path}`, { email })
  expect([answer.status, answer.json]).toMatchObject([409, { code: 'registration_conflict' }])
  expect(answer.text).not.toContain('upstream words')
})
