import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { problem } from '../problem.ts'
import type { LimitName } from './defaultLimits.ts'

/** The key of a limit that all clients share. */
export const everyone = 'all'

/**
 * Counts this request under a limit, tells the client what is left, and refuses it beyond. Of several limits
 * each is told, in the order in which they count.
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
  // How much the whole app is used is nobody's business.
  if (key !== everyone) {
    append(exchange.headers, 'ratelimit-policy', `"${name}";q=${points};w=${durationSeconds}`)
    append(exchange.headers, 'ratelimit', `"${name}";r=${remaining};t=${resetSeconds}`)
  }
  if (!isAllowed) throw problem('rate_limited', { retryAfterSeconds: resetSeconds })
}

/** Another value of a header that is a list. */
function append(headers: Map<string, string>, name: string, value: string): void {
  const former = headers.get(name)
  headers.set(name, former === undefined ? value : `${former}, ${value}`)
}
