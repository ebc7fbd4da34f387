import * as v from 'valibot'

/**
 * An RFC 9457 problem as this contract sends it, `application/problem+json`.
 *
 * `retryAfterSeconds` repeats the `Retry-After` header, `attemptsLeft` belongs to e-mail codes,
 * `supportContact` is what the app configured for `otp_locked`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-details}
 */
export const ProblemDetails = /* @__PURE__ */ v.object({
  type: /* @__PURE__ */ v.string(),
  title: /* @__PURE__ */ v.string(),
  status: /* @__PURE__ */ v.number(),
  code: /* @__PURE__ */ v.string(),
  detail: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  requestId: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
  retryAfterSeconds: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.number()),
  attemptsLeft: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.number()),
  supportContact: /* @__PURE__ */ v.optional(/* @__PURE__ */ v.string()),
})
export type ProblemDetails = v.InferOutput<typeof ProblemDetails>
