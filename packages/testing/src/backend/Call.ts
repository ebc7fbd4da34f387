/** A request to the in-memory backend. A browser forbids some of these headers in a `Request`. */
export interface Call {
  readonly method: string
  /** The path below the route's base path, without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** The origin of the page that the route belongs to. */
  readonly origin: string
  readonly headers: Headers
  readonly text: string
  readonly jar: Jar
}

/** The cookies of one browser. Changes are sent to it with the answer. */
export interface Jar {
  get(name: CookieName): string | undefined
  /** `undefined` clears the cookie. */
  set(name: CookieName, value: string | undefined): void
}

/** `login` identifies a browser that is signing in, `session` is a session. */
export type CookieName = 'login' | 'session'
