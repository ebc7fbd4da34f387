import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
let nowMs = Date.parse('2026-01-01T00:00:00Z')
afterEach(() => backend.close())

const start = async (options: Parameters<typeof startBackend>[0] = {}) => {
  nowMs = Date.parse('2026-01-01T00:00:00Z')
  backend = await startBackend({ now: () => nowMs, ...options })
  // The stand-in does not use the tests' clock, so its limit is raised to have no effect.
  await backend.control('POST', '/knobs', { upstream: 'bakkt', triggersPerTenMinutes: 100_000 })
}
const ada = { identifier: 'ada@example.com' }
const at = (address: string) => backend.browser({ 'x-forwarded-for': address })
type Browser = ReturnType<typeof at>

/** Signs in with the latest code in the mailbox. */
async function enter(browser: Browser) {
  return browser.post('/otp/verify', { code: await backend.codeFor('ada@example.com') })
}

/** Returns a browser that has signed in as Ada and signed out again. */
async function openKnownBrowser(): Promise<Browser> {
  const browser = at('198.51.100.1')
  expect((await browser.post('/otp/start', ada)).status).toBe(202)
  expect((await enter(browser)).status).toBe(200)
  await browser.send('DELETE', '/session')
  nowMs += 3600_000
  return browser
}

const unknownBrowser = () => at('198.51.100.2')

test('security: E-03 ten requests for codes by a stranger do not lock the user out', async () => {
  await start()
  const known = await openKnownBrowser()
  const stranger = at('203.0.113.1')
  let sent = 0
  for (let minute = 0; minute < 40; minute += 1) {
    if ((await stranger.post('/otp/start', ada)).status === 202) sent += 1
    nowMs += 60_000
  }
  expect(sent).toBeGreaterThanOrEqual(7)
  // A known browser gets a code immediately, and a new browser within five minutes.
  expect((await known.post('/otp/start', ada)).status).toBe(202)
  expect((await enter(known)).status).toBe(200)
  nowMs += 300_000
  const fresh = unknownBrowser()
  expect((await fresh.post('/otp/start', ada)).status).toBe(202)
  expect((await enter(fresh)).status).toBe(200)
})

test('security: E-03 the user can enter a code that a stranger has just requested', async () => {
  await start()
  await at('203.0.113.1').post('/otp/start', ada)
  const mails = (await backend.requests()).length
  const fresh = unknownBrowser()
  expect((await fresh.post('/otp/start', ada)).status).toBe(202)
  expect(await backend.requests()).toHaveLength(mails)
  expect((await enter(fresh)).status).toBe(200)
})

// Without this, anyone could request a code every few seconds, and so invalidate the owner's code while it is being
// typed.
test('security: E-03 strangers cannot replace the code of a known browser for five minutes', async () => {
  await start()
  const known = await openKnownBrowser()
  nowMs += 600_000
  expect((await at('203.0.113.1').post('/otp/start', ada)).status).toBe(202)
  // The strangers' pause ends while the owner types.
  nowMs += 115_000
  expect((await known.post('/otp/start', ada)).status).toBe(202)
  const code = await backend.codeFor('ada@example.com')
  for (let minute = 1; minute < 5; minute += 1) {
    nowMs += 60_000
    await at(`203.0.114.${minute}`).post('/otp/start', ada)
  }
  expect((await known.post('/otp/verify', { code })).status).toBe(200)
})

test('security: E-03 a flood of requests sends at most one email in five minutes', async () => {
  await start()
  for (let second = 0; second < 3600; second += 20) {
    await at(`203.0.${second % 256}.${second % 199}`).post('/otp/start', ada)
    nowMs += 20_000
  }
  expect((await backend.requests()).length).toBeLessThanOrEqual(3 + 3600 / 300)
})

test('security: E-03 two hundred strangers who request a code at the same moment cause one email, and share its code', async () => {
  await start()
  const strangers = Array.from({ length: 200 }, (_, index) => at(`203.0.${index}.9`))
  const started = await Promise.all(strangers.map((stranger) => stranger.post('/otp/start', ada)))
  expect(new Set(started.map(({ status }) => status))).toEqual(new Set([202]))
  expect(await backend.requests()).toHaveLength(1)
  const code = await backend.codeFor('ada@example.com')
  const entered = await Promise.all(
    [...strangers.slice(0, 3), ...strangers.slice(-3)].map((one) =>
      one.post('/otp/verify', { code }),
    ),
  )
  expect(entered.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('security: E-04 strangers’ wrong codes lock out only strangers', async () => {
  await start()
  const known = await openKnownBrowser()
  // 126 wrong codes over two days, from many addresses.
  for (let count = 0; count < 42; count += 1) {
    const stranger = at(`203.0.113.${count}`)
    expect((await stranger.post('/otp/start', ada)).status).toBe(202)
    for (let turn = 0; turn < 3; turn += 1) await stranger.post('/otp/verify', { code: '000000' })
    nowMs += 4_000_000
  }
  expect(backend.events).toContainEqual(
    expect.objectContaining({ type: 'limit', limit: 'otp-wrong-per-user' }),
  )
  expect((await known.post('/otp/start', ada)).status).toBe(202)
  expect((await enter(known)).status).toBe(200)

  // A new browser of the user enters two codes in a row. The second one is sent without a pause.
  nowMs += 300_000
  const fresh = unknownBrowser()
  expect((await fresh.post('/otp/start', ada)).status).toBe(202)
  expect((await enter(fresh)).json).toMatchObject({ code: 'otp_second_code_required' })
  expect(fresh.jar.has('__Host-kit-session')).toBe(false)
  expect((await fresh.post('/otp/start', ada)).status).toBe(202)
  expect((await enter(fresh)).status).toBe(200)

  // The app can reset the limit.
  nowMs += 300_000
  await backend.auth.limits.lift(ada)
  const another = at('198.51.100.3')
  await another.post('/otp/start', ada)
  expect((await enter(another)).status).toBe(200)
})

test('security: E-04 after guessing the second code, a browser has to enter the first one again', async () => {
  await start({ limits: { 'otp-wrong-per-user': { points: 0, durationSeconds: 60 } } })
  const browser = unknownBrowser()
  await browser.post('/otp/start', ada)
  expect((await enter(browser)).json).toMatchObject({ code: 'otp_second_code_required' })
  await browser.post('/otp/start', ada)
  for (let count = 0; count < 2; count += 1) await browser.post('/otp/verify', { code: '000000' })
  expect((await enter(browser)).json).toMatchObject({ code: 'otp_second_code_required' })
})

test('security: E-05 a thousand requests from one /48 do not lock others out', async () => {
  await start()
  const known = await openKnownBrowser()
  let sent = 0
  for (let count = 0; count < 1000; count += 1) {
    const browser = at(`2001:db8:1:${count.toString(16)}::1`)
    const { status } = await browser.post('/otp/start', { identifier: `u${count}@example.com` })
    if (status === 202) sent += 1
  }
  expect(sent).toBe(160)
  expect(backend.events).toContainEqual(
    expect.objectContaining({ type: 'limit', limit: 'otp-start-per-client' }),
  )
  expect((await known.post('/otp/start', ada)).status).toBe(202)
  expect((await unknownBrowser().post('/otp/start', ada)).status).toBe(202)
})

test.for([
  ['without a proof they slow down', undefined, undefined, 202],
  [
    'where the app checks proofs, they need one',
    async (proof: string) => proof === 'real',
    '',
    429,
  ],
  [
    'the whole answer of a service is no proof',
    async () => ({ success: false }) as unknown as boolean,
    'forged',
    429,
  ],
  ['with a proof they go on', async (proof: string) => proof === 'real', 'real', 202],
] as const)(
  'security: E-05 during a flood of requests by strangers, %s',
  async ([, verifyPresence, proof, status]) => {
    const flood = { 'otp-start-global': { points: 3, durationSeconds: 600 } }
    await start({ limits: flood })
    const { close } = backend
    const resolveUser = async () => undefined
    backend = await startBackend({
      limits: flood,
      otp: { resolveUser, answerQuantumMs: 0, verifyPresence },
    })
    await close()
    for (let count = 0; count < 3; count += 1)
      await at(`203.0.113.${count}`).post('/otp/start', { identifier: `u${count}@example.com` })
    const stranger = backend.browser({ 'x-presence-proof': proof ?? '-' })
    for (const expected of [status, status, 429])
      expect(
        (await stranger.post('/otp/start', { identifier: `v${Math.random()}@example.com` })).status,
      ).toBe(expected)
  },
)

test.for([502, 503, 429])(
  'security: E-07 ten failures of the upstream with %i do not count towards the user’s limits',
  async (status) => {
    await start()
    const browser = unknownBrowser()
    await backend.control('POST', '/faults', { upstream: 'bakkt', times: 20, status })
    for (let count = 0; count < 10; count += 1)
      expect((await browser.post('/otp/start', ada)).status).toBeGreaterThanOrEqual(429)
    expect((await browser.post('/otp/start', ada)).status).toBe(202)
    await backend.control('POST', '/faults', { upstream: 'bakkt', times: 20, status })
    const code = await backend.codeFor('ada@example.com')
    for (let count = 0; count < 10; count += 1)
      expect((await browser.post('/otp/verify', { code })).json['code']).toMatch(/^upstream_/)
    expect((await browser.post('/otp/verify', { code })).status).toBe(200)
  },
)

test('security: E-08 a request that one limit refuses does not count for the others', async () => {
  await start()
  const browser = unknownBrowser()
  await browser.post('/otp/start', ada)
  for (let count = 0; count < 20; count += 1)
    expect((await browser.post('/otp/start', ada)).status).toBe(429)
  nowMs += 60_000
  for (let count = 0; count < 9; count += 1)
    expect((await browser.post('/otp/start', { identifier: `u${count}@example.com` })).status).toBe(
      202,
    )
})

test('security: E-09 spellings of one user’s address share their limits, and answers do not show that they belong together', async () => {
  await start({
    otp: {
      answerQuantumMs: 0,
      resolveUser: async (email) => {
        const plain = email.replace(/\+.*@/, '@')
        const users: { email: string; user_uuid: string }[] = await backend.control('GET', '/users')
        return users.find((user) => user.email === plain)?.user_uuid
      },
    },
  })
  for (const name of ['ada', 'nobody'])
    for (let count = 0; count < 20; count += 1) {
      const browser = at(`203.0.${name.length}.${count}`)
      const answer = await browser.post('/otp/start', {
        identifier: `${name}+${count}@example.com`,
      })
      expect(answer.status).toBe(202)
      expect(Date.parse(String(answer.json['expiresAt'])) - nowMs).toBe(600_000)
      await browser.post('/otp/verify', { code: '000000' })
      await browser.post('/otp/verify', { code: '000000' })
    }
  const users: { email: string; user_uuid: string }[] = await backend.control('GET', '/users')
  const uuid = users.find(({ email }) => email === 'ada@example.com')?.user_uuid ?? ''
  const mails = (await backend.requests()).filter(
    ({ path, body }) => path === '/auth/login' && JSON.stringify(body).includes(uuid),
  )
  expect(mails).toHaveLength(1)
  expect(backend.events).toContainEqual(
    expect.objectContaining({ type: 'limit', limit: 'otp-wrong-per-user' }),
  )
})

test('security: E-36 the store contains no client addresses', async () => {
  const keys: string[] = []
  const { memoryStore } = await import('../index.ts')
  const store = memoryStore()
  await start({
    store: {
      ...store,
      createCounter: (limit) => {
        const counter = store.createCounter(limit)
        return {
          ...counter,
          consume: (key, options) => {
            keys.push(key)
            return counter.consume(key, options)
          },
        }
      },
      consumeAll: async (charges) => {
        keys.push(...charges.map(({ key }) => key))
        return (await store.consumeAll?.(charges)) ?? []
      },
    },
  })
  const browser = at('203.0.113.77')
  await browser.post('/otp/start', ada)
  await enter(browser)
  expect(keys.length).toBeGreaterThan(5)
  expect(keys.join()).not.toMatch(/203\.0\.113|ada@/)
  expect(JSON.stringify(backend.events)).not.toContain('203.0.113')
  const clients = new Set(backend.events.map((event) => Object(event).client))
  expect(clients.size).toBe(1)
})
