import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { PendingOtp } from '../session/loginState.ts'
import type { OtpUpstream, UpstreamLogin } from '../upstreams/Upstream.ts'
import type { Asked } from './codeTimes.ts'
import { findOutage } from './findOutage.ts'

/** The result of checking a code. */
export type Verdict =
  | { readonly outcome: 'right'; readonly signedIn: UpstreamLogin }
  /** `isCounted` is false if something other than the code was wrong, so that the attempt costs nothing. */
  | { readonly outcome: 'wrong'; readonly isCounted: boolean; readonly asked: Asked }
  | { readonly outcome: 'unjudged'; readonly error: unknown }

/**
 * Asks the upstream to check a code. If that fails, a second call for a user who does not exist shows whether
 * the upstream fails for all users. Only such a failure is reported to the browser. A failure for one user
 * looks like a wrong code, because anything else would reveal that the user exists. The event contains the
 * actual reason.
 */
export async function verifyCode(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  { login, code, isCurrent }: { login: PendingOtp; code: string; isCurrent: boolean },
): Promise<Verdict> {
  // A later code was sent, or this code was used. The upstream is not called, and the attempt does not count as
  // a guess.
  if (!isCurrent) return { outcome: 'wrong', isCounted: false, asked: 'nobody' }
  const isDecoy = login.isDecoy === 1
  const asked = isDecoy ? 'decoy' : 'user'
  try {
    const signedIn = await otp.verify(login.userId, code, login)
    return isDecoy ? { outcome: 'wrong', isCounted: true, asked } : { outcome: 'right', signedIn }
  } catch (error) {
    if (AuthError.is(error) && error.code === 'otp_invalid')
      return { outcome: 'wrong', isCounted: true, asked }
    const isTrouble = AuthError.is(error) && error.code.startsWith('upstream_')
    // The code was right, but the sign-in failed for another reason, such as an incomplete registration.
    if (!isTrouble && !isDecoy) return { outcome: 'unjudged', error }
    const outage = await findOutage(otp, 'verify')
    if (outage !== undefined) return { outcome: 'unjudged', error: outage }
    if (!isDecoy)
      context.emit({
        type: 'otp.delivery',
        outcome: 'failure',
        code: AuthError.is(error) ? error.code : 'internal_error',
        requestId: exchange.requestId,
        upstream: context.upstream.id,
        client: exchange.client.key,
      })
    return { outcome: 'wrong', isCounted: false, asked }
  }
}
