import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signChallenge, startBackend } from '../fixtures/startBackend.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
let offsetMs = 0
beforeAll(async () => {
  backend = await startBackend({ now: () => Date.now() + offsetMs })
})
beforeEach(async () => {
  offsetMs = 0
  await backend.control('DELETE', '')
})
afterAll(() => backend.close())

test('default: a wallet signs in, and the next request has the session', async () => {
  const browser = backend.browser()
  const { account, body } = await browser.sign()
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.json).toMatchObject({
    session: {
      method: 'siwe',
      upstream: 'bakkt',
      address: account.address,
      chainId: 1,
      status: 'active',
      expiresAt: expect.any(String),
    },
  })
  const session = await browser.get('/session')
  expect(session.json).toEqual({ ...answer.json, methods: ['siwe', 'email-otp'] })
})

test('behavior: a challenge that expects the login cookie is refused if the browser did not keep it', async () => {
  const browser = backend.browser()
  const expecting = { headers: { 'kit-expect-cookie': 'login' } }
  const lost = await browser.post('/siwe/challenge', {}, expecting)
  expect([lost.status, lost.json]).toMatchObject([401, { code: 'cookies_blocked' }])
  await browser.post('/siwe/challenge', {})
  expect((await browser.post('/siwe/challenge', {}, expecting)).status).toBe(200)
})

test('default: the challenge names this app and needs no call of the upstream', async () => {
  const { json, headers } = await backend.browser().post('/siwe/challenge', {})
  expect(json).toEqual({
    format: 'eip4361',
    fields: {
      domain: 'app.example.com',
      statement: 'Sign in to app.example.com.',
      uri: 'https://app.example.com',
      version: '1',
      nonce: expect.stringMatching(/^[0-9a-f]{64}$/),
      issuedAt: expect.any(String),
      expirationTime: expect.any(String),
    },
    expiresAt: expect.any(String),
  })
  expect(headers.get('cache-control')).toBe('no-store')
  expect(await backend.requests()).toEqual([])
})

test('security: M-40 the upstream gets the exact bytes that were signed', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const escaped = JSON.stringify(body).replaceAll('/', '\\/').replaceAll('w', '\\u0077')
  expect((await browser.send('POST', '/siwe/verify', { body: escaped })).status).toBe(200)
  const [request] = await backend.requests()
  expect(request?.body).toEqual({ message: body.message, signature: body.signature })
})

test('security: N-01 a replay after a successful sign-in is refused', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const login = await browser.post('/siwe/challenge', {})
  expect(login.status).toBe(200)
  const again = await browser.post('/siwe/verify', body)
  expect([again.status, again.json]).toMatchObject([401, { code: 'nonce_invalid' }])
  expect(again.headers.getSetCookie()).toEqual([])
  expect(await backend.requests()).toHaveLength(1)
  expect((await browser.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })
})

test('security: N-02 a nonce that was never issued is refused', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign({ fields: { nonce: 'ab'.repeat(32) } })
  const answer = await browser.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
  expect(await backend.requests()).toEqual([])
})

test('security: a challenge issued to another browser is refused', async () => {
  const { body } = await backend.browser().sign()
  const thief = backend.browser()
  await thief.post('/siwe/challenge', {})
  const answer = await thief.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
})

test('security: N-05 fifty parallel submits cause one session and one call to the upstream', async () => {
  const unlimited = { points: 1000, durationSeconds: 60 }
  const busy = await startBackend({ limits: { 'siwe-verify-per-client': unlimited } })
  const browser = busy.browser()
  const { body } = await browser.sign()
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/siwe/verify', body)),
  )
  const statuses = answers.map(({ status }) => status).toSorted()
  expect(statuses).toEqual([200, ...Array.from({ length: 49 }, () => 401)])
  expect(await busy.requests()).toHaveLength(1)
  await busy.close()
})

test.for([
  // Times have a resolution of one second, so the last second may end early.
  [298, 200],
  [301, 401],
])('security: N-07 a challenge answered after %d s: %d', async ([seconds = 0, status]) => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  offsetMs = seconds * 1000
  expect((await browser.post('/siwe/verify', body)).status).toBe(status)
})

test('security: N-08 a failed attempt uses up the nonce', async () => {
  const browser = backend.browser()
  const { json: challenge } = await browser.post('/siwe/challenge', {})
  const wrong = await signChallenge(challenge, { fields: { domain: 'evil.example' } })
  const right = await signChallenge(challenge)
  expect((await browser.post('/siwe/verify', wrong.body)).json).toMatchObject({
    code: 'siwe_domain_mismatch',
  })
  const answer = await browser.post('/siwe/verify', right.body)
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
  expect(await backend.requests()).toEqual([])
})

test('security: N-11 a message without a nonce, or without the login cookie, is refused', async () => {
  const { body } = await backend.browser().sign({
    text: (text) => text.replace(/Nonce: .*\n/, ''),
  })
  const answer = await backend.browser().post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'siwe_malformed' }])
})

test('security: N-13 challenges differ and are not cached', async () => {
  const browser = backend.browser()
  const first = await browser.post('/siwe/challenge', {})
  const second = await browser.post('/siwe/challenge', {})
  expect(first.text).not.toBe(second.text)
  expect((await browser.get('/siwe/challenge')).status).toBe(405)
})

test('security: N-17 two tabs can sign in with separate challenges', async () => {
  const browser = backend.browser()
  const [one, two] = [await browser.sign(), await browser.sign()]
  expect((await browser.post('/siwe/verify', two.body)).status).toBe(200)
  expect((await browser.post('/siwe/verify', one.body)).json).toMatchObject({
    code: 'nonce_invalid',
  })
})

const later = (ms: number) => new Date(Date.now() + ms).toISOString()
test.for([
  ['M-01 another domain', { domain: 'evil.example' }, 'siwe_domain_mismatch'],
  ['M-01 a longer domain', { domain: 'app.example.com.evil' }, 'siwe_domain_mismatch'],
  ['M-02 user info', { domain: 'app.example.com@evil.example' }, 'siwe_domain_mismatch'],
  ['M-04 upper case', { domain: 'APP.EXAMPLE.COM' }, 'siwe_domain_mismatch'],
  ['M-04 trailing dot', { domain: 'app.example.com.' }, 'siwe_domain_mismatch'],
  ['a scheme', { scheme: 'http' }, 'siwe_domain_mismatch'],
  ['M-10 another URI', { uri: 'https://evil.example/' }, 'siwe_uri_mismatch'],
  ['M-10 plain http', { uri: 'http://app.example.com' }, 'siwe_uri_mismatch'],
  ['M-11 script', { uri: 'javascript:alert(1)' }, 'siwe_uri_mismatch'],
  ['M-20 from the future', { issuedAt: later(120_000) }, 'siwe_issued_at'],
  ['M-20 from the past', { issuedAt: later(-600_000) }, 'siwe_issued_at'],
  ['M-22 not yet', { notBefore: later(3_600_000) }, 'siwe_not_yet_valid'],
  ['M-23 no expiry', { expirationTime: undefined }, 'siwe_expired'],
  ['expired', { expirationTime: later(-1000) }, 'siwe_expired'],
  ['ten years', { expirationTime: later(3e11) }, 'siwe_expired'],
  ['M-31 resources', { resources: ['urn:recap:e30'] }, 'siwe_resources_not_allowed'],
  ['a statement', { statement: 'I agree to everything.' }, 'siwe_statement_mismatch'],
] as const)('security: %s', async ([, fields, code]) => {
  const browser = backend.browser()
  const answer = await browser.signIn({ fields })
  expect([answer.status, answer.json]).toMatchObject([401, { code }])
  expect(await backend.requests()).toEqual([])
})

test.for([999, 5])(
  'security: M-13 chain %d is refused if only other chains are allowed',
  async (chainId) => {
    const strict = await startBackend({ siwe: { chainIds: [1, 100] } })
    const answer = await strict.browser().signIn({ chainId })
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'siwe_chain_not_allowed' }])
    await strict.close()
  },
)

// Scroll, Celo, Mantle and a local node.
test.for([534352, 42220, 5000, 31337])(
  'behavior: without chainIds, chain %d is accepted like any other',
  async (chainId) => {
    expect((await backend.browser().signIn({ chainId })).status).toBe(200)
  },
)

test.for([
  ['M-05 a homoglyph', (text: string) => text.replace('app', '\u0430pp')],
  ['M-14 hexadecimal chain', (text: string) => text.replace('Chain ID: 1', 'Chain ID: 0x1')],
  ['M-14 leading zero', (text: string) => text.replace('Chain ID: 1', 'Chain ID: 01')],
  ['M-16 a wrong checksum', (text: string) => text.replace(/(?<=\n0x\d*)[a-f]/i, swapCase)],
  ['M-25 a date without a time', (text: string) => text.replace(/(Issued At: [\d-]+)T.*/, '$1')],
  ['M-25 30 February', (text: string) => text.replace(/(Issued At: \d+)-..-../, '$1-02-30')],
  ['M-28 carriage returns', (text: string) => text.replaceAll('\n', '\r\n')],
  ['M-34 a line too many', (text: string) => `${text}\n`],
  ['M-34 a space before', (text: string) => ` ${text}`],
  ['M-34 a byte order mark', (text: string) => `\uFEFF${text}`],
  ['M-35 other words', (text: string) => text.replace('Ethereum', 'Solana')],
] as const)('security: %s', async ([, text]) => {
  const browser = backend.browser()
  const answer = await browser.signIn({ text })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'siwe_malformed' }])
  expect(await backend.requests()).toEqual([])
})

/** The address contains letters, but in about one of 4,000 addresses all of them are lowercase. */
const swapCase = (letter: string) =>
  letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()

test('security: M-19 a body with an account other than the text’s is refused', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const { address } = privateKeyToAccount(generatePrivateKey())
  const answer = await browser.post('/siwe/verify', { ...body, address })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
})

test('security: G-01 garbage, and G-02 another signer, get the same error', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const garbage = await browser.post('/siwe/verify', { ...body, signature: `0x${'1b'.repeat(65)}` })
  const { body: own, message } = await browser.sign()
  const signature = await privateKeyToAccount(generatePrivateKey()).signMessage({ message })
  const other = await browser.post('/siwe/verify', { ...own, signature })
  for (const answer of [garbage, other]) {
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'signature_rejected' }])
    expect(answer.headers.getSetCookie()).toEqual([])
  }
})

test.for(['1b', '0X1b', '0x1', '0xzz', ''])(
  'security: G-07 "%s" is not a signature',
  async (signature) => {
    const browser = backend.browser()
    const { body } = await browser.sign()
    const answer = await browser.post('/siwe/verify', { ...body, signature })
    expect([answer.status, answer.json]).toMatchObject([400, { code: 'signature_malformed' }])
    expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  },
)

test('security: P-20 a body with members of another call is refused', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  const answer = await browser.post('/siwe/verify', { ...body, user_uuid: 'x' })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
  expect(await backend.requests()).toEqual([])
})

test('behavior: a wallet that a strict upstream does not know has to register', async () => {
  await backend.control('POST', '/knobs', { upstream: 'bakkt', strict: true })
  const answer = await backend.browser().signIn()
  expect([answer.status, answer.json]).toMatchObject([404, { code: 'account_not_found' }])
})

test.for([
  ['U-01 500', { status: 500 }, 502, 'upstream_unavailable'],
  ['U-02 429', { status: 429, headers: { 'retry-after': '9' } }, 429, 'upstream_rate_limited'],
  ['U-07 a page', { status: 200, body: '<html>WAF</html>' }, 502, 'upstream_blocked'],
  ['U-07 a page with 403', { status: 403, body: '<!DOCTYPE html>' }, 502, 'upstream_blocked'],
  [
    'U-08 a redirect',
    { status: 307, headers: { location: 'https://evil.example' } },
    502,
    'upstream_unavailable',
  ],
  ['nothing', { status: 200, body: '' }, 502, 'upstream_invalid_answer'],
  ['no session in it', { status: 200, body: {} }, 502, 'upstream_invalid_answer'],
] as const)('security: %s, and trying again works', async ([, fault, status, code]) => {
  const browser = backend.browser()
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, ...fault })
  const answer = await browser.signIn()
  expect([answer.status, answer.json]).toMatchObject([status, { code }])
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(answer.text).not.toContain('html')
  expect((await browser.signIn()).status).toBe(200)
})

test.for([
  ['U-04 slow', { delayMs: 60_000 }],
  ['U-05 endless', { endless: true }],
] as const)('security: %s, and trying again works', async ([, fault]) => {
  const impatient = await startBackend({ upstreamTimeoutMs: 500 })
  const browser = impatient.browser()
  await impatient.control('POST', '/faults', { upstream: 'bakkt', times: 1, ...fault })
  const answer = await browser.signIn()
  expect([answer.status, answer.json]).toMatchObject([504, { code: 'upstream_timeout' }])
  expect(answer.headers.getSetCookie()).toEqual([])
  // On a busy machine, the stand-in may need longer than the time limit.
  await expect.poll(async () => (await browser.signIn()).status, { interval: 1000 }).toBe(200)
  await impatient.close()
})

test('security: U-11 sign-in works again after the upstream was down', async () => {
  const gone = await startBackend()
  const browser = gone.browser()
  expect(await gone.auth.health()).toEqual({
    store: 'up',
    storeMs: expect.any(Number),
    upstream: 'unknown',
  })
  expect((await browser.signIn()).status).toBe(200)
  expect(await gone.auth.health()).toMatchObject({ store: 'up', upstream: 'up' })
  const { body } = await browser.sign()
  await gone.close()
  const answer = await browser.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_unavailable' }])
  expect(await gone.auth.health()).toMatchObject({ store: 'up', upstream: 'down' })
})

test('security: U-10 an upstream session that already belongs to another user is refused', async () => {
  const body = { bakkt_session_id: 'the-same-for-all' }
  const answers = []
  for (const user_uuid of ['one', 'two']) {
    const fault = { upstream: 'bakkt', times: 1, body: { ...body, user_uuid } }
    await backend.control('POST', '/faults', fault)
    answers.push(await backend.browser().signIn())
  }
  expect(answers.map(({ status }) => status)).toEqual([200, 502])
  // The refused sign-in has left no session.
  expect(await backend.auth.sessions.list('one')).toHaveLength(1)
  expect(await backend.auth.sessions.list('two')).toEqual([])
})

test('security: R-01 the eleventh verification in a minute is refused', async () => {
  const browser = backend.browser()
  for (let count = 0; count < 10; count += 1)
    expect((await browser.post('/siwe/verify', (await browser.sign()).body)).status).toBe(200)
  const answer = await browser.post('/siwe/verify', (await browser.sign()).body)
  expect([answer.status, answer.json]).toMatchObject([429, { code: 'rate_limited' }])
  expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(answer.headers.get('ratelimit')).toMatch(/^"siwe-verify-per-client";r=0;t=\d+$/)
})
