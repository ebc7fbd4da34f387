import { defaultLimits } from '../packages/server/src/limits/defaultLimits.ts'

/*
 * Computes how likely an attacker is to guess a code with the default limits. `docs/email-codes.md` quotes the
 * results.
 */

/** The resources of an attacker who guesses codes. */
export interface Attacker {
  /** Separate networks: IPv4 addresses, or IPv6 /64s in as many /48s. */
  readonly addresses: number
  readonly days: number
  /** The number of possible codes. @default 1,000,000: six digits */
  readonly codes?: number
}

/** An upper bound for the chance of getting into one chosen account. */
export function findOddsOfOne({ addresses, days, codes = 1e6 }: Attacker): number {
  const perUser = defaultLimits['otp-wrong-per-user']
  // The first window may have begun earlier, so one more window counts.
  const windows = Math.ceil((days * 86_400) / perUser.durationSeconds) + 1
  const direct = Math.min(windows * perUser.points, addresses * perClientAndUser(days))
  // Guesses from another browser have to match a first code and then a second one.
  const firstCodes = (addresses * perClientAndUser(days)) / codes
  const secondTries = firstCodes * defaultLimits['otp-wrong-second-code'].points
  return (direct + secondTries) / codes
}

/** An upper bound for the chance of getting into any account, if there is an account for each guess. */
export function findOddsOfAny({ addresses, days, codes = 1e6 }: Attacker): number {
  const perClient = defaultLimits['otp-wrong-per-client']
  // The attacker can use all points of one window at its end, and all of the next at its start.
  const direct = addresses * (perClient.points * (days + 1) - 1)
  const rate = defaultLimits['otp-verify-per-client']
  const tries = (addresses * days * 86_400 * rate.points) / rate.durationSeconds
  const secondTries = (tries / codes) * defaultLimits['otp-wrong-second-code'].points
  return (direct + secondTries) / codes
}

function perClientAndUser(days: number): number {
  const { points, durationSeconds } = defaultLimits['otp-wrong-per-client-and-user']
  return points * (Math.ceil((days * 86_400) / durationSeconds) + 1)
}

const rows: [string, number][] = [
  ['one account, 100,000 addresses, 30 days', findOddsOfOne({ addresses: 100_000, days: 30 })],
  ['one account, 100,000 addresses, 365 days', findOddsOfOne({ addresses: 100_000, days: 365 })],
  ['any account, 1,000 addresses, 1 day', findOddsOfAny({ addresses: 1000, days: 1 })],
]
if (process.argv[1]?.endsWith('odds.ts') === true)
  for (const [name, odds] of rows) console.log(`${name}: ${odds.toExponential(2)}`)
