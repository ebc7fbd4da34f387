import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { Json } from '../upstreams/Upstream.ts'

/**
 * Checks that a credential can be sent unchanged: no control characters, no spaces, only ASCII. Runtimes trim
 * or refuse other header values, so the request would use a different session or none.
 *
 * @throws `AuthError` `upstream_invalid_answer`.
 */
export function assertCredentialForm({ upstream }: AuthContext, credential: Json): void {
  for (const value of Object.values(upstream.authorize?.(credential) ?? {}))
    if (!/^(?:(?:Bearer|Basic|DPoP|Token) )?[!-~]+$/.test(value))
      throw problem('upstream_invalid_answer')
}
