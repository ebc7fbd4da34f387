import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { OtpRequest, OtpUpstream } from '../upstreams/Upstream.ts'
import { findOutage } from './findOutage.ts'
import type { OtpUser } from './findUser.ts'

/**
 * Sends a code, and resolves when the answer may be sent. Nothing that concerns one user is visible: neither
 * a failure, nor how long it takes. If sending fails for this user, a second call for a user who does not
 * exist shows whether it fails for everybody. Only such a failure is reported, to known and unknown users
 * alike.
 *
 * @param waitForSlot - from `reserveSlot`.
 * @throws `AuthError` of the upstream, if it cannot send codes to anybody.
 */
export async function sendCode(
  context: AuthContext,
  exchange: Exchange,
  { otp, user, request }: { otp: OtpUpstream; user: OtpUser; request: OtpRequest },
  waitForSlot: () => Promise<void>,
): Promise<void> {
  const { answerQuantumMs } = context
  let isSent = false
  const sending = otp.start(user.userId, request).then(
    (started) => {
      isSent = true
      if (started?.isKnown === false) noteUnknown(exchange)
    },
    (error: unknown) => error ?? new Error('The upstream rejected with nothing.'),
  )
  // Leaves time for the second call within the same slot.
  await Promise.race([sending, patience(answerQuantumMs / 3)])
  if (isSent) return waitForSlot()

  const outage = findOutage(otp, 'start')
  context.waitUntil(sending.then((failure) => failure !== undefined && report(failure)))
  const trouble = await Promise.race([outage, sending.then(() => (isSent ? undefined : outage))])
  await waitForSlot()
  if (trouble !== undefined && !isSent) throw trouble

  /** What happens to one user's email is only logged. */
  function report(failure: unknown): void {
    if (user.isDecoy) return
    const code = AuthError.is(failure) ? failure.code : 'internal_error'
    if (code === 'internal_error') context.report(failure, exchange)
    context.emit({
      type: 'otp.delivery',
      outcome: 'failure',
      code,
      requestId: exchange.requestId,
      upstream: context.upstream.id,
      client: exchange.client.key,
    })
  }
}

/** The browser gets the same answer, but the operator learns why no code was sent. */
export function noteUnknown({ note }: Pick<Exchange, 'note'>): void {
  note.outcome = 'failure'
  note.code = 'account_not_found'
}

/** 0 means no limit. */
function patience(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms)
  })
}
