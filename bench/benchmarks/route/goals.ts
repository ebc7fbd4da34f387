import type { Goal } from '../../Benchmark.ts'

/** The processor time of each line, in µs, by `table: line`. */
export type Measured = ReadonlyMap<string, number>

/** The lines to compare, and the upper limit of their ratio. */
interface Comparison {
  readonly what: string
  readonly ours: string
  readonly theirs: string
  readonly atMost: number
}

const goals: readonly Comparison[] = [
  {
    what: 'a challenge, compared with Better Auth’s nonce',
    ours: 'challenge: ours, memory',
    theirs: 'challenge: Better Auth',
    atMost: 1 / 10,
  },
  {
    what: 'a challenge, compared with Hono’s constant',
    ours: 'challenge: ours, memory',
    theirs: 'challenge: Hono, a constant',
    atMost: 1 / 0.3,
  },
  {
    what: 'a challenge, compared with the floor',
    ours: 'challenge: ours, memory',
    theirs: 'challenge: the floor',
    atMost: 2.5,
  },
  {
    what: 'a verification, compared with the floor',
    ours: 'verify: ours, memory',
    theirs: 'verify: the floor',
    atMost: 2.5,
  },
  {
    what: 'a challenge by the Fetch handler, compared with the Node mount',
    ours: 'challenge: ours, memory, Fetch handler',
    theirs: 'challenge: ours, memory',
    atMost: 1.25,
  },
  {
    what: '`GET /session`, compared with Hono’s constant',
    ours: 'session: ours, memory',
    theirs: 'session: Hono, a constant',
    atMost: 1 / 0.4,
  },
  {
    what: '`GET /session`, compared with the floor',
    ours: 'session: ours, memory',
    theirs: 'session: the floor',
    atMost: 1.4,
  },
  {
    what: 'the proxy, compared with a bare `undici.request`',
    ours: 'proxy: ours, GET /upstream/user',
    theirs: 'proxy: bare undici.request',
    atMost: 1 / 0.7,
  },
  {
    what: 'a whole sign-in with a wallet, compared with Better Auth’s',
    ours: 'wallet: ours, memory',
    theirs: 'wallet: Better Auth',
    atMost: 1 / 20,
  },
  {
    what: 'a whole sign-in with a code, compared with Better Auth’s',
    ours: 'code: ours, memory',
    theirs: 'code: Better Auth',
    atMost: 1 / 20,
  },
  {
    what: 'verifying with a million used nonces, compared with one',
    ours: 'growth: 1,000,000',
    theirs: 'growth: 1',
    atMost: 1.2,
  },
]

/** Returns the goals with the ratios that this run has measured. */
export function findGoals(measured: Measured): Goal[] {
  return goals.map(({ what, ours, theirs, atMost }) => ({
    what,
    atMost,
    measured: find(ours) / find(theirs),
  }))

  function find(name: string): number {
    const found = measured.get(name)
    if (found === undefined) throw new Error(`"${name}" was not measured.`)
    return found
  }
}
