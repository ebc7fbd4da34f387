import type { InferOutput } from 'valibot'
import { Secret } from '../../keys/Secret.ts'
import { problem } from '../../problem.ts'
import type { BitBadgesTokens } from './BitBadgesSignIn.ts'
import type { TokenAnswer } from './wire.ts'

/**
 * Reads the tokens of a successful exchange or renewal.
 *
 * @throws `AuthError` `upstream_invalid_answer` for an answer without a user or a token.
 */
export function readTokens(answer: InferOutput<typeof TokenAnswer>): BitBadgesTokens {
  const userId = answer.bitbadgesAddress ?? answer.cosmosAddress
  // An access token that equals the address authorizes nothing. BitBadges returned it for requests without
  // scopes.
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

/** Numbers arrive as strings. */
function readTime(value: number | string | undefined): number | undefined {
  return value === undefined ? undefined : Number(value)
}
