import type { StandardSchemaV1 } from './StandardSchema.ts'

/** One call of the contract: its request, and what a successful answer looks like. */
export interface Endpoint {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** The path below the route's base path, such as `/siwe/verify`. `{id}` stands for one segment. */
  readonly path: string
  /** The schema of the JSON body, if there is one. */
  readonly request?: StandardSchemaV1
  /** The schema of the JSON answer, if there is one. */
  readonly answer?: StandardSchemaV1
  /** The status of a successful answer. */
  readonly status: 200 | 202 | 204
  /** The status of a success without an answer, if a request can ask for one. */
  readonly emptyStatus?: 204
}
