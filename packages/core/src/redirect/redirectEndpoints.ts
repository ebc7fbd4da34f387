import { type Endpoint, withRequest } from '../contract/Endpoint.ts'
import type { Passage } from '../contract/Passage.ts'
import type { StandardSchemaV1 } from '../contract/StandardSchema.ts'
import { object, strictObject, string, url } from '../contract/schema.ts'

/** Body of `POST /redirect/start`; `returnTo` is a path of the app's own origin, default `/`. */
export const RedirectStartRequest = /* @__PURE__ */ strictObject({
  'returnTo?': /* @__PURE__ */ string({ maxLength: 2048 }),
})
export type RedirectStartRequest = StandardSchemaV1.InferOutput<typeof RedirectStartRequest>

/** Answer of `POST /redirect/start`: the upstream's page. */
export const RedirectStartAnswer = /* @__PURE__ */ object({ url })
export type RedirectStartAnswer = StandardSchemaV1.InferOutput<typeof RedirectStartAnswer>

/** `POST /redirect/start` without the schema of what is sent, which the client leaves to the backend. */
export const redirectStart = {
  method: 'POST',
  path: '/redirect/start',
  answer: RedirectStartAnswer,
  status: 200,
} as const satisfies Omit<Endpoint, 'request'>

/** `POST /redirect/start`. The way back is {@link redirectCallback}, no call of the client. */
export const redirectEndpoints = {
  start: /* @__PURE__ */ withRequest(redirectStart, RedirectStartRequest),
} as const satisfies Record<string, Endpoint>

/** `GET /redirect/callback`: where the upstream's page sends the browser back to, with `code` and `state`. */
export const redirectCallback = {
  method: 'GET',
  path: '/redirect/callback',
  answers: 'page',
} as const satisfies Passage
