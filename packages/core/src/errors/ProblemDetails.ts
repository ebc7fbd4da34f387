import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { number, object, text } from '../contract/schema.ts'

/**
 * An RFC 9457 problem as this contract sends it, `application/problem+json`.
 *
 * `retryAfterSeconds` repeats the `Retry-After` header, `attemptsLeft` belongs to e-mail codes,
 * `supportContact` is what the app configured for `otp_locked`.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9457#name-members-of-a-problem-details}
 */
export const ProblemDetails = /* @__PURE__ */ object({
  type: text,
  title: text,
  status: number,
  code: text,
  'detail?': text,
  'requestId?': text,
  'retryAfterSeconds?': number,
  'attemptsLeft?': number,
  'supportContact?': text,
})
export type ProblemDetails = StandardSchemaV1.InferOutput<typeof ProblemDetails>
