import type { Goal } from '../../Benchmark.ts'

/** The processor time of each line, in µs, by `table: line`. */
export type Measured = ReadonlyMap<string, number>

/** What is compared with what, and the ratio to stay below. */
interface Comparison {
  readonly what: string
  readonly ours: string
  readonly theirs: string
  readonly atMost: number
}

const goals: readonly Comparison[] = [
  {
    what: 'a challenge, beside Better Auth’s nonce',
    ours: 'challenge: ours, memory',
    theirs: 'challenge: Better Auth',
    atMost: 1 / 10,
  },
  {
    what: 'a challenge, beside Hono’s constant',
    ours: 'challenge: ours, memory',
    theirs: 'challenge: Hono, a constant',
    atMost: 1 / 0.3,
  },
  {
    what: 'a challenge, beside the floor',
    ours: 'challenge: ours, memory',
    theirs: 'challenge: the floor',
    atMost: 2.5,
  },
  {
    what: 'a verification, beside the floor',
    ours: 'verify: ours, memory',
    theirs: 'verify: the floor',
    atMost: 2.5,
  },
  {
    what: 'a challenge by the Fetch handler, beside the Node mount',
    ours: 'challenge: ours, memory, Fetch handler',
    theirs: 'challenge: ours, memory',
    atMost: 1.25,
  },
  {
    what: '`GET /session`, beside Hono’s constant',
    ours: 'session: ours, memory',
    theirs: 'session: Hono, a constant',
    atMost: 1 / 0.4,
  },
  {
    what: 'the proxy, beside a bare `undici.request`',
    ours: 'proxy: ours, GET /upstream/user',
    theirs: 'proxy: bare undici.request',
    atMost: 1 / 0.7,
  },
  {
    what: 'a whole sign-in with a wallet, beside Better Auth’s',
    ours: 'wallet: ours, memory',
    theirs: 'wallet: Better Auth',
    atMost: 1 / 20,
  },
  {
    what: 'a whole sign-in with a code, beside Better Auth’s',
    ours: 'code: ours, memory',
    theirs: 'code: Better Auth',
    atMost: 1 / 20,
  },
  {
    what: 'verifying beside a million used nonces, beside one',
    ours: 'growth: 1,000,000',
    theirs: 'growth: 1',
    atMost: 1.2,
  },
]

/** The goals with what this run has measured. */
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
