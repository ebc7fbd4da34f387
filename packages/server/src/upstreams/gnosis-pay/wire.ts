import * as v from 'valibot'

/** A JWT in its compact form: anything else would not be a header's value. */
const Token = v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]*$/))

/** Answer of `POST /api/v1/auth/challenge`; the schema of the documentation makes the token optional. */
export const ChallengeAnswer = v.object({ token: Token })

/** Answer of `POST /api/v1/auth/signup`: its token replaces the one before. */
export const SignUpAnswer = v.object({ id: v.pipe(v.string(), v.minLength(1)), token: Token })

/** What is read of a token. It is not ours to verify: nothing is trusted for it. */
export const TokenClaims = v.object({
  /** In s since 1970; beyond the last instant that a date can name it means nothing. */
  exp: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e12))),
  /** There once the wallet has signed up. */
  userId: v.nullish(v.pipe(v.string(), v.minLength(1))),
})
