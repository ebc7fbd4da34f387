import { once } from 'node:events'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import { bakkt } from './bakkt/index.ts'

/* An upstream that accepts every connection but never answers, which is the worst kind of outage. */
const timeoutMs = 400
let sent: string[] = []
let [open, most] = [0, 0]
const hanging = createServer(async (request) => {
  try {
    sent.push(await text(request))
  } catch {} // The call was aborted while its body was being sent.
})
hanging.on('connection', (socket) => {
  open += 1
  most = Math.max(most, open)
  socket.once('close', () => {
    open -= 1
  })
})
let port = 0
beforeAll(async () => {
  await once(hanging.listen(0, '127.0.0.1'), 'listening')
  const address = hanging.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
})
afterAll(() => {
  hanging.closeAllConnections()
  hanging.close()
})

test('security: U-14 150 simultaneous calls are all answered in time, none is sent twice, and no connection or timer is left', async () => {
  const unlimited = { points: 1_000_000, durationSeconds: 60 }
  const auth = createAuth({
    upstream: bakkt({ apiKey: 'an-api-key', baseUrl: `http://127.0.0.1:${port}`, timeoutMs }),
    origin,
    secret,
    limits: { 'otp-start-per-client': unlimited },
    otp: { resolveUser: async (identifier) => identifier, answerQuantumMs: 0 },
  })
  const browser = createBrowser(auth.handler)
  const start = (name: number) => browser.post('/otp/start', { identifier: `${name}@example.com` })
  // The first call creates what the pool keeps, and a timer that is not always there.
  await start(0)
  await expect.poll(() => open).toBe(0)
  sent = []
  const before = countTimersAndSockets()
  const answers = await Promise.all(Array.from({ length: 150 }, (_, name) => start(name + 1)))
  for (const { status, json } of answers)
    expect([status, json['code']]).toEqual([504, 'upstream_timeout'])
  // Calls that got no free connection in time were never sent.
  const forOwners = sent.filter((body) => body.includes('@example.com'))
  expect(forOwners.length).toBeGreaterThan(100)
  expect(forOwners).toHaveLength(new Set(forOwners).size)
  // The others are for a user who does not exist, to find out whether the upstream fails for all users.
  expect(sent.length - forOwners.length).toBeLessThan(10)
  expect(most).toBeLessThanOrEqual(128)
  await expect.poll(() => open).toBe(0)
  await expect.poll(countTimersAndSockets).toBeLessThan(before + 10)
})

function countTimersAndSockets(): number {
  const kinds = process.getActiveResourcesInfo()
  return kinds.filter((kind) => /Timeout|TCP(?:Socket|Connect)Wrap/.test(kind)).length
}
