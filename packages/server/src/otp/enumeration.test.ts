import { once } from 'node:events'
import { createServer } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import { createPace } from './createHold.ts'

/* An upstream that gives itself away: fast for those whom it does not know, slow for the others. */
const known = '00000000-0000-4000-8000-000000000001'
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
const open = (answerQuantumMs: number) =>
  createAuth({
    upstream: bakkt({ apiKey: 'key', baseUrl }),
    origin,
    secret,
    trustedProxyHops: 1,
    limits: { 'otp-start-per-client': unlimited, 'otp-verify-per-client': unlimited },
    otp: {
      resolveUser: async (email) => (email.startsWith('known') ? known : undefined),
      answerQuantumMs,
    },
  })

/** How long sending a code, and trying a wrong one, take for both kinds: one after the other, in turns. */
async function measure(answerQuantumMs: number, rounds: number) {
  const { handler } = open(answerQuantumMs)
  const times = { start: { known: [], unknown: [] }, verify: { known: [], unknown: [] } } as {
    [call in 'start' | 'verify']: { known: number[]; unknown: number[] }
  }
  for (let round = 0; round < rounds; round += 1)
    for (const who of round % 2 === 0
      ? (['known', 'unknown'] as const)
      : (['unknown', 'known'] as const)) {
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
  return times
}

/** How often one of the first takes longer than one of the second; a half when nothing tells them apart. */
function compare(first: number[], second: number[]): number {
  const wins = first.flatMap((a) => second.map((b): number => (a > b ? 1 : a === b ? 0.5 : 0)))
  return wins.reduce((sum, win) => sum + win, 0) / wins.length
}

test('security: O-13 times tell known users from unknown ones where nothing is held', async () => {
  knownMs = 400
  const { start, verify } = await measure(0, 5)
  knownMs = 70
  expect(compare(start.known, start.unknown)).toBeGreaterThan(0.9)
  expect(compare(verify.known, verify.unknown)).toBeGreaterThan(0.9)
})

test('security: O-13 times tell nothing by default, neither of sending nor of a wrong code', async () => {
  const rounds = 12
  const { start, verify } = await measure(150, rounds)
  // Three and a half standard deviations of the Mann-Whitney statistic under "no difference".
  const margin = 3.5 * Math.sqrt((2 * rounds + 1) / (12 * rounds * rounds))
  for (const { known, unknown } of [start, verify])
    expect(Math.abs(compare(known, unknown) - 0.5)).toBeLessThan(margin)
})

test('security: O-13 once one answer took longer, all do, for ten minutes', () => {
  const findWait = createPace(100)
  expect(findWait(5, 0)).toBe(95)
  expect(findWait(150, 1000)).toBe(50)
  expect(findWait(5, 2000)).toBe(195)
  expect(findWait(5, 601_000)).toBe(195)
  expect(findWait(5, 601_001)).toBe(95)
  // An upstream that hangs holds up nobody else.
  expect(findWait(9990, 602_000)).toBe(10)
  expect(findWait(5, 603_000)).toBe(95)
})
