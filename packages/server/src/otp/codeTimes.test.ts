import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth, memoryStore, type Store } from '../index.ts'
import { problem } from '../problem.ts'
import type { Upstream } from '../upstreams/Upstream.ts'

/* The fake clock advances only while a request waits for it. */
beforeAll(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }))
afterAll(() => void vi.useRealTimers())

const quantumMs = 750
const right = '123456'
const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))
/** How long the upstream takes to check a code, for each kind of user. */
let checkMs = { known: 10, unknown: 10 }
beforeEach(() => {
  checkMs = { known: 10, unknown: 10 }
})
/** How many checks the upstream has begun. */
let checks = 0
const upstream: Upstream = {
  id: 'slow',
  otp: {
    codeLength: 6,
    codeAlphabet: 'numeric',
    codeLifetimeSeconds: 600,
    createDecoyUserId: () => 'nobody',
    start: async () => undefined,
    async verify(userId, code) {
      checks += 1
      await wait(checkMs[userId === 'nobody' ? 'unknown' : 'known'])
      if (code !== right || userId === 'nobody') throw problem('otp_invalid')
      return { userId, credential: null }
    },
  },
}

const unlimited = { points: 1_000_000, durationSeconds: 60 }
const open = (store: Store) =>
  createAuth({
    upstream,
    store,
    origin,
    secret,
    trustedProxyHops: 1,
    otp: {
      resolveUser: async (email) => (email.startsWith('known') ? email : undefined),
      answerQuantumMs: quantumMs,
    },
    limits: { 'otp-wrong-global': unlimited, 'otp-start-global': unlimited },
  })

/** A given clock makes each memory store separate. Without one, they would all share their data. */
const createStore = () => memoryStore({ now: () => Date.now() })

/** Advances the clock from timer to timer until there is a result. Only one call may run at a time. */
async function runClock<result>(running: Promise<result>): Promise<result> {
  let isDone = false
  void running.finally(() => {
    isDone = true
  })
  while (!isDone) {
    await sleepUndisturbed()
    if (!isDone) vi.advanceTimersToNextTimer()
  }
  return running
}

/**
 * Gives a request enough time to reach its next timer. On a busy machine, a sleep takes longer than it should, and
 * the request may still not be there. Then this sleeps again.
 */
async function sleepUndisturbed(): Promise<void> {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const startedAt = process.hrtime.bigint()
    await sleep(5)
    if (process.hrtime.bigint() - startedAt < 8_000_000n) return
  }
}

let count = 0
/** Returns how many slots pass until a code is answered. */
async function enter(auth: ReturnType<typeof open>, who: 'known' | 'unknown', code = '000000') {
  count += 1
  const browser = createBrowser(auth.handler)
  await runClock(browser.post('/otp/start', { identifier: `${who}-${count}@example.com` }))
  const startedAt = performance.now()
  const { status } = await runClock(browser.post('/otp/verify', { code }))
  expect(status).toBe(code === right && who === 'known' ? 200 : 401)
  return (performance.now() - startedAt) / quantumMs
}

async function enterInTurns(auth: ReturnType<typeof open>, times: number) {
  const slots: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] }
  for (let turn = 0; turn < times; turn += 1)
    for (const who of ['unknown', 'known'] as const) slots[who].push(await enter(auth, who))
  return slots
}

test('default: a wrong code is refused at the first slot, even the first wrong code of a new store', async () => {
  const auth = open(createStore())
  expect(await enterInTurns(auth, 3)).toEqual({ known: [1, 1, 1], unknown: [1, 1, 1] })
})

test.for([
  ['known', 1000, 2],
  ['unknown', 1000, 2],
  ['known', 2900, 4],
] as const)(
  'security: O-13 E-13 if the upstream checks wrong codes slowly for %s users, in %i ms, the time reveals nothing',
  async ([who, ms, slots]) => {
    checkMs[who] = ms
    // Two processes with one store.
    const store = createStore()
    const [first, second] = [open(store), open(store)]
    await enter(first, who)
    const all = { known: [slots, slots, slots], unknown: [slots, slots, slots] }
    expect(await enterInTurns(first, 3)).toEqual(all)
    expect(await enterInTurns(second, 3)).toEqual(all)
  },
)

test('security: O-13 E-13 with a new store, simultaneous wrong codes are all answered as late as the slowest', async () => {
  const store = createStore()
  checkMs.known = 1000
  const browsers: ReturnType<typeof createBrowser>[] = []
  for (const auth of [open(store), open(store)])
    for (const name of ['known-1', 'unknown-1', 'known-2', 'unknown-2']) {
      const browser = createBrowser(auth.handler)
      browsers.push(browser)
      const identifier = `${name}-at-once@example.com`
      await runClock(browser.post('/otp/start', { identifier }))
    }
  const startedAt = performance.now()
  checks = 0
  const all = browsers.map(async (browser) => {
    await browser.post('/otp/verify', { code: '000000' })
    return (performance.now() - startedAt) / quantumMs
  })
  while (checks < all.length) await sleep(1)
  expect(await runClock(Promise.all(all))).toEqual(all.map(() => 2))
})

test('security: O-13 E-13 with a new store, an upstream that hangs for one user does not delay others for long', async () => {
  const auth = open(createStore())
  checkMs.known = 9000
  const [hanging, other] = [createBrowser(auth.handler), createBrowser(auth.handler)]
  await runClock(hanging.post('/otp/start', { identifier: 'known-hanging@example.com' }))
  await runClock(other.post('/otp/start', { identifier: 'unknown-beside@example.com' }))
  const startedAt = performance.now()
  checks = 0
  const both = [hanging, other].map(async (browser) => {
    await browser.post('/otp/verify', { code: '000000' })
    return (performance.now() - startedAt) / quantumMs
  })
  while (checks < both.length) await sleep(1)
  expect(await runClock(Promise.all(both))).toEqual([12, 4])
})

test('behavior: once enough times are stored, a sign-in writes none', async () => {
  const store = createStore()
  let writes = 0
  const counted: Store = {
    ...store,
    compareAndSet(key, ...rest) {
      if (key.startsWith('otp-times:')) writes += 1
      return store.compareAndSet(key, ...rest)
    },
  }
  const auth = open(counted)
  const enterAll = async () => {
    for (const who of ['known', 'unknown'] as const) await enter(auth, who)
    await enter(auth, 'known', right)
  }
  for (let turn = 0; turn < 32; turn += 1) await enterAll()
  expect(writes).toBe(96)
  for (let turn = 0; turn < 20; turn += 1) await enterAll()
  expect(writes).toBe(96)
  // A longer time is written immediately, and a shorter one a little later.
  checkMs.known = 1000
  await enter(auth, 'known')
  expect(writes).toBe(97)
  expect(await enter(auth, 'unknown')).toBe(2)
  checkMs.known = 10
  vi.advanceTimersByTime(1000)
  for (let turn = 0; turn < 3; turn += 1) await enterAll()
  expect(await enter(auth, 'unknown')).toBe(1)
  expect(writes).toBeLessThan(105)
  // Unchanged times are written once an hour, so that they do not expire.
  const before = writes
  vi.advanceTimersByTime(3_600_000)
  for (let turn = 0; turn < 3; turn += 1) await enter(auth, 'known', right)
  expect(writes).toBe(before + 1)
})

test('security: O-13 E-13 if correct codes have become slow, later wrong codes are delayed as well', async () => {
  const auth = open(createStore())
  await enterInTurns(auth, 3)
  checkMs.known = 1600
  for (const code of [right, right]) await enter(auth, 'known', code)
  expect(await enterInTurns(auth, 2)).toEqual({ known: [3, 3], unknown: [3, 3] })
})

test('security: O-13 E-13 after the first slow answer for a user, later answers do not differ', async () => {
  const auth = open(createStore())
  await enterInTurns(auth, 3)
  checkMs.known = 1000
  expect(await enter(auth, 'known')).toBe(2)
  expect(await enterInTurns(auth, 2)).toEqual({ known: [2, 2], unknown: [2, 2] })
})

test('behavior: a single slow answer does not delay others, and a correct code is not delayed', async () => {
  const auth = open(createStore())
  await enterInTurns(auth, 3)
  checkMs.known = 6000
  expect(await enter(auth, 'known')).toBe(8)
  checkMs.known = 10
  expect(await enter(auth, 'known')).toBe(8)
  expect(await enter(auth, 'known')).toBe(1)
  expect(await enter(auth, 'known', right)).toBeLessThan(0.1)
})

test('security: O-13 E-13 the times of simultaneous wrong codes are all remembered', async () => {
  const store = createStore()
  const auth = open(store)
  checkMs.known = 1000
  const browsers = await Promise.all(
    Array.from({ length: 4 }, async (_, index) => {
      const browser = createBrowser(auth.handler)
      await runClock(browser.post('/otp/start', { identifier: `known-at-once-${index}@x.example` }))
      return browser
    }),
  )
  await runClock(
    Promise.all(browsers.map((browser) => browser.post('/otp/verify', { code: '000000' }))),
  )
  expect(await enter(auth, 'unknown')).toBe(2)
})

test('security: O-13 E-13 a code that is no longer valid takes as long as a wrong one', async () => {
  const auth = open(createStore())
  checkMs.known = 1000
  await enterInTurns(auth, 3)
  const browser = createBrowser(auth.handler)
  await runClock(browser.post('/otp/start', { identifier: 'known-twice@example.com' }))
  const copy = createBrowser(auth.handler)
  for (const [name, value] of browser.jar) copy.jar.set(name, value)
  expect((await runClock(browser.post('/otp/verify', { code: right }))).status).toBe(200)
  const startedAt = performance.now()
  expect((await runClock(copy.post('/otp/verify', { code: right }))).status).toBe(401)
  expect((performance.now() - startedAt) / quantumMs).toBe(2)
})
