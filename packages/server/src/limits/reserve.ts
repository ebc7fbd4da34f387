import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { Count } from '../store/Store.ts'
import type { LimitName } from './defaultLimits.ts'

/** One limit that applies to a request. */
export interface Charge {
  readonly name: LimitName
  readonly key: string
  /** The factor by which this key has more points: a /48 has more than a /64. @default 1 */
  readonly factor?: number
  /** The window in s, instead of the limit's. */
  readonly durationSeconds?: number
  /**
   * Whether the headers of the answer show how many points are left. False for a limit that other clients
   * share.
   */
  readonly isReported?: boolean
  /** Whether the limit only counts, and never refuses. @default false */
  readonly neverRefuses?: boolean
  /** Whether to check only that the limit has a point left, which is taken later. @default false */
  readonly isOnlyChecked?: boolean
}

/** Points that were taken before it is known whether the action succeeds. */
export interface Reservation {
  /** Gives the points back, because nothing was sent or checked. */
  refund(): Promise<void>
}

/** The result of charges that were spent together. If some limits had no points left, none was spent. */
export interface Spending {
  readonly charges: readonly { readonly charge: Charge; readonly count: Count }[]
  /** The charges that were refused, in their order. If there are any, nothing was spent. */
  readonly refused: readonly Charge[]
}

/**
 * Takes one point from each limit, or from none if one of them is reached.
 *
 * @throws `AuthError` `rate_limited` with the seconds to wait; `store_unavailable`.
 * @see {@link https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/}
 */
export async function reserve(
  context: AuthContext,
  exchange: Exchange,
  charges: readonly Charge[],
): Promise<Reservation> {
  return requireSpent(context, exchange, await spend(context, charges))
}

/** Takes one point under a limit of the client, for its address and for the larger networks around it. */
export async function reserveForClient(
  context: AuthContext,
  exchange: Exchange,
  name: LimitName,
): Promise<Reservation> {
  return reserve(context, exchange, createClientCharges(exchange, name))
}

/** Takes one point from each limit, or from none if one of them is reached, in one operation of the store. */
export async function spend(context: AuthContext, charges: readonly Charge[]): Promise<Spending> {
  const { limits } = context
  if (charges.length === 0) return { charges: [], refused: [] }
  const counts = await limits.consumeAll(
    charges.map(({ name, key, durationSeconds, isOnlyChecked = false, ...charge }) => ({
      name,
      key,
      points: charge.neverRefuses === true ? Infinity : findPoints(context, { name, ...charge }),
      durationSeconds: durationSeconds ?? limits.setting(name).durationSeconds,
      isOnlyChecked,
    })),
  )
  const counted = charges.flatMap((charge, index) => {
    const count = counts[index]
    return count === undefined ? [] : [{ charge, count }]
  })
  const refused = counted.filter(({ count }) => !count.isAllowed).map(({ charge }) => charge)
  return { charges: counted, refused }
}

/** Returns the results of some of the charges. */
export function selectCharges({ charges, refused }: Spending, chosen: readonly Charge[]): Spending {
  return {
    charges: charges.filter(({ charge }) => chosen.includes(charge)),
    refused: refused.filter((charge) => chosen.includes(charge)),
  }
}

/**
 * Adds the remaining points to the answer's headers, and emits an event for each limit that was reached.
 *
 * @throws `AuthError` `rate_limited` if nothing was spent.
 */
export function requireSpent(
  context: AuthContext,
  exchange: Exchange,
  { charges, refused }: Spending,
): Reservation {
  for (const { charge, count } of charges)
    if (charge.isReported === true) reportRemaining(context, exchange, charge, count)
  if (refused.length > 0)
    throw problem('rate_limited', {
      retryAfterSeconds: findRetryAfter({ charges, refused }),
    })
  const spent = charges.filter(({ charge }) => charge.isOnlyChecked !== true)
  for (const { charge, count } of spent)
    if (count.consumed === findPoints(context, charge)) emitLimitReached(context, exchange, charge)
  return {
    refund: () =>
      refundAll(
        context,
        spent.map(({ charge }) => charge),
      ),
  }
}

/** Returns the time until the windows of all limits that refused have ended, in s. */
export function findRetryAfter({ charges, refused }: Spending): number {
  const waits = charges.filter(({ charge }) => refused.includes(charge))
  return toSeconds(Math.max(...waits.map(({ count }) => count.resetMs)))
}

/** Gives back points that were spent. */
export async function refundAll(
  { limits }: AuthContext,
  charges: readonly Charge[],
): Promise<void> {
  await Promise.all(charges.map(({ name, key }) => limits.refund(name, key)))
}

/** Returns the charges for a client: one for its address, and one for each larger network around it. */
export function createClientCharges({ client }: Exchange, name: LimitName): Charge[] {
  return client.ranges.map(({ key, factor }, index) => ({
    name,
    key,
    factor,
    isReported: index === 0,
  }))
}

/** Returns how many points a limit allows for one key. */
export function findPoints(
  { limits }: AuthContext,
  { name, factor = 1 }: Pick<Charge, 'name' | 'factor'>,
): number {
  return limits.setting(name).points * factor
}

/** Emits an event that a limit was reached. It contains the values that `auth.limits.lift` needs. */
export function emitLimitReached(context: AuthContext, exchange: Exchange, charge: Charge): void {
  // This limit is reached after every request, so it is not worth an event.
  if (charge.name === 'otp-resend-pause') return
  context.emit({
    type: 'limit',
    outcome: 'failure',
    limit: charge.name,
    client: exchange.client.key,
    requestId: exchange.requestId,
  })
}

function reportRemaining(
  context: AuthContext,
  { headers }: Exchange,
  charge: Charge,
  { consumed, resetMs }: Count,
): void {
  const { name } = charge
  const points = findPoints(context, charge)
  const window = charge.durationSeconds ?? context.limits.setting(name).durationSeconds
  const remaining = Math.max(0, points - consumed)
  append(headers, 'ratelimit-policy', `"${name}";q=${points};w=${window}`)
  append(headers, 'ratelimit', `"${name}";r=${remaining};t=${toSeconds(resetMs)}`)
}

/** Appends a value to a header whose value is a list. */
function append(headers: Map<string, string>, name: string, value: string): void {
  const former = headers.get(name)
  headers.set(name, former === undefined ? value : `${former}, ${value}`)
}

function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000))
}
