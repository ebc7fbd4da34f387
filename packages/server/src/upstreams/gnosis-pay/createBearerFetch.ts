import { problem } from '../../problem.ts'
import type { UpstreamFetch } from '../createUpstreamFetch.ts'
import { isUnregistered } from './readToken.ts'

/**
 * The upstream also refuses a valid token of a wallet without an account. Without this, the session would
 * end, and with it the way to the registration, where a 401 means a wrong code.
 *
 * @param isExempt - whether a 401 on this path has another meaning.
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
  // Keeps the base URL, which binds sessions to this deployment.
  return Object.assign(call, fetch)
}
