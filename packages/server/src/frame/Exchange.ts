import type { Cookies } from '../session/Cookies.ts'
import type { Incoming } from './Incoming.ts'

/** One request on its way through a route, after the guards. */
export interface Exchange {
  readonly request: Incoming
  readonly url: URL
  readonly requestId: string
  /** One of the configured origins: the one that the request comes from, or the first. */
  readonly origin: string
  /** The key that this client's requests are counted under. */
  readonly client: string
  readonly cookies: Cookies
  /** Headers of the answer, such as those of the limits, by their names in lower case. */
  readonly headers: Map<string, string>
  /** What the event of this request says beyond its outcome. */
  readonly note: { subject?: string | undefined }
}
