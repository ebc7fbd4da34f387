import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { problem } from '../problem.ts'
import type { LimitName } from './defaultLimits.ts'

/**
 * Counts this request under a limit, tells the client what is left, and refuses it beyond.
 *
 * @throws `AuthError` `rate_limited` with the seconds to wait; `store_unavailable`.
 * @see {@link https://datatracker.ietf.org/doc/draft-ietf-httpapi-ratelimit-headers/}
 */
export async function applyLimit(
  context: AuthContext,
  exchange: Exchange,
  name: LimitName,
  key: string,
): Promise<void> {
  const { points, durationSeconds } = context.limits.setting(name)
  const { isAllowed, remaining, resetMs } = await context.limits.consume(name, key)
  const resetSeconds = Math.max(1, Math.ceil(resetMs / 1000))
  exchange.headers.set('ratelimit-policy', `"${name}";q=${points};w=${durationSeconds}`)
  exchange.headers.set('ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  if (!isAllowed) throw problem('rate_limited', { retryAfterSeconds: resetSeconds })
}
