/** What of the contract is no call of JSON: a page that a browser is sent to, or whatever passes through. */
export interface Passage {
  readonly method: 'GET' | 'ANY'
  /** Below the route's base path. `*` stands for the rest of it. */
  readonly path: string
  /** `page`: answered with HTML or a redirect. `raw`: with what the upstream answers. */
  readonly answers: 'page' | 'raw'
}
