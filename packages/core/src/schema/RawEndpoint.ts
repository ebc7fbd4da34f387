/** A part of the contract that is not a JSON call: a page for the browser, or the proxied calls. */
export interface RawEndpoint {
  readonly method: 'GET' | 'ANY'
  /** The path below the route's base path. `*` stands for the rest of it. */
  readonly path: string
  /** `page`: HTML or a redirect. `raw`: the upstream's answer. */
  readonly answers: 'page' | 'raw'
}
