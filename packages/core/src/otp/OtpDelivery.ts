import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { object, oneOf, text, wholeNumber } from '../schema/schema.ts'

/**
 * Describes a code that was sent: its shape, when another can be requested, when it expires, and how many
 * attempts it allows. Times are ISO 8601 by the server's clock.
 */
export const OtpDelivery = /* @__PURE__ */ object({
  codeLength: wholeNumber,
  codeAlphabet: /* @__PURE__ */ oneOf('numeric', 'alphanumeric'),
  resendAt: text,
  expiresAt: text,
  attemptsLeft: wholeNumber,
})
export type OtpDelivery = StandardSchemaV1.InferOutput<typeof OtpDelivery>
