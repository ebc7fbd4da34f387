import type { InferOutput } from 'valibot'
import { Secret } from '../../audit/Secret.ts'
import { problem } from '../../problem.ts'
import type { BitBadgesTokens } from './BitBadgesOptions.ts'
import type { TokenAnswer } from './wire.ts'

/**
 * The tokens of an exchange or a renewal that succeeded.
 *
 * @throws `AuthError` `message_refused` for a success by its status alone, `upstream_invalid_answer` for one
 * that names no user or gives no token.
 */
export function readTokens(answer: InferOutput<typeof TokenAnswer>): BitBadgesTokens {
  if (!answer.verificationResponse.success) throw problem('message_refused')
  const userId = answer.bitbadgesAddress ?? answer.cosmosAddress
  // An access token that is the address proves nothing: old requests without scopes gave that.
  const token = answer.access_token === answer.address ? undefined : answer.access_token
  if (userId === undefined || token === undefined) throw problem('upstream_invalid_answer')
  return {
    userId,
    accessToken: new Secret(token),
    accessTokenExpiresAt: readTime(answer.access_token_expires_at),
    refreshToken: answer.refresh_token === undefined ? undefined : new Secret(answer.refresh_token),
    refreshTokenExpiresAt: readTime(answer.refresh_token_expires_at),
  }
}

/** Numbers come as texts. */
function readTime(value: number | string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}
