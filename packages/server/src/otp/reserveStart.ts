import type { AuthContext } from '../AuthContext.ts'
import {
  type Charge,
  createClientCharges,
  emitLimitReached,
  type Reservation,
  requireSpent,
  reserve,
  selectCharges,
  spend,
} from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { callApp } from '../within.ts'
import { createRequesterCharges, type Requester } from './requester.ts'

/** The points that a request for a code has taken from its requester. */
export interface StartReservation extends Reservation {
  /** The pause before this requester's next code, in s. */
  readonly pauseSeconds: number
  /**
   * Starts the pause. Call this before anything is written or sent.
   *
   * @throws `AuthError` `rate_limited` if another request of this requester has started it in the meantime.
   */
  startPause(): Promise<void>
}

/**
 * Takes the points for a request for a code from the requester's limits. The requester can notice these limits,
 * so they count per identifier and not per user: known and unknown identifiers behave alike.
 *
 * @throws `AuthError` `rate_limited`.
 */
export async function reserveStart(
  context: AuthContext,
  exchange: Exchange,
  requester: Requester,
  identifierKey: string,
): Promise<StartReservation> {
  const key = `${requester.key}:${identifierKey}`
  const pause: Charge = { name: 'otp-resend-pause', key }
  const sent: Charge = { name: 'otp-start-per-identifier', key, isReported: true }
  const flood: Charge = { name: 'otp-start-global', key: 'all' }
  const ofRequester: Charge[] = [
    ...createRequesterCharges(exchange, requester, 'otp-start-per-client'),
    // The length of the pause depends on how many codes were sent, which is known only after this step.
    { ...pause, isOnlyChecked: true },
    sent,
    { name: 'otp-start-per-identifier-daily', key, isReported: true },
  ]
  let spending = await spend(
    context,
    requester.kind === 'stranger' ? [...ofRequester, flood] : ofRequester,
  )
  if (spending.refused.includes(flood)) {
    emitLimitReached(context, exchange, flood)
    spending = await spend(context, [
      ...ofRequester,
      ...(await slowDownStrangers(context, exchange)),
    ])
  }
  const reservation = requireSpent(context, exchange, spending)
  const sentBefore = (selectCharges(spending, [sent]).charges[0]?.count.consumed ?? 1) - 1
  const pauseSeconds = findPauseSeconds(context, sentBefore)
  const spent = [reservation.refund]
  return {
    pauseSeconds,
    async startPause() {
      const starting = reserve(context, exchange, [{ ...pause, durationSeconds: pauseSeconds }])
      // The pause is also given back if the caller fails before it has started.
      spent.push(() =>
        starting.then(
          ({ refund }) => refund(),
          () => {},
        ),
      )
      await starting
    },
    async refund() {
      await Promise.all(spent.map((refund) => refund()))
    },
  }
}

/** Returns the pause after an email to a user, in s. It depends on how many were sent in the 24 hours before. */
export function findMailPauseSeconds(context: AuthContext, sentBefore: number): number {
  const isMany = sentBefore >= context.limits.setting('otp-mails-per-user').points
  return isMany ? longPauseSeconds : findPauseSeconds(context, sentBefore)
}

/**
 * Half of a code's usual lifetime. A browser that gets the existing code at the end of the pause still has five
 * minutes to enter it.
 */
export const longPauseSeconds = 300

/** Returns the pause by the number of earlier codes: by default 60 s, 120 s, then always 240 s. */
function findPauseSeconds({ limits }: AuthContext, sentBefore: number): number {
  return limits.setting('otp-resend-pause').durationSeconds * 2 ** Math.min(sentBefore, 2)
}

/**
 * Returns the charge for a stranger's request. During a flood of such requests, each network may send fewer,
 * and must prove that a person is present if the app checks that. Known browsers are not affected.
 */
async function slowDownStrangers(context: AuthContext, exchange: Exchange): Promise<Charge[]> {
  const proof = exchange.request.headers.get('x-presence-proof')
  const { verifyPresence } = context
  if (verifyPresence !== undefined) {
    const verify = (given: string) => callApp('verifyPresence', () => verifyPresence(given))
    // Only `true` counts. JavaScript without types might return an object, such as the whole answer of a
    // service.
    const isPresent = proof !== null && proof !== '' && (await verify(proof)) === true
    if (!isPresent) throw problem('rate_limited', { retryAfterSeconds: 60 })
  }
  return createClientCharges(exchange, 'otp-start-strict')
}
