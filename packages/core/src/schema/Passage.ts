/** The part of the contract that is not a JSON call: a page for the browser, or calls that are passed on. */
export interface Passage {
  readonly method: 'GET' | 'ANY'
  /** The path below the route's base path. `*` stands for the rest of it. */
  readonly path: string
  /** `page`: HTML or a redirect. `raw`: the upstream's answer. */
  readonly answers: 'page' | 'raw'
}
