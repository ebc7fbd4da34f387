import * as v from 'valibot'
import type { Endpoint } from '../contract/Endpoint.ts'
import { Method, Session } from './Session.ts'

/** What `GET /session` answers: who is signed in, and which methods this backend offers. */
export const SessionAnswer = /* @__PURE__ */ v.object({
  session: /* @__PURE__ */ v.nullable(Session),
  methods: /* @__PURE__ */ v.array(Method),
})
export type SessionAnswer = v.InferOutput<typeof SessionAnswer>

/** What every successful verification answers. */
export const SignedInAnswer = /* @__PURE__ */ v.object({ session: Session })
export type SignedInAnswer = v.InferOutput<typeof SignedInAnswer>

/** `GET /session` and `DELETE /session`. */
export const sessionEndpoints = {
  get: { method: 'GET', path: '/session', answer: SessionAnswer, status: 200 },
  delete: { method: 'DELETE', path: '/session', status: 204 },
} as const satisfies Record<string, Endpoint>
