import * as v from 'valibot'

/** Answer of `POST …/web3/signed`. `OK` up to 0.15, `SUCCESS` since; other words ask for more steps. */
export const SignedAnswer = v.object({
  status: v.string(),
  token: v.optional(v.string()),
  expiration: v.optional(v.nullable(v.string())),
})
