import { decodeJwt } from 'jose/jwt/decode'
import * as v from 'valibot'
import { problem } from '../../problem.ts'
import type { UpstreamLogin } from '../Upstream.ts'
import { TokenClaims } from './wire.ts'

/**
 * Creates the login for a token. A user without an account is identified by the signer's address.
 *
 * @param address - the address that signed the message, never the one in the token.
 * @throws `AuthError` `upstream_invalid_answer` for text that is not a JWT.
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

/** Whether a token is still valid but belongs to a wallet that has not signed up. */
export function isUnregistered(token: string, now: number): boolean {
  const { expiresAt = Infinity, userId } = readToken(token)
  return userId === undefined && now < expiresAt
}

/** Reads the claims of a token. They are not verified, because only the upstream has the key. */
export function readToken(token: string): {
  expiresAt: number | undefined
  userId: string | undefined
} {
  try {
    const { exp, userId, userID } = v.parse(TokenClaims, decodeJwt(token))
    return {
      expiresAt: exp == null ? undefined : exp * 1000,
      userId: userId ?? userID ?? undefined,
    }
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}
