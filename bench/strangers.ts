import { mock } from 'node:test'
import { createBrowser, origin, secret } from '../packages/server/src/fixtures/startBackend.ts'
import type { AuthOptions } from '../packages/server/src/index.ts'
import { createAuth, memoryStore } from '../packages/server/src/index.ts'

/*
 * `node --expose-gc --conditions=@kit/source bench/strangers.ts [addresses]`: requests codes for addresses without a
 * user, each from a different network, and prints how many bytes each address takes in the memory store: right after
 * the requests, after the codes have expired, and after the daily limits have expired.
 */
const count = Number(process.argv[2] ?? 20_000)
let time = Date.now()
mock.timers.enable({ apis: ['setTimeout'] })
const upstream: AuthOptions['upstream'] = {
  id: 'bench',
  otp: {
    codeLength: 6,
    codeAlphabet: 'numeric',
    codeLifetimeSeconds: 600,
    createDecoyUserId: () => 'decoy',
    start: async () => {},
    verify: async () => {
      throw new Error('No code is entered here.')
    },
  },
  proxy: [],
}

/** Creates an app with an empty store. */
const createApp = () =>
  createAuth({
    upstream,
    origin,
    secret,
    limits: { 'otp-start-global': { points: 10 * count, durationSeconds: 600 } },
    trustedProxyHops: 1,
    now: () => time,
    store: memoryStore({ now: () => time }),
    otp: { resolveUser: async () => undefined, answerQuantumMs: 0 },
  })

async function requestCodes(auth: ReturnType<typeof createApp>, addresses: number): Promise<void> {
  for (let index = 0; index < addresses; index += 1) {
    const client = `10.${index >> 16}.${(index >> 8) & 255}.${index & 255}`
    const browser = createBrowser(auth.handler, { 'x-forwarded-for': client })
    const { status } = await browser.post('/otp/start', {
      identifier: `nobody-${index}@example.com`,
    })
    if (status !== 202) throw new Error(`The answer was ${status}.`)
  }
}

function readHeap(): number {
  globalThis.gc?.()
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

await requestCodes(createApp(), 1000)
const app = createApp()
const before = readHeap()
await requestCodes(app, count)
console.log(`${((readHeap() - before) / count).toFixed(0)} bytes for each address`)
for (const [name, seconds] of [
  ['20 minutes', 1200],
  ['25 hours', 90_000],
] as const) {
  for (let passed = 0; passed < seconds; passed += 10) {
    time += 10_000
    mock.timers.tick(10_000)
  }
  console.log(`${((readHeap() - before) / count).toFixed(0)} bytes after another ${name}`)
}
// Without this, the empty store could be collected before it is measured.
await requestCodes(app, 1)
