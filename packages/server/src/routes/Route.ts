import type { Endpoint, StandardSchemaV1 } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { AuthEvent } from '../audit/AuthEvent.ts'
import type { Exchange } from './Exchange.ts'

/** The server's implementation of one call of the contract. */
export interface Route {
  readonly endpoint: Endpoint
  readonly event: AuthEvent['type']
  /** Receives data, and returns data or throws an `AuthError`. It never handles a `Request` or `Response`. */
  readonly handle: (call: {
    body: unknown
    context: AuthContext
    exchange: Exchange
  }) => Promise<unknown>
}

/** Connects a handler to its endpoint, whose schemas define its input and output. */
export function defineRoute<const endpoint extends Endpoint>(
  endpoint: endpoint,
  event: AuthEvent['type'],
  handle: (call: {
    body: RequestOf<endpoint>
    context: AuthContext
    exchange: Exchange
  }) => Promise<AnswerOf<endpoint>>,
): Route {
  // Safe, because `handle` is called only with a body that this endpoint's schema has accepted.
  return {
    endpoint,
    event,
    handle: (call) => handle({ ...call, body: call.body as RequestOf<endpoint> }),
  }
}

type RequestOf<endpoint extends Endpoint> = endpoint extends {
  request: infer schema extends StandardSchemaV1
}
  ? StandardSchemaV1.InferOutput<schema>
  : undefined
type AnswerOf<endpoint extends Endpoint> = endpoint extends {
  answer: infer schema extends StandardSchemaV1
}
  ?
      | StandardSchemaV1.InferOutput<schema>
      | (endpoint extends { emptyStatus: 204 } ? undefined : never)
  : undefined
