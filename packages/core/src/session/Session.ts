import * as v from 'valibot'

/** How a user can sign in: by wallet, by a code sent by e-mail, or on a page of the upstream. */
export const Method = /* @__PURE__ */ v.picklist(['siwe', 'email-otp', 'redirect'])
export type Method = v.InferOutput<typeof Method>

/**
 * What the browser may know of a signed-in user. Never a credential.
 *
 * `subject` is a pseudonym, stable for this app; `expiresAt` is null where the upstream does not say.
 * Times are ISO 8601, by the server's clock.
 */
export const Session = /* @__PURE__ */ v.object({
  method: Method,
  upstream: /* @__PURE__ */ v.string(),
  subject: /* @__PURE__ */ v.string(),
  address: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  chainId: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.number()),
  status: /* @__PURE__ */ v.picklist(['active', 'registration-required', 'pending']),
  authenticatedAt: /* @__PURE__ */ v.pipe(
    /* @__PURE__ */ v.string(),
    /* @__PURE__ */ v.isoTimestamp(),
  ),
  expiresAt: /* @__PURE__ */ v.nullable(
    /* @__PURE__ */ v.pipe(/* @__PURE__ */ v.string(), /* @__PURE__ */ v.isoTimestamp()),
  ),
})
export type Session = v.InferOutput<typeof Session>
