import * as v from 'valibot'

/** Answer of `POST /v1/auth/token`. `expiresAt` is in seconds since 1970. */
export const TokenAnswer = v.object({
  token: v.pipe(v.string(), v.minLength(1)),
  expiresAt: v.pipe(v.number(), v.finite()),
})

/** A customer. Its status is `initiating`, `screening`, `verifying`, `active`, `rejected` or `inactive`. */
export type Customer = v.InferOutput<typeof Customer>
export const Customer = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  chainId: v.optional(v.string()),
  status: v.string(),
  challenge: v.optional(v.string()),
})

/** Answer of `GET …/challenge`: an object or the text itself, because its form is not documented. */
export const ChallengeAnswer = v.union([v.string(), v.object({ challenge: v.string() })])

/** Answer of `GET /v1/customers`: a list or an object that contains one, because its form is not documented. */
export const CustomerList = v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())])
