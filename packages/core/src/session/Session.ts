import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { instant, nullable, object, openOneOf, positiveInteger, text } from '../schema/schema.ts'

/**
 * How a user can sign in: by wallet, by a code sent by email, or on a page of the upstream. The list is open:
 * a client ignores a method that it does not know.
 */
export const Method = /* @__PURE__ */ openOneOf('siwe', 'email-otp', 'redirect')
export type Method = StandardSchemaV1.InferOutput<typeof Method>

/**
 * What the browser may know about a signed-in user. It never contains a credential.
 *
 * `subject` is a pseudonym, stable for this app. `email` is present if the app chose to show it, whole or
 * masked. `expiresAt` is when the session really ends: the earliest of the credential's end, the absolute end
 * and the idle end. It is null if the backend does not know it. Times are ISO 8601, by the server's clock.
 */
export const Session = /* @__PURE__ */ object({
  method: Method,
  upstream: text,
  subject: text,
  'address?': text,
  'chainId?': positiveInteger,
  'email?': text,
  status: /* @__PURE__ */ openOneOf('active', 'registration-required', 'pending'),
  authenticatedAt: instant,
  expiresAt: /* @__PURE__ */ nullable(instant),
})
export type Session = StandardSchemaV1.InferOutput<typeof Session>
