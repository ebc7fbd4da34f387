import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { object, text, wholeNumber } from '../schema/schema.ts'

/**
 * An RFC 9457 problem as this contract sends it, `application/problem+json`.
 *
 * `retryAfterSeconds` repeats the `Retry-After` header, `attemptsLeft` belongs to email codes, and
 * `supportContact` is the contact that the app configured, for `otp_locked` and for errors that only
 * the app can fix.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-details}
 */
export const ProblemDetails = /* @__PURE__ */ object({
  type: text,
  title: text,
  status: wholeNumber,
  code: text,
  'detail?': text,
  'requestId?': text,
  'retryAfterSeconds?': wholeNumber,
  'attemptsLeft?': wholeNumber,
  'supportContact?': text,
})
export type ProblemDetails = StandardSchemaV1.InferOutput<typeof ProblemDetails>
