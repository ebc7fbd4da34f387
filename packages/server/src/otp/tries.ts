import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { everyone } from '../limits/applyLimit.ts'
import { problem } from '../problem.ts'
import type { OtpLoginState } from '../session/loginState.ts'
import type { UpstreamLogin } from '../upstreams/Upstream.ts'

/**
 * Counts one try of a code, and says how many are left after it.
 *
 * @throws `AuthError` `otp_attempts_exhausted` when this code was tried often enough, `otp_locked`
 * when this address was.
 */
export async function countTry(context: AuthContext, login: OtpLoginState): Promise<number> {
  const { limits, supportContact } = context
  for (const name of budgets) {
    const count = await limits.consume(name, login.identifierKey)
    const retryAfterSeconds = Math.ceil(count.resetMs / 1000)
    if (!count.isAllowed) throw problem('otp_locked', { retryAfterSeconds, supportContact })
  }
  const ofCode = await limits.consume('otp-tries-per-code', login.challengeId)
  if (!ofCode.isAllowed) {
    await refund(context, login)
    throw problem('otp_attempts_exhausted')
  }
  return ofCode.remaining
}

/** Runs the try that was counted: a right code takes it back, a wrong one says what is left. */
export async function settleTry(
  context: AuthContext,
  exchange: Exchange,
  login: OtpLoginState,
  attemptsLeft: number,
  verify: () => Promise<UpstreamLogin>,
): Promise<UpstreamLogin> {
  const { limits } = context
  const fuse = await limits.peek('otp-wrong-global', everyone)
  if (fuse.consumed >= limits.setting('otp-wrong-global').points) {
    // Somebody tries codes all over the place: everyone gets fewer tries, nobody is shut out.
    context.emit({ type: 'otp.fuse', outcome: 'failure', requestId: exchange.requestId })
    const { isAllowed, resetMs } = await limits.consume('otp-verify-strict', exchange.client)
    const retryAfterSeconds = Math.max(1, Math.ceil(resetMs / 1000))
    if (!isAllowed) throw problem('rate_limited', { retryAfterSeconds })
  }
  const startedAt = performance.now()
  try {
    const signedIn = await verify()
    await refund(context, login)
    // The hard stop is for wrong codes one after the other.
    await limits.reset('otp-tries-per-identifier-long', login.identifierKey)
    return signedIn
  } catch (error) {
    if (!AuthError.is(error) || error.code !== 'otp_invalid') throw error
    await limits.consume('otp-wrong-global', everyone)
    await context.holds.wrong(startedAt)
    throw problem('otp_invalid', { attemptsLeft })
  }
}

async function refund(context: AuthContext, { identifierKey }: OtpLoginState): Promise<void> {
  for (const name of budgets) await context.limits.refund(name, identifierKey)
}

const budgets = ['otp-tries-per-identifier', 'otp-tries-per-identifier-long'] as const
