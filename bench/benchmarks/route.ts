import { startRedis } from '../../packages/server/src/fixtures/startRedis.ts'
import type { Benchmark, Table } from '../Benchmark.ts'
import { betterAuth, kit } from './route/calls.ts'
import { compare } from './route/compare.ts'
import { findGoals } from './route/goals.ts'
import { measureGrowth } from './route/growth.ts'
import { type Call, type Cost, measure } from './route/load.ts'
import { type MeasuredServer, startServer } from './route/startServer.ts'
import { reading, repeat, type Subject, signIns } from './route/subjects.ts'

export const benchmark: Benchmark = {
  title: 'The route',
  about: `
Each server is a separate process that receives requests over ten connections. Each line is the best of three runs taken in
turns after a warm-up of 3,000 rounds. Compare the processor time of one round, which includes all threads: requests per
second and latencies depend on other work on the machine. \`×\` is the ratio to the first line of the table. Each sign-in with
a wallet uses another account. The Kit and Better Auth run on their own listeners for Node; one line shows the Kit’s handler
for the Fetch API behind Hono’s adapter. (Next.js takes longer, because it creates complete requests.) The floor is a hand-written
server that counts, seals, marks and compares as the Kit does, and does nothing else. Better Auth 1.7 uses its own plugins
and SQLite in memory, without limits. The Kit enforces all of its limits. Neither side checks signatures. “Decided at once” means
that the upstream answers within the process, as Better Auth’s tables do. On a shared machine, the ratios of two runs in a row
have differed by up to two thirds, so a goal that is just met or just missed says little.

Some goals are missed for these reasons. The time of a challenge and of a verification is spread over some thirty steps, of
which the seals, tags and pseudonyms take the most; Node’s HTTP takes the same time again. A verification does what the floor
leaves out: it parses the text twice if its shape is new, records which user a credential belongs to, lists the session for its
user, and reports an event. A twentieth of Better Auth’s sign-in is only two or three times what a server that does nothing
takes for the two requests. For \`GET /session\`, the floor itself takes at least twice as long as Hono’s constant, so the fair
comparison is with the floor. The proxy reads each answer completely, parses it and searches it
for secrets before it sends a byte. That check is worth its time.`,
  async run() {
    const redis = await startRedis()
    const stub = await startServer('stub')
    const shared = { stub: stub.url, redis: redis.url }
    const servers = {
      bare: await startServer('bare'),
      floor: await startServer('floor'),
      hono: await startServer('hono'),
      undici: await startServer('undici', shared),
      fetch: await startServer('fetch', shared),
      better: await startServer('betterAuth', { rows: 'sqlite' }),
      memory: await startServer('kit', { stub: stub.url, instant: true }),
      byFetch: await startServer('kit', { stub: stub.url, instant: true, isFetch: true }),
      redis: await startServer('kit', { ...shared, instant: true }),
      http: await startServer('kit', { stub: stub.url }),
      four: await startServer('kit', { ...shared, instant: true, processes: 4 }),
    }
    try {
      const measured = new Map<string, number>()
      const calls = await measureCalls(servers, measured)
      const growth = await measureGrowth('Used nonces in the store', stub.url, measured)
      return {
        tables: [...calls, growth, await measureHeap(stub.url)],
        goals: findGoals(measured),
      }
    } finally {
      for (const server of [...Object.values(servers), stub]) await server.close()
      await redis.close()
    }
  },
}

type Servers = Record<
  | 'bare'
  | 'floor'
  | 'hono'
  | 'undici'
  | 'fetch'
  | 'better'
  | 'memory'
  | 'byFetch'
  | 'redis'
  | 'http'
  | 'four',
  MeasuredServer
>

async function measureCalls(servers: Servers, measured: Map<string, number>): Promise<Table[]> {
  const ours = signIns('ours, memory', servers.memory, kit, 1500)
  const byFetch = signIns('ours, memory, Fetch handler', servers.byFetch, kit, 1500)
  const floor = signIns('the floor', servers.floor, kit, 1500)
  const redis = signIns('ours, Redis', servers.redis, kit, 800)
  const four = signIns('ours, Redis, four processes', servers.four, kit, 1600)
  const http = signIns('ours, asking the upstream by HTTP', servers.http, kit, 800)
  const theirs = signIns('Better Auth', servers.better, betterAuth, 250)
  const hono = repeat('Hono, a constant', servers.hono, constant)
  const bare = repeat('bare node:http, a constant', servers.bare, constant)
  const sideBySide = (name: 'challenge' | 'verify' | 'start') => [
    hono,
    ...(name === 'start' ? [] : [floor[name]]),
    ours[name],
    byFetch[name],
    redis[name],
    four[name],
    theirs[name],
  ]
  const groups: [short: string, title: string, Subject[]][] = [
    [
      'challenge',
      '`POST /siwe/challenge`, and Better Auth’s nonce',
      [...sideBySide('challenge'), bare],
    ],
    ['verify', '`POST /siwe/verify`, decided at once', sideBySide('verify')],
    ['start', '`POST /otp/start`, decided at once', sideBySide('start')],
    [
      'session',
      '`GET /session`',
      [
        hono,
        reading('the floor', servers.floor, 'floor'),
        reading('ours, memory', servers.memory, 'kit'),
        reading('ours, memory, Fetch handler', servers.byFetch, 'kit'),
        reading('ours, Redis', servers.redis, 'kit'),
        reading('ours, Redis, four processes', servers.four, 'kit'),
        reading('Better Auth', servers.better, 'betterAuth'),
      ],
    ],
    [
      'proxy',
      'The proxy, one small answer',
      [
        repeat('bare undici.request', servers.undici, constant, 1500),
        repeat('bare fetch', servers.fetch, constant, 1500),
        reading('ours, GET /upstream/user', servers.http, 'kit', (call) => ({
          ...call,
          path: '/api/auth/upstream/user',
        })),
      ],
    ],
    ['wallet', 'Whole sign-ins with a wallet', [ours.siwe, http.siwe, theirs.siwe]],
    ['code', 'Whole sign-ins with a code', [ours.code, http.code, theirs.code]],
  ]
  const tables: Table[] = []
  for (const [short, title, subjects] of groups) {
    const costs = await compare(subjects)
    for (const [index, { name }] of subjects.entries())
      measured.set(`${short}: ${name}`, costs[index]?.cpuUs ?? Number.NaN)
    tables.push(toTable(title, subjects, costs))
  }
  return tables
}

function toTable(title: string, subjects: readonly Subject[], costs: readonly Cost[]): Table {
  const base = costs[0]?.cpuUs ?? 0
  const rows = costs.map(({ perSecond, p50Ms, p99Ms, cpuUs }, index) => [
    subjects[index]?.name ?? '',
    cpuUs.toFixed(0),
    (cpuUs / base).toFixed(2),
    perSecond.toFixed(0),
    p50Ms.toFixed(1),
    p99Ms.toFixed(1),
  ])
  return { title, columns: ['subject', 'CPU µs', '×', 'per second', 'p50 ms', 'p99 ms'], rows }
}

/** Measures the memory that ten thousand unfinished sign-ins take, each from a different address. */
async function measureHeap(stub: string): Promise<Table> {
  const rows: string[][] = []
  for (const [name, kind, options, calls] of [
    ['ours, memory', 'kit', { stub, instant: true }, kit],
    ['Better Auth, rows in arrays', 'betterAuth', { rows: 'arrays' }, betterAuth],
  ] as const) {
    const server = await startServer(kind, options)
    const { challenge } = signIns(name, server, calls, 10_000)
    await compare([{ ...challenge, rounds: 100 }])
    const before = await server.read('heap')
    const run = await challenge.prepare(challenge.rounds)
    await measure(server, challenge.rounds, async (ask, turn) => {
      await run(ask, turn)
    })
    const grown = (await server.read('heap')) - before
    rows.push([name, (grown / 1e6).toFixed(1)])
    await server.close()
  }
  return { title: 'Heap for 10,000 pending sign-ins', columns: ['subject', 'MB'], rows }
}

const constant: Call = { method: 'GET', path: '/user' }
