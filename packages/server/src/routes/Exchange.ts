import type { ProblemCode } from '@kit/core'
import type { Cookies } from '../http/Cookies.ts'
import type { Client } from '../http/findClient.ts'
import type { Incoming } from '../http/Incoming.ts'

/** A request that has passed the checks, and what its answer will contain. */
export interface Exchange {
  readonly request: Incoming
  readonly url: URL
  readonly requestId: string
  /**
   * The configured origin that the request comes from. For a request without `Origin`, the origin of its URL if
   * that is configured, otherwise the first one.
   */
  readonly origin: string
  /** The pseudonyms under which this client's requests are counted. */
  readonly client: Client
  readonly cookies: Cookies
  /** The answer's headers by lower-case name, such as the rate limit headers. */
  readonly headers: Map<string, string>
  /** Additional members for the event of this request. */
  readonly note: Note
}

/** `outcome` and `code` are set only if they differ from what the browser may learn. */
interface Note {
  subject?: string | undefined
  outcome?: 'failure' | undefined
  code?: ProblemCode | undefined
}
