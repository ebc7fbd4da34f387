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
Each server is a separate process, asked over ten connections; each line is the best of three times taken in turns once
it is warm. What counts is processor time for one round, of all threads: requests a second and latencies are those of a
machine that has other work, too. \`×\` says how many times as much the line takes as the first line of its table.
Every server gets the same 3,000 rounds to warm up, and each sign-in with a wallet has another account. Ours and Better
Auth are mounted by their own listeners for Node; a line shows our handler of the Fetch API, as Next.js calls it, behind
Hono’s adapter. The floor is a server written by hand, which counts, seals, marks and compares as ours does, and nothing
else. Better Auth 1.7 has its own plugins, its limits off, and SQLite in memory. Ours counts under all of its limits. No
signature is checked on either side, and where it says “decided at once” the upstream answers in the process, as Better
Auth’s tables do.

What keeps the goals that are missed: within the process a challenge takes about 65 µs and a verification about 230, a flat
profile of some thirty steps, of which the seals, tags and pseudonyms are the largest; Node’s HTTP takes as much again.
A verification does what the floor leaves out: it parses the text twice if its shape is new, records which user a credential
belongs to, lists the session for its user, and reports an event. A twentieth of Better Auth’s sign-in is 130 µs here, and
a server that does nothing spends 40 on the two requests. The proxy reads each answer whole, parses it and looks for
every secret in it before a byte leaves, and no figure is worth giving that up.`,
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
  return { title, columns: ['', 'CPU µs', '×', 'per second', 'p50 ms', 'p99 ms'], rows }
}

/** Measures what ten thousand users who have begun to sign in, each from another address, leave in memory. */
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
  return { title: 'Heap for 10,000 pending sign-ins', columns: ['', 'MB'], rows }
}

const constant: Call = { method: 'GET', path: '/user' }
