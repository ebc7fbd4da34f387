import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { UpstreamAnswer, UpstreamRequest } from '../upstreams/createUpstreamFetch.ts'

/**
 * Calls the upstream.
 *
 * @throws `AuthError` `method_not_offered` if it has no API to call.
 */
export async function askUpstream(
  { upstream }: AuthContext,
  path: string,
  request: UpstreamRequest,
): Promise<UpstreamAnswer> {
  if (upstream.fetch === undefined) throw problem('method_not_offered')
  return upstream.fetch(path, request)
}
