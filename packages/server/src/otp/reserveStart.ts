import type { AuthContext } from '../AuthContext.ts'
import type { LimitName } from '../limits/defaultLimits.ts'
import { announce, type Charge, perClient, type Reservation, reserve } from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { Count } from '../store/Store.ts'
import { callApp } from '../within.ts'
import { perRequester, type Requester } from './requester.ts'

/**
 * Charges the cost of a request for a code to the requester. The requester can notice these limits, so they
 * count by the identifier as typed: known and unknown identifiers look the same.
 *
 * @returns the pause before this requester's next code, in s.
 * @throws `AuthError` `rate_limited`.
 */
export async function reserveStart(
  context: AuthContext,
  exchange: Exchange,
  requester: Requester,
  identifierKey: string,
): Promise<{ reservation: Reservation; pauseSeconds: number }> {
  const key = `${requester.key}:${identifierKey}`
  const charge = (name: LimitName, isTold = true) => lookUp(context, { name, key, isTold })
  // All at the same time, because each one waits for the store.
  const [clients, pause, sent, daily, flood] = await Promise.all([
    Promise.all(
      perRequester(exchange, requester, 'otp-start-per-client').map((one) => lookUp(context, one)),
    ),
    charge('otp-resend-pause', false),
    charge('otp-start-per-identifier'),
    charge('otp-start-per-identifier-daily'),
    lookUp(context, { name: 'otp-start-global', key: 'all' }),
  ])
  const pauseSeconds = findPauseSeconds(context, sent.spent.consumed)
  const reservation = await reserve(context, exchange, [
    ...clients,
    { ...pause, durationSeconds: pauseSeconds },
    sent,
    daily,
    ...(requester.kind === 'stranger' ? await slowDownStrangers(context, exchange, flood) : []),
  ])
  return { reservation, pauseSeconds }
}

/** A charge with what was already spent. */
type LookedUp = Charge & { readonly spent: Count }

async function lookUp({ limits }: AuthContext, charge: Charge): Promise<LookedUp> {
  return { ...charge, spent: await limits.peek(charge.name, charge.key) }
}

/** The pause after an email to a user, in s, by how many were sent within the day before. */
export function findMailPauseSeconds(context: AuthContext, sentBefore: number): number {
  const isMany = sentBefore >= context.limits.setting('otp-mails-per-user').points
  return isMany ? longPauseSeconds : findPauseSeconds(context, sentBefore)
}

/** Half of a code's usual lifetime, so that a browser that joins has minutes to enter it. */
export const longPauseSeconds = 300

/** 60 s, 120 s, 240 s. */
function findPauseSeconds({ limits }: AuthContext, sentBefore: number): number {
  return limits.setting('otp-resend-pause').durationSeconds * 2 ** Math.min(sentBefore, 2)
}

/**
 * A flood of requests by strangers locks nobody out: each network may send fewer, and has to prove that a
 * person is present if the app checks that. Known browsers do not notice.
 */
async function slowDownStrangers(
  context: AuthContext,
  exchange: Exchange,
  flood: LookedUp,
): Promise<Charge[]> {
  const { points } = context.limits.setting(flood.name)
  if (flood.spent.consumed < points) return [flood]
  announce(context, exchange, flood)
  const proof = exchange.request.headers.get('x-presence-proof')
  const { verifyPresence } = context
  if (verifyPresence !== undefined) {
    const verify = (given: string) => callApp('verifyPresence', () => verifyPresence(given))
    // Anything but `true` is a refusal, such as the whole answer of a service, from untyped code.
    const isPresent = proof !== null && proof !== '' && (await verify(proof)) === true
    if (!isPresent) throw problem('rate_limited', { retryAfterSeconds: 60 })
  }
  return perClient(exchange, 'otp-start-strict')
}
