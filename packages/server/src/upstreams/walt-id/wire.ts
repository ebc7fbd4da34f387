import * as v from 'valibot'

/**
 * Answer of `POST …/web3/signed`. `OK` up to 0.15, `SUCCESS` since; other words ask for more steps. The
 * token may be hidden, and is not to be read even where it is a JWT. Further members are tolerated.
 */
export const SignedAnswer = v.object({
  status: v.string(),
  // It goes into a header.
  token: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[\x21-\x7e]*$/)))),
  // Without a zone, a time would depend on where this server runs.
  expiration: v.optional(
    v.nullable(v.union([v.literal(''), v.pipe(v.string(), v.isoTimestamp())])),
  ),
})

/** Answer of the call that has a code sent by email. The session goes into a path. */
export const EmailCodeAnswer = v.object({
  session_id: v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/)),
})

/** What a challenge says of itself. */
export const ChallengePayload = v.object({ exp: v.pipe(v.number(), v.integer(), v.minValue(1)) })
