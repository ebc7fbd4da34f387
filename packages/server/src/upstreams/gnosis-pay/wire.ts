import * as v from 'valibot'

/** Answer of `POST /api/v1/auth/challenge`; the schema of the documentation makes the token optional. */
export const ChallengeAnswer = v.object({ token: v.pipe(v.string(), v.minLength(1)) })

/** Answer of `POST /api/v1/auth/signup`: its token replaces the one before. */
export const SignUpAnswer = v.object({
  id: v.string(),
  token: v.pipe(v.string(), v.minLength(1)),
})

/** What is read of a token. It is not ours to verify: nothing is trusted for it. */
export const TokenClaims = v.object({
  exp: v.optional(v.number()),
  userId: v.optional(v.string()),
})
