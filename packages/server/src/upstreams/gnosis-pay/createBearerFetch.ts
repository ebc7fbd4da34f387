import { problem } from '../../problem.ts'
import type { UpstreamFetch } from '../createUpstreamFetch.ts'
import { isUnregistered } from './readToken.ts'

/**
 * Creates a fetch that distinguishes two meanings of a 401. Gnosis Pay also refuses a valid token of a wallet
 * without an account. Without this, such a refusal would end the session, which the user needs to sign up. A
 * 401 from the sign-up means a wrong code.
 *
 * @param isExempt - whether a 401 on this path has a different meaning.
 */
export function createBearerFetch(
  fetch: UpstreamFetch,
  isExempt: (path: string, method: string) => boolean,
  now: () => number,
): UpstreamFetch {
  const call: UpstreamFetch = async (path, request) => {
    const answer = await fetch(path, request)
    const [, token] = /^Bearer (.+)$/.exec(request.headers?.['authorization'] ?? '') ?? []
    const isRefused = answer.status === 401 && !isExempt(path, request.method)
    if (isRefused && token !== undefined && isUnregistered(token, now()))
      throw problem('registration_required')
    return answer
  }
  // Keeps `baseUrl`, to which sessions are bound.
  return Object.assign(call, fetch)
}
