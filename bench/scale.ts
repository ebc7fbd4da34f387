import { createRequire } from 'node:module'
import { join } from 'node:path'
import { createBrowser, origin, secret } from '../packages/server/src/fixtures/startBackend.ts'
import { startRedis } from '../packages/server/src/fixtures/startRedis.ts'
import { createAuth } from '../packages/server/src/index.ts'
import { redisStore } from '../packages/server/src/store/redis/redisStore.ts'
import { bakkt } from '../packages/server/src/upstreams/bakkt/bakkt.ts'

/*
 * `node --conditions=@kit/source bench/scale.ts`: measures how many commands, bytes and how much memory
 * sign-ins take in a Redis that 50 processes share. `docs/scale-out.md` has the numbers and explains them.
 */
const processes = 50
const signIns = 1000

const load = createRequire(join(import.meta.dirname, '../packages/server/package.json'))
const { Redis } = load('ioredis') as { Redis: new (url: string) => RedisClient }
const redis = await startRedis()
const client = new Redis(redis.url)
const stores = Array.from({ length: processes }, () =>
  redisStore({ url: redis.url, timeoutMs: 10_000 }),
)
const backends = stores.map((store) => {
  const upstream = bakkt({ apiKey: 'key', baseUrl: 'http://localhost:1' })
  const { siwe, otp } = upstream
  if (siwe === undefined || otp === undefined) throw new Error('Bakkt offers both.')
  const logIn = async (userId: string) => ({ userId, credential: crypto.randomUUID() })
  return createAuth({
    // The upstream decides at once, because only the store is measured.
    upstream: {
      ...upstream,
      siwe: { ...siwe, verify: ({ address }) => logIn(address) },
      otp: { ...otp, start: async () => ({ isKnown: true }), verify: (userId) => logIn(userId) },
    },
    origin,
    secret,
    store,
    trustedProxyHops: 1,
    otp: { resolveUser: async (email) => email, answerQuantumMs: 0 },
  })
})

/** Each user calls several processes, as behind a load balancer. */
let turn = 0
const open = () =>
  createBrowser((request) => {
    turn += 1
    const backend = backends[turn % processes]
    if (backend === undefined) throw new Error('No backend.')
    return backend.handler(request)
  })

async function signInWithWallet(): Promise<void> {
  expect(await open().signIn(), 200)
}

let people = 0
async function signInWithCode(): Promise<void> {
  const browser = open()
  people += 1
  expect(await browser.post('/otp/start', { identifier: `${people}@example.com` }), 202)
  expect(await browser.post('/otp/verify', { code: '123456' }), 200)
}

const reader = open()
async function readSession(): Promise<void> {
  expect(await reader.get('/session'), 200)
}

function expect({ status, text }: { status: number; text: string }, wanted: number): void {
  if (status !== wanted) throw new Error(`${status}: ${text}`)
}

interface RedisClient {
  info(): Promise<string>
  keys(pattern: string): Promise<string[]>
  memory(command: 'USAGE', key: string): Promise<number>
  pttl(key: string): Promise<number>
  flushall(): Promise<unknown>
  disconnect(): void
}

async function readCounts() {
  const info = await client.info()
  const read = (name: string) => Number(new RegExp(`^${name}:(\\d+)`, 'm').exec(info)?.[1])
  return {
    commands: read('total_commands_processed'),
    received: read('total_net_input_bytes'),
    sent: read('total_net_output_bytes'),
    memory: read('used_memory'),
  }
}

async function measure(name: string, run: () => Promise<void>): Promise<void> {
  // Each connection and script is set up once.
  for (let one = 0; one < processes * 2; one += 1) await run()
  const before = await readCounts()
  for (let one = 0; one < signIns; one += 1) await run()
  const after = await readCounts()
  const each = (kind: keyof typeof before) => Math.round((after[kind] - before[kind]) / signIns)
  console.log(
    `${name}: ${each('commands')} commands, ${each('received')} bytes to Redis, ${each('sent')} back, ${each('memory')} bytes of memory`,
  )
}

/** The part of a key before its colon stays readable. */
async function describeKeys(): Promise<void> {
  const kinds = new Map<string, { keys: number; bytes: number; seconds: number }>()
  for (const key of await client.keys('*')) {
    const kind = /^kit:([\w-]+)/.exec(key)?.[1] ?? key
    const known = kinds.get(kind) ?? { keys: 0, bytes: 0, seconds: 0 }
    known.keys += 1
    known.bytes += await client.memory('USAGE', key)
    known.seconds = Math.max(known.seconds, (await client.pttl(key)) / 1000)
    kinds.set(kind, known)
  }
  for (const [kind, { keys, bytes, seconds }] of [...kinds].toSorted())
    console.log(
      `  ${kind}: ${keys} keys of ${Math.round(bytes / keys)} bytes, for ${Math.round(seconds)} s`,
    )
}

await signInWithWallet()
await measure('a sign-in with a wallet', signInWithWallet)
await describeKeys()
await client.flushall()
await measure('a sign-in with a code', signInWithCode)
await describeKeys()
expect(await reader.signIn(), 200)
await measure('GET /session', readSession)

client.disconnect()
for (const store of stores) await store.close()
await redis.close()
