import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { problem } from '../../problem.ts'
import type { UpstreamLogin } from '../Upstream.ts'
import { TokenClaims } from './wire.ts'

/**
 * What a token says of itself. The signer's address stands for a user that has no account yet.
 *
 * @param address - the signer's, as the wallet gave it; never the token's claim.
 * @throws `AuthError` `upstream_invalid_answer` for what is no JWT.
 */
export function toLogin(token: string, address: string): UpstreamLogin {
  const { expiresAt, userId } = readToken(token)
  return {
    userId: userId ?? address,
    credential: token,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    status: userId === undefined ? 'registration-required' : 'active',
  }
}

/** Whether a token is still good, but of a wallet that has not signed up. */
export function isUnregistered(token: string, now: number): boolean {
  const { expiresAt = Infinity, userId } = readToken(token)
  return userId === undefined && now < expiresAt
}

/** The two claims that are looked at. The key is the upstream's: nobody else can verify them. */
function readToken(token: string): { expiresAt: number | undefined; userId: string | undefined } {
  try {
    const { exp, userId } = v.parse(TokenClaims, decodeJwt(token))
    return { expiresAt: exp == null ? undefined : exp * 1000, userId: userId ?? undefined }
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}
