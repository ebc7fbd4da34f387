import * as v from 'valibot'

/**
 * What is known of a code that was sent: its shape, when another may be asked for, when it ends, how
 * often it may be tried. Times are ISO 8601 by the server's clock.
 */
export const OtpDelivery = /* @__PURE__ */ v.object({
  codeLength: /* @__PURE__ */ v.number(),
  codeAlphabet: /* @__PURE__ */ v.picklist(['numeric', 'alphanumeric']),
  resendAt: /* @__PURE__ */ v.string(),
  expiresAt: /* @__PURE__ */ v.string(),
  attemptsLeft: /* @__PURE__ */ v.number(),
})
export type OtpDelivery = v.InferOutput<typeof OtpDelivery>
