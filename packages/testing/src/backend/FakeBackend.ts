import type {
  Identity,
  Method,
  ProblemCode,
  ProblemDetails,
  Session,
  SessionEntry,
} from '@kit/core'

/** An in-memory backend that a test controls: its received requests, its state, and what fails next. */
export interface FakeBackend {
  /** The `fetch` to give to `AuthProvider`, or to anything else that accepts one. */
  fetch: typeof globalThis.fetch
  /**
   * Answers any browser over HTTP, for tests in Node. Each browser has separate cookies; {@link
   * FakeBackend.state} describes the browser of `fetch`. Mount it under `/api/auth`.
   */
  handler: (request: Request) => Promise<Response>
  /** Every received request, oldest first. */
  requests: readonly FakeBackend.Request[]
  /** The session. Read it or set it, for example to `null` when the upstream ends it. */
  state: {
    session: Session | null
    /** The user's list of sessions. The first one belongs to the caller. */
    sessions: readonly SessionEntry[]
    /** The user's email addresses and wallets, oldest first. */
    identities: readonly Identity[]
  }
  /** Returns how often a path was requested. */
  count: (path: string) => number
  /** Answers the next request to a path, or to a method and a path, with a problem. */
  failNext: (
    path: string,
    code: ProblemCode,
    status: number,
    members?: Partial<ProblemDetails>,
  ) => void
  /** Answers the next request to a path with any response, such as a proxy's page. */
  answerNext: (path: string, answer: Response) => void
  /** Fails the next request to a path as if the connection was lost. */
  cutNext: (path: string) => void
  /** Holds the next request to a path until the returned function is called. */
  holdNext: (path: string) => () => void
}

export declare namespace FakeBackend {
  type Request = { method: string; path: string; body: unknown }
  type Options = {
    /** The offered methods. @default wallets and codes by email */
    methods?: readonly Method[] | undefined
    /** The initial session. @default none */
    session?: Session | undefined
    /** The user's list of sessions. The first one belongs to the caller. @default the current session */
    sessions?: readonly SessionEntry[] | undefined
    /** The user's email addresses and wallets. @default not offered, as by most upstreams */
    identities?: readonly Identity[] | undefined
    /**
     * The code in each email. An array gives the first email its first code, and so on. A function gets the
     * address. @default '123456'
     */
    code?: string | readonly string[] | ((identifier: string) => string) | undefined
    /** The domain that messages name. @default this page's */
    domain?: string | undefined
    statement?: string | undefined
    /** The accepted chains. @default Ethereum and Gnosis, 1 and 100 */
    chainIds?: readonly number[] | undefined
    /** The paths that may be passed on to the upstream, such as `/user`. @default all */
    upstreamPaths?: readonly string[] | undefined
    /** How long to wait before another code can be requested, in ms. @default 60000 */
    resendMs?: number | undefined
    /** How long a challenge or a code is valid, in ms. @default 300000 */
    lifetimeMs?: number | undefined
    /** The server's clock, in ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  }
}
