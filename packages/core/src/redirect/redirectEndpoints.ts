import * as v from 'valibot'
import type { Endpoint } from '../contract/Endpoint.ts'
import type { Passage } from '../contract/Passage.ts'

/** Body of `POST /redirect/start`; `returnTo` is a path of the app's own origin, default `/`. */
export const RedirectStartRequest = /* @__PURE__ */ v.strictObject({
  returnTo: /* @__PURE__ */ v.optional(
    /* @__PURE__ */ v.pipe(/* @__PURE__ */ v.string(), /* @__PURE__ */ v.maxLength(2048)),
  ),
})
export type RedirectStartRequest = v.InferOutput<typeof RedirectStartRequest>

/** Answer of `POST /redirect/start`: the upstream's page. */
export const RedirectStartAnswer = /* @__PURE__ */ v.object({
  url: /* @__PURE__ */ v.pipe(/* @__PURE__ */ v.string(), /* @__PURE__ */ v.url()),
})
export type RedirectStartAnswer = v.InferOutput<typeof RedirectStartAnswer>

/** `POST /redirect/start`. The way back is {@link redirectCallback}, no call of the client. */
export const redirectEndpoints = {
  start: {
    method: 'POST',
    path: '/redirect/start',
    request: RedirectStartRequest,
    answer: RedirectStartAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

/** `GET /redirect/callback`: where the upstream's page sends the browser back to, with `code` and `state`. */
export const redirectCallback = {
  method: 'GET',
  path: '/redirect/callback',
  answers: 'page',
} as const satisfies Passage
