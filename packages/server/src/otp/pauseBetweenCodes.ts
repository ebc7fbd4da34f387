import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { applyLimit } from '../limits/applyLimit.ts'
import { problem } from '../problem.ts'

/**
 * Begins the pause before the next code for this address: 60 s after the first one, then 120 s, then
 * 240 s. One atomic count, so that of two requests at once one is refused.
 *
 * @returns the pause in s.
 * @throws `AuthError` `rate_limited` with the seconds that are left of the pause.
 */
export async function pauseBetweenCodes(
  context: AuthContext,
  exchange: Exchange,
  identifierKey: string,
): Promise<number> {
  const { limits } = context
  const sent = await limits.peek('otp-start-per-identifier', identifierKey)
  const { durationSeconds: first } = limits.setting('otp-resend-pause')
  const pauseSeconds = first * 2 ** Math.min(sent.consumed, 2)
  const pause = await limits.consume('otp-resend-pause', identifierKey, {
    durationSeconds: pauseSeconds,
  })
  if (!pause.isAllowed)
    throw problem('rate_limited', {
      retryAfterSeconds: Math.max(1, Math.ceil(pause.resetMs / 1000)),
    })
  await applyLimit(context, exchange, 'otp-start-per-identifier', identifierKey)
  return pauseSeconds
}
