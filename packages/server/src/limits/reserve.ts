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
  readonly isTold?: boolean
  /** Whether the limit only counts, and never refuses. @default false */
  readonly isEndless?: boolean
  /** Whether the limit only needs to have room, and its point is taken later. @default false */
  readonly isOnlyChecked?: boolean
}

/** Points that were taken before it is known whether the action succeeds. */
export interface Reservation {
  /** Gives the points back, because nothing was sent or checked. */
  refund(): Promise<void>
}

/** What became of a few charges: each was spent, or none because some have no room. */
export interface Spending {
  readonly charges: readonly { readonly charge: Charge; readonly count: Count }[]
  /** In the order of the charges. If it is not empty, nothing was spent. */
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
  return confirm(context, exchange, await spend(context, charges))
}

/** Takes one point under each limit, or none at all, in one step of the store. */
export async function spend(context: AuthContext, charges: readonly Charge[]): Promise<Spending> {
  const { limits } = context
  if (charges.length === 0) return { charges: [], refused: [] }
  const counts = await limits.consumeAll(
    charges.map(({ name, key, durationSeconds, isOnlyChecked = false, ...charge }) => ({
      name,
      key,
      points: charge.isEndless === true ? Infinity : findPoints(context, { name, ...charge }),
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

/** What became of some of the charges. */
export function pick({ charges, refused }: Spending, chosen: readonly Charge[]): Spending {
  return {
    charges: charges.filter(({ charge }) => chosen.includes(charge)),
    refused: refused.filter((charge) => chosen.includes(charge)),
  }
}

/**
 * Tells the browser what is left, and the app which limits were reached.
 *
 * @throws `AuthError` `rate_limited` if nothing was spent.
 */
export function confirm(
  context: AuthContext,
  exchange: Exchange,
  { charges, refused }: Spending,
): Reservation {
  for (const { charge, count } of charges)
    if (charge.isTold === true) tell(context, exchange, charge, count)
  if (refused.length > 0)
    throw problem('rate_limited', {
      retryAfterSeconds: findRetryAfter({ charges, refused }),
    })
  const spent = charges.filter(({ charge }) => charge.isOnlyChecked !== true)
  for (const { charge, count } of spent)
    if (count.consumed === findPoints(context, charge)) announce(context, exchange, charge)
  return {
    refund: () =>
      refundAll(
        context,
        spent.map(({ charge }) => charge),
      ),
  }
}

/** When every limit that refused has ended its window, in s. */
export function findRetryAfter({ charges, refused }: Spending): number {
  const waits = charges.filter(({ charge }) => refused.includes(charge))
  return toSeconds(Math.max(...waits.map(({ count }) => count.resetMs)))
}

/** Gives points back that were spent. */
export async function refundAll(
  { limits }: AuthContext,
  charges: readonly Charge[],
): Promise<void> {
  await Promise.all(charges.map(({ name, key }) => limits.refund(name, key)))
}

/** Returns the charges for a client: one for its address, and one for each larger network around it. */
export function perClient({ client }: Exchange, name: LimitName): Charge[] {
  return client.ranges.map(({ key, factor }, index) => ({
    name,
    key,
    factor,
    isTold: index === 0,
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
export function announce(context: AuthContext, exchange: Exchange, charge: Charge): void {
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

function tell(
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
