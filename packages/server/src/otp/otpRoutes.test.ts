import { afterAll, beforeEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
let offsetMs = 0
beforeEach(async () => {
  await backend?.close()
  offsetMs = 0
  backend = await startBackend({
    now: () => Date.now() + offsetMs,
    supportContact: 'help@example.com',
  })
})
afterAll(() => backend.close())

const ada = { identifier: 'ada@example.com' }

async function startAs(identifier = 'ada@example.com') {
  const browser = backend.browser()
  const answer = await browser.post('/otp/start', { identifier })
  expect(answer.status, answer.text).toBe(202)
  return { browser, answer }
}

const wrong = (code: string) => ({ code: code === '111111' ? '222222' : '111111' })

test('default: a code arrives and signs the user in', async () => {
  const { browser, answer } = await startAs()
  expect(answer.json).toEqual({
    codeLength: 6,
    codeAlphabet: 'numeric',
    resendAt: expect.any(String),
    expiresAt: expect.any(String),
    attemptsLeft: 5,
  })
  const code = await backend.codeFor('ada@example.com')
  const verified = await browser.post('/otp/verify', { code })
  expect(verified.json).toMatchObject({ session: { method: 'email-otp', upstream: 'bakkt' } })
  expect(verified.text).not.toContain('ada')
})

test('security: O-01 after five wrong codes, the right one is refused as well', async () => {
  const { browser } = await startAs()
  const code = await backend.codeFor('ada@example.com')
  for (const attemptsLeft of [4, 3, 2, 1, 0]) {
    const answer = await browser.post('/otp/verify', wrong(code))
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'otp_invalid', attemptsLeft }])
  }
  const sixth = await browser.post('/otp/verify', { code })
  expect([sixth.status, sixth.json]).toMatchObject([429, { code: 'otp_attempts_exhausted' }])
  const tries = (await backend.requests()).filter(({ path }) => path === '/auth/otp/')
  expect(tries).toHaveLength(5)
})

test('security: O-02 after the limit a new code works, but the network needs two in a row', async () => {
  const { browser } = await startAs()
  const code = await backend.codeFor('ada@example.com')
  for (let count = 0; count < 6; count += 1) await browser.post('/otp/verify', wrong(code))
  const elsewhere = await startAs('grace@example.com')
  const next = await backend.codeFor('grace@example.com')
  expect((await elsewhere.browser.post('/otp/verify', { code: next })).status).toBe(200)
  offsetMs = 61_000
  expect((await browser.post('/otp/start', ada)).status).toBe(202)
  const first = await browser.post('/otp/verify', {
    code: await backend.codeFor('ada@example.com'),
  })
  expect([first.status, first.json]).toMatchObject([401, { code: 'otp_second_code_required' }])
  expect(browser.jar.has('__Host-kit-session')).toBe(false)
  expect((await browser.post('/otp/start', ada)).status).toBe(202)
  const second = await backend.codeFor('ada@example.com')
  expect((await browser.post('/otp/verify', { code: second })).status).toBe(200)
})

test('security: O-05 fifty parallel submits of the correct code open one session', async () => {
  const { browser } = await startAs()
  const code = await backend.codeFor('ada@example.com')
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/otp/verify', { code })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('security: O-10 the correct code is refused in a browser that did not request one', async () => {
  await startAs()
  const code = await backend.codeFor('ada@example.com')
  const calls = (await backend.requests()).length
  const answer = await backend.browser().post('/otp/verify', { code })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'cookies_blocked' }])
  // A browser in which another user has requested a code cannot use it either.
  const other = await startAs('grace@example.com')
  const swapped = await other.browser.post('/otp/verify', { code })
  expect([swapped.status, swapped.json]).toMatchObject([401, { code: 'otp_invalid' }])
  expect(await backend.requests()).toHaveLength(calls + 2)
})

test('security: O-11 known and unknown users get the same answer', async () => {
  const known = await startAs()
  const unknown = await startAs('nobody@example.org')
  const describe = ({ answer }: typeof known) => ({
    headers: [...answer.headers.keys()].toSorted(),
    length: answer.text.length,
    members: Object.keys(answer.json),
    cookie: answer.headers.getSetCookie().map((cookie) => cookie.length),
    limits: answer.headers.get('ratelimit-policy'),
  })
  expect(describe(unknown)).toEqual(describe(known))
  const wrongForKnown = await known.browser.post('/otp/verify', { code: '000000' })
  const wrongForUnknown = await unknown.browser.post('/otp/verify', { code: '000000' })
  const strip = (text: string) => text.replace(/"requestId":"[^"]+"/, '')
  expect(strip(wrongForUnknown.text)).toBe(strip(wrongForKnown.text))
})

test.for([null, '', false])(
  'security: O-11 resolveUser may return %j for an unknown user',
  async (nobody) => {
    const { upstream, close } = await startBackend()
    const resolveUser = async () => nobody as unknown as string
    const other = await startBackend({ upstream, otp: { resolveUser, answerQuantumMs: 0 } })
    const answer = await other.browser().post('/otp/start', { identifier: 'ada@example.com' })
    expect(answer.status).toBe(202)
    expect(other.events).toContainEqual(
      expect.objectContaining({ type: 'otp.start', code: 'account_not_found' }),
    )
    await Promise.all([close(), other.close()])
  },
)

test('security: O-13 answers for known and unknown users are sent at the same times', async () => {
  const held = await startBackend({
    otp: {
      resolveUser: async (email) => (email === 'ada@example.com' ? 'not-there' : undefined),
      answerQuantumMs: 300,
    },
  })
  await held.control('POST', '/faults', { upstream: 'bakkt', times: 1, delayMs: 120 })
  for (const identifier of ['ada@example.com', 'nobody@example.org']) {
    const startedAt = performance.now()
    await held.browser().post('/otp/start', { identifier })
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(295)
  }
  await held.close()
})

test('security: O-14 the pause between codes also applies to unknown users', async () => {
  for (const identifier of ['ada@example.com', 'nobody@example.org']) {
    const { browser } = await startAs(identifier)
    const answer = await browser.post('/otp/start', { identifier })
    expect([answer.status, answer.json]).toMatchObject([429, { code: 'rate_limited' }])
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(50)
  }
})

test.for(['ada\uFF20example.com', ' ADA@Example.com ', '\u212Aim@example.com'])(
  'security: O-16 "%s" is another spelling of the same address',
  async (identifier) => {
    const { browser } = await startAs(identifier)
    const plain = identifier.normalize('NFKC').trim().toLowerCase()
    expect((await browser.post('/otp/start', { identifier: plain })).status).toBe(429)
  },
)

test.for([
  'a@example.com,b@example.com',
  '"e@attacker.example"@victim.example',
  'a@example.com\r\nBcc: b@example.com',
  'a@x%0aBcc:',
  'nobody',
  'd\u0131@example.com',
])('security: O-17 "%s" is refused before anything is sent', async (identifier) => {
  const answer = await backend.browser().post('/otp/start', { identifier })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
  expect(await backend.requests()).toEqual([])
})

test.for([
  '',
  '1',
  '1234567',
  '12345a',
  ' 23456',
  '1'.repeat(10_000),
  ['123456'],
  { $ne: 1 },
  123456,
  '１２３４５６',
])('security: O-19 %j is not a code and does not count as an attempt', async (code) => {
  const { browser } = await startAs()
  const answer = await browser.post('/otp/verify', { code })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
  const right = await backend.codeFor('ada@example.com')
  expect((await browser.post('/otp/verify', wrong(right))).json).toMatchObject({
    attemptsLeft: 4,
  })
})

test('security: O-20 the number of codes that one client can request is limited', async () => {
  const browser = backend.browser()
  const statuses = []
  for (let count = 1; count <= 11; count += 1)
    statuses.push(
      (await browser.post('/otp/start', { identifier: `user-${count}@example.com` })).status,
    )
  expect(statuses).toEqual([...Array.from({ length: 10 }, () => 202), 429])
  expect(await backend.requests()).toHaveLength(10)
})

test('security: O-26 an expired code is refused', async () => {
  const { browser } = await startAs()
  const code = await backend.codeFor('ada@example.com')
  offsetMs = 601_000
  const answer = await browser.post('/otp/verify', { code })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'otp_invalid' }])
})

test('security: O-07 one stranger with many browsers gets eight wrong codes a day for an address and is then locked out', async () => {
  // Without the pause between codes, which would make this test take minutes.
  const tries = await startBackend({
    supportContact: 'help@example.com',
    limits: {
      'otp-resend-pause': { points: 100, durationSeconds: 1 },
      'otp-start-per-identifier': { points: 100, durationSeconds: 600 },
    },
  })
  const here = { 'x-forwarded-for': '203.0.113.9' }
  let last: Awaited<ReturnType<typeof startAs>>['answer'] | undefined
  for (let count = 0; count < 2; count += 1) {
    const browser = tries.browser(here)
    expect((await browser.post('/otp/start', ada)).status).toBe(202)
    for (let turn = 0; turn < 5; turn += 1)
      last = await browser.post('/otp/verify', { code: '000000' })
  }
  expect([last?.status, last?.json]).toMatchObject([
    429,
    { code: 'otp_locked', supportContact: 'help@example.com' },
  ])
  await tries.close()
})

test("security: P-20 a wallet's message sent to the route for codes", async () => {
  const answer = await backend.browser().post('/otp/start', { ...ada, message: 'x' })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
})

test.for([
  ['a number', '7', '7'],
  ['none', undefined, '60'],
  ['a huge one', '999999', '3600'],
  ['words', 'later', '60'],
] as const)('security: O-25 the upstream limits calls: %s', async ([, header, seconds]) => {
  const headers = header === undefined ? {} : { 'retry-after': header }
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 2, status: 429, headers })
  const answer = await backend.browser().post('/otp/start', ada)
  expect([answer.status, answer.json]).toMatchObject([429, { code: 'upstream_rate_limited' }])
  expect(answer.headers.get('retry-after')).toBe(seconds)
})

test('security: O-04 a newer code invalidates the old one; O-22 attempts are not given back', async () => {
  const paced = await startBackend({
    limits: { 'otp-resend-pause': { points: 100, durationSeconds: 1 } },
  })
  const browser = paced.browser()
  const send = async () => {
    expect((await browser.post('/otp/start', ada)).status).toBe(202)
    return paced.codeFor('ada@example.com')
  }
  const old = await send()
  const next = await send()
  expect(next).not.toBe(old)
  expect((await browser.post('/otp/verify', { code: old })).json).toMatchObject({
    code: 'otp_invalid',
  })
  for (let count = 0; count < 4; count += 1) await browser.post('/otp/verify', wrong(next))
  await send()
  for (let count = 0; count < 3; count += 1)
    expect((await browser.post('/otp/verify', { code: '000000' })).json).toMatchObject({
      code: 'otp_invalid',
    })
  const last = await paced.codeFor('ada@example.com')
  const ninth = await browser.post('/otp/verify', { code: last })
  expect([ninth.status, ninth.json]).toMatchObject([429, { code: 'otp_locked' }])
  await paced.close()
})

test('security: O-23 if an email never arrives, the user can request another code at the time in the answer', async () => {
  const { browser, answer } = await startAs()
  const { resendAt } = answer.json as { resendAt?: string }
  const pauseMs = Date.parse(resendAt ?? '') - Date.now()
  expect(pauseMs).toBeGreaterThan(30_000)
  expect(pauseMs).toBeLessThanOrEqual(60_000)
  offsetMs = 60_000
  expect((await browser.post('/otp/start', ada)).status).toBe(202)
})

test('security: R-01 the pauses of the default limits are 60 s, 120 s and 240 s', async () => {
  const { browser } = await startAs()
  for (const seconds of [60, 120]) {
    offsetMs += seconds * 1000 - 1000
    expect((await browser.post('/otp/start', ada)).status).toBe(429)
    offsetMs += 1000
    expect((await browser.post('/otp/start', ada)).status).toBe(202)
  }
  // The limit is three in ten minutes.
  offsetMs += 240_000
  const answer = await browser.post('/otp/start', ada)
  expect([answer.status, answer.json]).toMatchObject([429, { code: 'rate_limited' }])
  expect(answer.headers.get('ratelimit')).toContain('"otp-start-per-identifier";r=0')
})
