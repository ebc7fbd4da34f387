import * as v from 'valibot'

/**
 * Answer of `POST …/web3/signed`. The status is `OK` up to 0.15 and `SUCCESS` since then. Any other status
 * requires further steps. The token may be absent, and is opaque even if it is a JWT. Additional members are
 * ignored.
 */
export const SignedAnswer = v.object({
  status: v.string(),
  // Only characters that are allowed in a header.
  token: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^[\x21-\x7e]*$/)))),
  // A time zone is required. Without it, the time would depend on the time zone of this server.
  expiration: v.optional(
    v.nullable(v.union([v.literal(''), v.pipe(v.string(), v.isoTimestamp())])),
  ),
})

/** Answer of the call that sends a code by email. The session's id becomes part of a path. */
export const EmailCodeAnswer = v.object({
  session_id: v.pipe(v.string(), v.regex(/^[\w-]{1,128}$/)),
})

/** The claims of a challenge that is a JWT. */
export const ChallengePayload = v.object({ exp: v.pipe(v.number(), v.integer(), v.minValue(1)) })
