import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { PendingOtp } from '../session/loginState.ts'
import type { OtpUpstream, UpstreamLogin } from '../upstreams/Upstream.ts'
import type { Asked } from './codeTimes.ts'
import { findOutage } from './findOutage.ts'

/** What to answer about a code. */
export type Verdict =
  | { readonly outcome: 'right'; readonly signedIn: UpstreamLogin }
  /** `isCounted` is false if something other than the code was wrong, so that the attempt costs nothing. */
  | { readonly outcome: 'wrong'; readonly isCounted: boolean; readonly asked: Asked }
  | { readonly outcome: 'unjudged'; readonly error: unknown }

/**
 * Has the upstream check a code. If that fails, a check for a user who does not exist shows whether it fails
 * for everybody, and only such a failure is reported. A failure for one user looks like a wrong code, because
 * anything else would reveal that the user exists. The app's log has the actual reason.
 */
export async function judgeCode(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  { login, code, isCurrent }: { login: PendingOtp; code: string; isCurrent: boolean },
): Promise<Verdict> {
  // A later code has been sent, or this one was used. The upstream is not called, and nothing was guessed.
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
    // The result of a right code of a known user, such as an incomplete registration.
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
