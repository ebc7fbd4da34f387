import * as v from 'valibot'

/** A JWT in its compact form. Anything else could not be a header value. */
const Token = v.pipe(v.string(), v.regex(/^[\w-]+\.[\w-]+\.[\w-]*$/))

/** Answer of `POST /api/v1/auth/challenge`. The documented schema makes the token optional. */
export const ChallengeAnswer = v.object({ token: Token })

/** Answer of `POST /api/v1/auth/signup`. Its token replaces the previous one. */
export const SignUpAnswer = v.object({ id: v.pipe(v.string(), v.minLength(1)), token: Token })

/** The claims that are read. They cannot be verified here, so they are not trusted. */
export const TokenClaims = v.object({
  /** In s since 1970. Values beyond the last date are ignored. */
  exp: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(8.64e12))),
  /** Present if the wallet has signed up. */
  userId: v.nullish(v.pipe(v.string(), v.minLength(1))),
  /** The name of `userId` in the documentation of `v2`. */
  userID: v.nullish(v.pipe(v.string(), v.minLength(1))),
})

/** Answer of `GET /auth/siwe/{address}` of `v2`. */
export const MessageAnswer = v.object({
  message: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
})

/** A refresh token is opaque and only sent in a body. */
const RefreshToken = v.pipe(v.string(), v.regex(/^[!-~]{1,2048}$/))

/** Answer of `POST /auth/siwe` and `POST /auth/refresh` of `v2`. */
export const PairAnswer = v.object({ accessToken: Token, refreshToken: RefreshToken })

/** Answer of `POST /user` in `v2`: a new access token but no refresh token. */
export const UserAnswer = v.object({
  userId: v.pipe(v.string(), v.minLength(1)),
  accessToken: Token,
})

/** Answer of `GET /user/onboarding` in `v2`. Its other members depend on the status. */
export const OnboardingAnswer = v.object({ status: v.string() })

/** The credential of a `v2` session. */
export const V2Credential = v.object({ accessToken: v.string(), refreshToken: v.string() })
