import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { number, object, oneOf, text } from '../contract/schema.ts'

/**
 * What is known of a code that was sent: its shape, when another may be asked for, when it ends, how
 * often it may be tried. Times are ISO 8601 by the server's clock.
 */
export const OtpDelivery = /* @__PURE__ */ object({
  codeLength: number,
  codeAlphabet: /* @__PURE__ */ oneOf('numeric', 'alphanumeric'),
  resendAt: text,
  expiresAt: text,
  attemptsLeft: number,
})
export type OtpDelivery = StandardSchemaV1.InferOutput<typeof OtpDelivery>
