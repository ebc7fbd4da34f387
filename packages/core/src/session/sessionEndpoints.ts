import type { Endpoint } from '../schema/Endpoint.ts'
import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { array, instant, nullable, object, strictObject, text } from '../schema/schema.ts'
import { Method, Session } from './Session.ts'

/** The answer of `GET /session`: the current session, and the methods that this backend offers. */
export const SessionAnswer = /* @__PURE__ */ object({
  session: /* @__PURE__ */ nullable(Session),
  methods: /* @__PURE__ */ array(Method),
})
export type SessionAnswer = StandardSchemaV1.InferOutput<typeof SessionAnswer>

/** The answer of every successful verification. */
export const SignedInAnswer = /* @__PURE__ */ object({ session: Session })
export type SignedInAnswer = StandardSchemaV1.InferOutput<typeof SignedInAnswer>

/** Body of `POST /session/extend`, which is empty. */
export const SessionExtendRequest = /* @__PURE__ */ strictObject({})
export type SessionExtendRequest = StandardSchemaV1.InferOutput<typeof SessionExtendRequest>

/**
 * One session in the user's list. `client` names the browser and the operating system, such as `Firefox ·
 * Windows`. It may be empty. `connector` is the id of the wallet's connector, such as `io.metamask`.
 */
export const SessionEntry = /* @__PURE__ */ object({
  id: text,
  method: Method,
  client: text,
  'address?': text,
  'connector?': text,
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
})
export type SessionEntry = StandardSchemaV1.InferOutput<typeof SessionEntry>

/**
 * The answer of `GET /sessions`: the user's sessions, the most recently used first, and the id of the session
 * that sent the request.
 */
export const SessionListAnswer = /* @__PURE__ */ object({
  currentId: text,
  sessions: /* @__PURE__ */ array(SessionEntry),
})
export type SessionListAnswer = StandardSchemaV1.InferOutput<typeof SessionListAnswer>

/** `GET /session`, `DELETE /session`, and the user's list of sessions. */
export const sessionEndpoints = {
  get: { method: 'GET', path: '/session', answer: SessionAnswer, status: 200 },
  delete: { method: 'DELETE', path: '/session', status: 204 },
  extend: {
    method: 'POST',
    path: '/session/extend',
    request: SessionExtendRequest,
    answer: SessionAnswer,
    status: 200,
  },
  list: { method: 'GET', path: '/sessions', answer: SessionListAnswer, status: 200 },
  end: { method: 'DELETE', path: '/sessions/{id}', status: 204 },
  endOthers: { method: 'DELETE', path: '/sessions', status: 204 },
} as const satisfies Record<string, Endpoint>
