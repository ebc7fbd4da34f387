import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import { findWaitMs, waitForNextSlot } from './waitForNextSlot.ts'

/* Uses an upstream whose times reveal which users exist: it is fast for unknown users and slow for known ones. */
const known = '00000000-0000-4000-8000-'
let knownMs = 70
const upstream = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const isKnown = body.includes(known)
  await new Promise((resolve) => setTimeout(resolve, isKnown ? knownMs : 5))
  response.writeHead(isKnown ? (request.url === '/auth/login' ? 200 : 401) : 404)
  response.end(isKnown ? '' : '{"message":"User not found"}')
})
let baseUrl = ''
beforeAll(async () => {
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  const address = upstream.address()
  baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
})
afterAll(() => {
  upstream.closeAllConnections()
  upstream.close()
})

const unlimited = { points: 1_000_000, durationSeconds: 60 }
const open = (answerQuantumMs: number, resolveMs = 0, resolveKnownMs = resolveMs) =>
  createAuth({
    upstream: bakkt({ apiKey: 'key', baseUrl }),
    origin,
    secret,
    trustedProxyHops: 1,
    limits: {
      'otp-start-per-client': unlimited,
      'otp-verify-per-client': unlimited,
      // Without this, the pause would prevent every code after the first one.
      'otp-resend-pause': { points: 1_000_000, durationSeconds: 1 },
      'otp-mails-per-user': unlimited,
    },
    otp: {
      resolveUser: async (email) => {
        const [, number] = /^known-(\d+)@/.exec(email) ?? []
        const ms = number === undefined ? resolveMs : resolveKnownMs
        if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms))
        return number === undefined ? undefined : known + number.padStart(12, '0')
      },
      answerQuantumMs,
    },
  })

type Times = { [call in 'start' | 'verify']: { known: number[]; unknown: number[] } }

/** Measures how long it takes to send a code to a user and to refuse a wrong one. */
async function measureOne(
  { handler }: ReturnType<typeof open>,
  who: 'known' | 'unknown',
  round: number,
  times: Times,
): Promise<void> {
  const browser = createBrowser(handler)
  for (const [call, body] of [
    ['start', { identifier: `${who}-${round}@example.com` }],
    ['verify', { code: '000000' }],
  ] as const) {
    const startedAt = performance.now()
    const { status } = await browser.post(`/otp/${call}`, body)
    times[call][who].push(performance.now() - startedAt)
    expect(status).toBe(call === 'start' ? 202 : 401)
  }
}

/**
 * Measures both kinds of users, a few at a time. The kind that is measured first alternates. With `isFirst`,
 * each call is the first one of a new backend.
 */
async function measure(
  answerQuantumMs: number,
  { rounds, atOnce, isFirst }: { rounds: number; atOnce: number; isFirst: boolean },
): Promise<Times> {
  const shared = open(answerQuantumMs)
  const times: Times = {
    start: { known: [], unknown: [] },
    verify: { known: [], unknown: [] },
  }
  const pick = () => (isFirst ? open(answerQuantumMs) : shared)
  for (let round = 0; round < rounds; round += atOnce)
    await Promise.all(
      Array.from({ length: atOnce }, (_, index) => round + index).flatMap((number) => {
        const order =
          number % 2 === 0 ? (['known', 'unknown'] as const) : (['unknown', 'known'] as const)
        return order.map((who) => measureOne(pick(), who, number, times))
      }),
    )
  return times
}

/**
 * Returns how often a value of the first list is larger than a value of the second. One half means that the
 * lists cannot be distinguished.
 */
function compare(first: number[], second: number[]): number {
  const wins = first.flatMap((a) => second.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)))
  return wins.reduce((sum, win) => sum + win, 0) / wins.length
}

test('security: O-13 without delays, times reveal known users', async () => {
  // The first call of a process is slow for every user, because it loads code.
  await measure(0, { rounds: 1, atOnce: 1, isFirst: false })
  // Longer than a busy machine delays this process.
  knownMs = 1500
  const { start, verify } = await measure(0, { rounds: 12, atOnce: 12, isFirst: false })
  knownMs = 70
  expect(compare(start.known, start.unknown)).toBeGreaterThan(0.9)
  expect(compare(verify.known, verify.unknown)).toBeGreaterThan(0.9)
})

test.for([
  ['in a process that is in use', false],
  ['at the first call of an idle one', true],
] as const)(
  'security: O-13 E-13 by default, the times of sending a code and of refusing one reveal nothing, %s',
  async ([, isFirst]) => {
    const rounds = 60
    // Long enough that a busy machine does not delay one kind into the next slot.
    const { start, verify } = await measure(400, { rounds, atOnce: 12, isFirst })
    // Three and a half standard deviations of the Mann-Whitney statistic if there is no difference.
    const margin = 3.5 * Math.sqrt((2 * rounds + 1) / (12 * rounds * rounds))
    for (const { known, unknown } of [start, verify]) {
      expect([known.length, unknown.length]).toEqual([rounds, rounds])
      expect(Math.abs(compare(known, unknown) - 0.5)).toBeLessThan(margin)
    }
  },
)

test('security: O-13 E-13 if a request takes long before the upstream is called, the time reveals nothing', async () => {
  const quantumMs = 900
  await measure(0, { rounds: 1, atOnce: 1, isFirst: false })
  knownMs = 4 * quantumMs
  const { handler } = open(quantumMs, 0.8 * quantumMs)
  const slots = await Promise.all(
    ['known-1', 'unknown-1', 'known-2', 'unknown-2'].map(async (name) => {
      const startedAt = performance.now()
      await createBrowser(handler).post('/otp/start', { identifier: `${name}@example.com` })
      return Math.floor((performance.now() - startedAt) / quantumMs)
    }),
  )
  knownMs = 70
  expect(new Set(slots).size).toBe(1)
})

/** Starts an app that needs different times for known and unknown users, and returns the slots of its answers. */
function openSlow(
  quantumMs: number,
  { unknownMs, knownMs }: { unknownMs: number; knownMs: number },
) {
  const { handler } = open(quantumMs, unknownMs, knownMs)
  return async (name: string) => {
    const startedAt = performance.now()
    await createBrowser(handler).post('/otp/start', { identifier: `${name}@example.com` })
    return Math.floor((performance.now() - startedAt) / quantumMs)
  }
}

test('security: O-13 E-13 if the app needs longer to find a user who exists, the time reveals nothing', async () => {
  const findSlot = openSlow(300, { unknownMs: 0, knownMs: 240 })
  expect(await findSlot('known-1')).toBeGreaterThanOrEqual(2)
  // Requests for unknown users do not make the process forget how long existing users take.
  for (let round = 0; round < 3; round += 1)
    for (const slot of await Promise.all(
      Array.from({ length: 20 }, (_, number) => findSlot(`unknown-${round}-${number}`)),
    ))
      expect(slot).toBeGreaterThanOrEqual(2)
})

test('security: O-13 E-13 if the app needs longer for an unknown address, the time reveals nothing', async () => {
  const findSlot = openSlow(400, { unknownMs: 320, knownMs: 0 })
  for (const name of ['unknown-1', 'unknown-2', 'known-1', 'known-2', 'known-3'])
    expect(await findSlot(name)).toBeGreaterThanOrEqual(2)
})

test('security: O-13 a busy process sends no answer before its time', async () => {
  const early: number[] = []
  for (let count = 0; count < 5; count += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0))
    const startedAt = performance.now()
    // The event loop does not update its time while it is busy.
    while (performance.now() - startedAt < 30);
    await waitForNextSlot(startedAt, 50)
    const elapsedMs = performance.now() - startedAt
    if (elapsedMs < 50) early.push(elapsedMs)
  }
  expect(early).toEqual([])
})

test('security: O-13 answers are sent at multiples of a fixed time, whatever happened before', () => {
  for (const [elapsedMs, waitMs] of [
    [5, 95],
    [100, 0],
    [150, 50],
    [5, 95],
  ] as const)
    expect(findWaitMs(elapsedMs, 100)).toBe(waitMs)
  expect(findWaitMs(5, 0)).toBe(0)
})
