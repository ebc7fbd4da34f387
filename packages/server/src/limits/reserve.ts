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
  /** Whether the answer's headers show what is left. What others have spent must not be shown. */
  readonly isTold?: boolean
  /** What was already spent, if the caller has looked it up. */
  readonly spent?: Count
}

/** Points that were taken, until it is known whether the action happened. */
export interface Reservation {
  /** Gives the points back, because nothing was sent or checked. */
  refund(): Promise<void>
}

/**
 * Takes one point under each limit, or none at all: if one limit refuses, the others lose nothing.
 *
 * @throws `AuthError` `rate_limited` with the seconds to wait; `store_unavailable`.
 * @see {@link https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/}
 */
export async function reserve(
  context: AuthContext,
  exchange: Exchange,
  charges: readonly Charge[],
): Promise<Reservation> {
  const { limits } = context
  // Checking first costs a round trip, but a refused request then adds to none of the counts.
  if (charges.length > 1) {
    const counts = await Promise.all(
      charges.map(({ name, key, spent }) => spent ?? limits.peek(name, key)),
    )
    assertAllowed(context, exchange, charges, counts, 1)
  }
  const counts = await Promise.all(
    charges.map(({ name, key, durationSeconds }) =>
      limits.consume(name, key, durationSeconds === undefined ? {} : { durationSeconds }),
    ),
  )
  const refund = async () => {
    await Promise.all(charges.map(({ name, key }) => limits.refund(name, key)))
  }
  try {
    assertAllowed(context, exchange, charges, counts, 0)
  } catch (error) {
    await refund()
    throw error
  }
  for (const [index, charge] of charges.entries()) {
    const consumed = counts[index]?.consumed
    if (consumed === findPoints(context, charge)) announce(context, exchange, charge)
  }
  return { refund }
}

/** The limit of a client, for its address and for the larger networks around it. */
export function perClient({ client }: Exchange, name: LimitName): Charge[] {
  return client.ranges.map(({ key, factor }, index) => ({
    name,
    key,
    factor,
    isTold: index === 0,
  }))
}

/** The points that a limit has for one key. */
export function findPoints({ limits }: AuthContext, { name, factor = 1 }: Charge): number {
  return limits.setting(name).points * factor
}

/** Notifies the app that a limit was reached, with the names by which it can be lifted. */
export function announce(context: AuthContext, exchange: Exchange, charge: Charge): void {
  // Every request is followed by a pause, so it is not worth an event.
  if (charge.name === 'otp-resend-pause') return
  context.emit({
    type: 'limit',
    outcome: 'failure',
    limit: charge.name,
    client: exchange.client.key,
    requestId: exchange.requestId,
  })
}

function assertAllowed(
  context: AuthContext,
  exchange: Exchange,
  charges: readonly Charge[],
  counts: readonly Count[],
  coming: 0 | 1,
): void {
  const told = charges.flatMap((charge, index) => {
    const count = counts[index]
    return count === undefined ? [] : [{ charge, count, points: findPoints(context, charge) }]
  })
  const refused = told.filter(({ count, points }) => count.consumed + coming > points)
  if (coming === 0 || refused.length > 0)
    for (const { charge, count, points } of told)
      if (charge.isTold === true) tell(context, exchange, charge, { count, points })
  if (refused.length === 0) return
  const resetMs = Math.max(...refused.map(({ count }) => count.resetMs))
  throw problem('rate_limited', { retryAfterSeconds: toSeconds(resetMs) })
}

function tell(
  { limits }: AuthContext,
  { headers }: Exchange,
  { name, durationSeconds }: Charge,
  { count, points }: { count: Count; points: number },
): void {
  const window = durationSeconds ?? limits.setting(name).durationSeconds
  const remaining = Math.max(0, points - count.consumed)
  append(headers, 'ratelimit-policy', `"${name}";q=${points};w=${window}`)
  append(headers, 'ratelimit', `"${name}";r=${remaining};t=${toSeconds(count.resetMs)}`)
}

/** Appends a value to a header that is a list. */
function append(headers: Map<string, string>, name: string, value: string): void {
  const former = headers.get(name)
  headers.set(name, former === undefined ? value : `${former}, ${value}`)
}

export function toSeconds(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000))
}
