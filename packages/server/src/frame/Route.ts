import type { Endpoint, StandardSchemaV1 } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { AuthEvent } from '../audit/AuthEvent.ts'
import type { Exchange } from './Exchange.ts'

/** One call of the contract on the server's side. */
export interface Route {
  readonly endpoint: Endpoint
  readonly event: AuthEvent['type']
  /** Data in, data out, or an `AuthError` thrown. Never a `Response`. */
  readonly handle: (call: {
    body: unknown
    context: AuthContext
    exchange: Exchange
  }) => Promise<unknown>
}

/** Ties a handler to its endpoint, whose schemas say what comes in and what goes out. */
export function defineRoute<const endpoint extends Endpoint>(
  endpoint: endpoint,
  event: AuthEvent['type'],
  handle: (call: {
    body: RequestOf<endpoint>
    context: AuthContext
    exchange: Exchange
  }) => Promise<AnswerOf<endpoint>>,
): Route {
  // The frame calls it with a body that this endpoint's own schema has accepted.
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
  ? StandardSchemaV1.InferOutput<schema>
  : undefined
