import type { StandardSchemaV1 } from './StandardSchema.ts'

/** One call of the contract: what is sent where, what a success looks like. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Below the route's base path, such as `/siwe/verify`. */
  readonly path: string
  /** Schema of the JSON body, absent where there is none. */
  readonly request?: StandardSchemaV1
  /** Schema of the JSON answer, absent where there is none. */
  readonly answer?: StandardSchemaV1
  /** Status of a success. */
  readonly status: 200 | 202 | 204
}

/** A call with the schema of what is sent. */
export function withRequest<
  const call extends Omit<Endpoint, 'request'>,
  request extends StandardSchemaV1,
>(call: call, request: request): call & { readonly request: request } {
  return { ...call, request }
}
