import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { instant, nullable, number, object, oneOf, text } from '../contract/schema.ts'

/** How a user can sign in: by wallet, by a code sent by e-mail, or on a page of the upstream. */
export const Method = /* @__PURE__ */ oneOf('siwe', 'email-otp', 'redirect')
export type Method = StandardSchemaV1.InferOutput<typeof Method>

/**
 * What the browser may know of a signed-in user. Never a credential.
 *
 * `subject` is a pseudonym, stable for this app; `expiresAt` is null where the upstream does not say.
 * Times are ISO 8601, by the server's clock.
 */
export const Session = /* @__PURE__ */ object({
  method: Method,
  upstream: text,
  subject: text,
  'address?': text,
  'chainId?': number,
  status: /* @__PURE__ */ oneOf('active', 'registration-required', 'pending'),
  authenticatedAt: instant,
  expiresAt: /* @__PURE__ */ nullable(instant),
})
export type Session = StandardSchemaV1.InferOutput<typeof Session>
