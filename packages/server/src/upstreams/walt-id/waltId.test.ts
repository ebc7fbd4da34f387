import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { waltId } from './waltId.ts'

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
const knobs = (changes: object) => control('POST', '/knobs', { upstream: 'walt-id', ...changes })

function open(options: Partial<createAuth.Options> = {}) {
  const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
  return createBrowser(createAuth({ upstream, origin, secret, ...options }).handler)
}

/** Returns how long the session of an answer lasts, in days. */
function findDaysLeft(json: { [name: string]: unknown }): number {
  return (Date.parse(Object(json['session']).expiresAt) - Date.now()) / 86_400_000
}

const account = privateKeyToAccount(generatePrivateKey())

async function sign(browser: ReturnType<typeof open>) {
  const { json } = await browser.post('/siwe/challenge', {})
  const message = String(json['message'])
  const signature = await account.signMessage({ message })
  return { json, body: { message, signature, address: account.address } }
}

test('default: the wallet signs the text unchanged', async () => {
  const browser = open()
  const { json, body } = await sign(browser)
  expect(json).toMatchObject({
    format: 'text',
    message: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\./),
  })
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.json).toMatchObject({ session: { upstream: 'walt-id', address: account.address } })
  expect(answer.text).toMatch(/"expiresAt":"\d{4}-/)
  const [, request] = await control('GET', '/requests?upstream=walt-id')
  expect(request.body).toEqual({
    challenge: body.message,
    signed: body.signature,
    publicKey: account.address,
  })
})

test('security: N-12 the text works once, and only in this browser', async () => {
  const browser = open()
  const { body } = await sign(browser)
  const thief = open()
  await thief.post('/siwe/challenge', {})
  expect((await thief.post('/siwe/verify', body)).status).toBe(400)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  await browser.post('/siwe/challenge', {})
  expect((await browser.post('/siwe/verify', body)).status).toBe(400)
  expect(await control('GET', '/requests?upstream=walt-id')).toHaveLength(4)
})

test.for([
  ['OK', 'jwt'],
  ['SUCCESS', 'opaque'],
])(
  'behavior: the status "%s" with a token only in the cookie is a success',
  async ([status, tokenType]) => {
    await knobs({ status, tokenType, revealToken: false, revealExpiration: false })
    const browser = open()
    const answer = await browser.post('/siwe/verify', (await sign(browser)).body)
    // walt.id does not say when the token expires, so the session ends according to the app's option.
    expect(findDaysLeft(answer.json)).toBeCloseTo(0.5, 2)
    expect((await browser.get('/upstream/wallet-api/wallet/accounts/wallets')).status).toBe(200)
  },
)

test.for([
  ['has passed', '2001-01-01T00:00:00Z'],
  ['has no time zone', '2099-01-01T00:00:00'],
  ['has no time', '2099-01-01'],
  ['contains a date somewhere', 'until 2099'],
  ['does not exist', '2099-13-01T00:00:00Z'],
])('security: a token whose expiry %s does not sign in', async ([, expiration]) => {
  const browser = open()
  const { body } = await sign(browser)
  const answer = { session_id: 'x', status: 'SUCCESS', token: 'a-token', expiration }
  const path = '/wallet-api/auth/account/web3/signed'
  await control('POST', '/faults', { upstream: 'walt-id', path, status: 200, body: answer })
  const { status, json } = await browser.post('/siwe/verify', body)
  expect([status, json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

test.for(['opaque', 'jwt'])(
  'behavior: a session ends with its token (%s), or earlier if the app sets a shorter lifetime',
  async (tokenType) => {
    await knobs({ tokenType })
    const browser = open({ sessionLifetimeSeconds: 30 * 86_400 })
    const { json } = await browser.post('/siwe/verify', (await sign(browser)).body)
    expect(findDaysLeft(json)).toBeCloseTo(7, 1)
    const usual = open()
    const earlier = await usual.post('/siwe/verify', (await sign(usual)).body)
    expect(findDaysLeft(earlier.json)).toBeCloseTo(0.5, 2)
  },
)

test('behavior: a token unknown to walt.id ends the session', async () => {
  const browser = open()
  await browser.post('/siwe/verify', (await sign(browser)).body)
  await control('DELETE', '')
  const answer = await browser.get('/upstream/wallet-api/wallet/accounts/wallets')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
})

test('security: no answer and no readable cookie contains the token', async () => {
  const tokens: string[] = []
  const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
  const { siwe } = upstream
  if (siwe === undefined) throw new Error('walt.id offers no wallets.')
  const spied = {
    ...upstream,
    siwe: {
      ...siwe,
      verify: async (signed: Parameters<typeof siwe.verify>[0]) => {
        const login = await siwe.verify(signed)
        tokens.push(String(login.credential))
        return login
      },
    },
  }
  const browser = createBrowser(createAuth({ upstream: spied, origin, secret }).handler)
  const verified = await browser.post('/siwe/verify', (await sign(browser)).body)
  const session = await browser.get('/session')
  expect(tokens).toHaveLength(1)
  const seen = [verified.text, session.text, ...verified.headers.getSetCookie()].join('\n')
  for (const token of tokens) expect(seen).not.toContain(token)
})

test('behavior: an answer that requires further steps does not sign in', async () => {
  await knobs({ status: 'CONTINUE_NEXT_STEP' })
  const browser = open()
  const answer = await browser.post('/siwe/verify', (await sign(browser)).body)
  expect(answer.json).toMatchObject({ code: 'step_up_required' })
})

test.for(['since-0.16', 'before-0.16'])(
  'behavior: %s, a challenge of another replica or from before a restart is refused',
  async (generation) => {
    await knobs({ generation })
    const browser = open()
    const { body } = await sign(browser)
    await knobs({ replica: 'second' })
    const answer = await browser.post('/siwe/verify', body)
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
  },
)

test('behavior: if the installation has disabled web3, the method is reported as not offered', async () => {
  await knobs({ enabled: false })
  const answer = await open().post('/siwe/challenge', {})
  expect(answer.json).toMatchObject({ code: 'method_not_offered' })
})

test.for([
  ['since-0.16', 'signature_rejected'],
  ['before-0.16', 'signature_rejected'],
] as const)('behavior: %s, another account’s signature is refused', async ([generation, code]) => {
  await knobs({ generation })
  const browser = open()
  const { body } = await sign(browser)
  const other = privateKeyToAccount(generatePrivateKey())
  const signature = await other.signMessage({ message: body.message })
  const answer = await browser.post('/siwe/verify', { ...body, signature })
  expect([answer.status, answer.json]).toMatchObject([401, { code }])
})

test.for(['since-0.16', 'before-0.16'])(
  'behavior: %s, an expired challenge is refused',
  async (generation) => {
    await knobs({ generation })
    const browser = open()
    const { body } = await sign(browser)
    await control('POST', '/clock', { offsetMs: 301_000 })
    const answer = await browser.post('/siwe/verify', body)
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'challenge_expired' }])
  },
)

test('behavior: v as 0 or 1 is sent as 27 or 28; a contract’s signature is not sent', async () => {
  const browser = open()
  const { body } = await sign(browser)
  const v = body.signature.endsWith('1c') ? '01' : '00'
  const signature = body.signature.slice(0, -2) + v
  expect((await browser.post('/siwe/verify', { ...body, signature })).status).toBe(200)
  const { body: next } = await sign(browser)
  const long = await browser.post('/siwe/verify', { ...next, signature: `${next.signature}00` })
  expect(long.json).toMatchObject({ code: 'signature_malformed' })
  const { body: other } = await sign(browser)
  const strange = await browser.post('/siwe/verify', {
    ...other,
    signature: `${other.signature.slice(0, -2)}25`,
  })
  expect(strange.json).toMatchObject({ code: 'signature_malformed' })
  const requests: { path: string }[] = await control('GET', '/requests?upstream=walt-id')
  expect(requests.filter(({ path }) => path.endsWith('/signed'))).toHaveLength(1)
})

test('behavior: signing out ends walt.id’s session', async () => {
  const browser = open()
  await browser.post('/siwe/verify', (await sign(browser)).body)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  const requests: { path: string; status: number }[] = await control(
    'GET',
    '/requests?upstream=walt-id',
  )
  expect(requests.at(-1)).toMatchObject({ path: '/wallet-api/auth/logout', status: 200 })
})

test.for([
  [401, []],
  [500, ['upstream_unavailable']],
] as const)(
  'behavior: if walt.id answers a sign-out with %i, that is reported, and the session here still ends',
  async ([status, codes]) => {
    const events: { code?: string }[] = []
    const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
    const onEvent = (event: object) => events.push(event)
    const browser = createBrowser(createAuth({ upstream, origin, secret, onEvent }).handler)
    await browser.post('/siwe/verify', (await sign(browser)).body)
    const path = '/wallet-api/auth/logout'
    await control('POST', '/faults', { upstream: 'walt-id', path, status, body: '', times: 1 })
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
    expect(events.flatMap(({ code }) => code ?? [])).toEqual(codes)
  },
)

test('security: M-19 a text that was requested for one account signs in no other account', async () => {
  const browser = open()
  const other = privateKeyToAccount(generatePrivateKey())
  const asked = { address: account.address, chainId: 1 }
  const { json } = await browser.post('/siwe/challenge', asked)
  const message = String(json['message'])
  const signature = await other.signMessage({ message })
  const claimed = { message, signature, address: other.address }
  expect((await browser.post('/siwe/verify', claimed)).json).toMatchObject({
    code: 'invalid_request',
  })
  const own = {
    message,
    signature: await account.signMessage({ message }),
    address: account.address,
  }
  expect((await browser.post('/siwe/verify', { ...own, chainId: 100 })).json).toMatchObject({
    code: 'invalid_request',
  })
  expect((await browser.post('/siwe/verify', own)).json).toMatchObject({
    session: { address: account.address, chainId: 1 },
  })
})

test('default: the newer text, one line without an expiry, is signed unchanged and valid for 300 s', async () => {
  await knobs({ generation: 'newest' })
  const browser = open()
  const { json, body } = await sign(browser)
  expect(body.message).toMatch(/^Sign in: 0x[0-9a-f]{64}$/)
  const livesMs = Date.parse(String(json['expiresAt'])) - Date.now()
  expect(livesMs).toBeGreaterThan(290_000)
  expect(livesMs).toBeLessThanOrEqual(300_000)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({
    session: { upstream: 'walt-id', address: account.address },
  })
  const next = await sign(browser)
  expect((await browser.post('/siwe/verify', next.body)).status).toBe(200)
})

test('behavior: a wrong signature uses up the newer text, and the next text works', async () => {
  await knobs({ generation: 'newest' })
  const browser = open()
  const { body } = await sign(browser)
  const other = privateKeyToAccount(generatePrivateKey())
  const signature = await other.signMessage({ message: body.message })
  const wrong = await browser.post('/siwe/verify', { ...body, signature })
  expect([wrong.status, wrong.json]).toMatchObject([401, { code: 'signature_rejected' }])
  expect((await browser.post('/siwe/verify', (await sign(browser)).body)).status).toBe(200)
})

test.for([
  ['two lines', 'Sign in\nhere'],
  ['a message of another site', 'evil.example wants you to sign in\n\nURI: https://evil.example'],
  ['nothing', ''],
  ['blanks at its end', 'Sign in: 0x12 '],
  ['a character that is not printable', 'Sign in: 0x12\u0007'],
  ['letters that look like others', 'Sіgn in: 0x12'],
  ['2049 characters', 'a'.repeat(2049)],
])('security: a text of %s never reaches the wallet', async ([, body]) => {
  const path = '/wallet-api/auth/account/web3/nonce'
  const headers = { 'content-type': 'text/plain' }
  await control('POST', '/faults', { upstream: 'walt-id', path, status: 200, body, headers })
  const { status, json } = await open().post('/siwe/challenge', {})
  expect([status, json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
})

test.for([
  ['any line', 'Please sign 42'],
  ['a line ending', 'Please sign 42\r\n'],
  ['what only looks like a JWT', 'eyJ.a.b'],
] as const)('behavior: a text of %s is accepted', async ([, body]) => {
  const path = '/wallet-api/auth/account/web3/nonce'
  await control('POST', '/faults', { upstream: 'walt-id', path, status: 200, body })
  const { json } = await open().post('/siwe/challenge', {})
  expect(json).toMatchObject({ format: 'text', message: body.trim() })
})

test('parameters: emailCodes, for installations that offer them', async () => {
  await knobs({ emailCodes: true })
  const upstream = waltId({
    baseUrl: `${sandbox.url}/walt-id`,
    emailCodes: {
      sendPath: '/wallet-api/auth/account/email-code/send',
      verifyPath: '/wallet-api/auth/account/:sessionId/email-code',
    },
  })
  const auth = createAuth({ upstream, origin, secret, otp: { answerQuantumMs: 0 } as never })
  const browser = createBrowser(auth.handler)
  expect((await browser.get('/session')).json).toMatchObject({ methods: ['siwe', 'email-otp'] })
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  const [mail] = await control('GET', '/inbox?to=ada@example.com')
  const wrong = await browser.post('/otp/verify', {
    code: mail.code === '000000' ? '111111' : '000000',
  })
  expect(wrong.json).toMatchObject({ code: 'otp_invalid' })
  const answer = await browser.post('/otp/verify', { code: mail.code })
  expect(answer.json).toMatchObject({ session: { method: 'email-otp', upstream: 'walt-id' } })
  expect((await open().get('/session')).json).toMatchObject({ methods: ['siwe'] })
})
