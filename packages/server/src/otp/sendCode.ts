import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { OtpRequest, OtpUpstream } from '../upstreams/Upstream.ts'
import { findOutage } from './findOutage.ts'
import type { OtpUser } from './findUser.ts'

/**
 * Sends a code, and resolves when the browser may get its answer. The browser cannot see whether sending fails
 * for one user, nor how long it takes. If it fails, a second call for a user who does not exist shows whether
 * it fails for all users. Only such a failure is reported, for known and unknown users alike.
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
      if (started?.isKnown === false) noteUnknownAccount(exchange)
    },
    (error: unknown) => error ?? new Error('The upstream rejected without an error.'),
  )
  // Waits for only part of the slot, so that the second call fits into it.
  await Promise.race([sending, waitForLimit(answerQuantumMs / 3)])
  if (isSent) return waitForSlot()

  const outage = findOutage(otp, 'start')
  context.waitUntil(sending.then((failure) => failure !== undefined && report(failure)))
  const trouble = await Promise.race([outage, sending.then(() => (isSent ? undefined : outage))])
  await waitForSlot()
  if (trouble !== undefined && !isSent) throw trouble

  /** Reports a failure for one user to the operator only. */
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

/** Notes in the event why no code was sent. The browser's answer does not change. */
export function noteUnknownAccount({ note }: Pick<Exchange, 'note'>): void {
  note.outcome = 'failure'
  note.code = 'account_not_found'
}

/** Waits for a time limit, which 0 disables. */
function waitForLimit(ms: number): Promise<void> {
  return new Promise((resolve) => {
    if (ms > 0) setTimeout(resolve, ms)
  })
}
