import * as v from 'valibot'

/** Answer of `POST /v1/auth/token`; `expiresAt` in seconds since 1970. */
export const TokenAnswer = v.object({
  token: v.pipe(v.string(), v.minLength(1)),
  expiresAt: v.pipe(v.number(), v.finite()),
})

/** A customer. Its states: initiating, screening, verifying, active, rejected, inactive. */
export type Customer = v.InferOutput<typeof Customer>
export const Customer = v.object({
  id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  chainId: v.optional(v.string()),
  status: v.string(),
  challenge: v.optional(v.string()),
})

/** Answer of `GET …/challenge`, whose form is not published: an object, or the text itself. */
export const ChallengeAnswer = v.union([v.string(), v.object({ challenge: v.string() })])

/** Answer of `GET /v1/customers`, whose form is not published: a list, or an object that holds one. */
export const CustomerList = v.union([v.array(v.unknown()), v.record(v.string(), v.unknown())])
