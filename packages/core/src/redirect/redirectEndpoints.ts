import type { Endpoint } from '../schema/Endpoint.ts'
import type { RawEndpoint } from '../schema/RawEndpoint.ts'
import type { StandardSchemaV1 } from '../schema/StandardSchema.ts'
import { object, strictObject, string, url } from '../schema/schema.ts'

/** Body of `POST /redirect/start`; `returnTo` is a path of the app's origin, default `/`. */
export const RedirectStartRequest = /* @__PURE__ */ strictObject({
  'returnTo?': /* @__PURE__ */ string({ maxLength: 2048 }),
})
export type RedirectStartRequest = StandardSchemaV1.InferOutput<typeof RedirectStartRequest>

/** Answer of `POST /redirect/start`: the address of the upstream's page. */
export const RedirectStartAnswer = /* @__PURE__ */ object({ url })
export type RedirectStartAnswer = StandardSchemaV1.InferOutput<typeof RedirectStartAnswer>

/** `POST /redirect/start`. The browser returns to {@link redirectCallback}, which the client does not call. */
export const redirectEndpoints = {
  start: {
    method: 'POST',
    path: '/redirect/start',
    request: RedirectStartRequest,
    answer: RedirectStartAnswer,
    status: 200,
  },
} as const satisfies Record<string, Endpoint>

/**
 * `GET /redirect/callback`: the page to which the upstream sends the browser back, with `code` and `state`.
 */
export const redirectCallback = {
  method: 'GET',
  path: '/redirect/callback',
  answers: 'page',
} as const satisfies RawEndpoint
