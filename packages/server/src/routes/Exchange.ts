import type { ProblemCode } from '@kit/core'
import type { Cookies } from '../http/Cookies.ts'
import type { Client } from '../http/findClient.ts'
import type { Incoming } from '../http/Incoming.ts'

/** A request on its way through a route, after the checks. */
export interface Exchange {
  readonly request: Incoming
  readonly url: URL
  readonly requestId: string
  /** The configured origin that the request comes from, or the first one. */
  readonly origin: string
  /** The pseudonyms under which this client's requests are counted. */
  readonly client: Client
  readonly cookies: Cookies
  /** Headers of the answer, such as those of the limits, by name in lower case. */
  readonly headers: Map<string, string>
  /** What the event of this request contains besides its outcome. */
  readonly note: Note
}

/** `outcome` and `code` are for what the browser must not learn. */
interface Note {
  subject?: string | undefined
  outcome?: 'failure' | undefined
  code?: ProblemCode | undefined
}
