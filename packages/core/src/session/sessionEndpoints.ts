import type { Endpoint } from '../contract/Endpoint.ts'
import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { array, nullable, object } from '../contract/schema.ts'
import { Method, Session } from './Session.ts'

/** What `GET /session` answers: who is signed in, and which methods this backend offers. */
export const SessionAnswer = /* @__PURE__ */ object({
  session: /* @__PURE__ */ nullable(Session),
  methods: /* @__PURE__ */ array(Method),
})
export type SessionAnswer = StandardSchemaV1.InferOutput<typeof SessionAnswer>

/** What every successful verification answers. */
export const SignedInAnswer = /* @__PURE__ */ object({ session: Session })
export type SignedInAnswer = StandardSchemaV1.InferOutput<typeof SignedInAnswer>

/** `GET /session` and `DELETE /session`. */
export const sessionEndpoints = {
  get: { method: 'GET', path: '/session', answer: SessionAnswer, status: 200 },
  delete: { method: 'DELETE', path: '/session', status: 204 },
} as const satisfies Record<string, Endpoint>
