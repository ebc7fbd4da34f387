import type { Method, ProblemCode, ProblemDetails, Session } from '@kit/core'

/** The backend in memory, as a test holds it: what it was asked, what it knows, what goes wrong next. */
export interface FakeBackend {
  /** For `AuthProvider`, or for whatever else takes a `fetch`. */
  fetch: typeof globalThis.fetch
  /** Everything that was received, oldest first. */
  requests: readonly FakeBackend.Request[]
  /** Who is signed in: read it, or change it as when a session ends upstream. */
  state: { session: Session | null }
  /** How often a path was asked. */
  count: (path: string) => number
  /** Answers the next request to a path, or a method and a path, with a problem. */
  failNext: (
    path: string,
    code: ProblemCode,
    status: number,
    members?: Partial<ProblemDetails>,
  ) => void
  /** Answers the next request to a path with anything at all, such as a proxy's page. */
  answerNext: (path: string, answer: Response) => void
  /** Loses the connection at the next request to a path. */
  cutNext: (path: string) => void
  /** Keeps the next request to a path waiting, until the returned function is called. */
  holdNext: (path: string) => () => void
}

export declare namespace FakeBackend {
  type Request = { method: string; path: string; body: unknown }
  type Options = {
    /** What is offered. @default wallets and codes by e-mail */
    methods?: readonly Method[] | undefined
    /** Who is signed in at the start. @default nobody */
    session?: Session | undefined
    /** The code that each e-mail brings; of several the first, the second and so on. @default '123456' */
    code?: string | readonly string[] | undefined
    /** The domain that messages name. @default this page's */
    domain?: string | undefined
    statement?: string | undefined
    /** Until another code may be asked for, in ms. @default 60000 */
    resendMs?: number | undefined
    /** How long a challenge and a code live, in ms. @default 300000 */
    lifetimeMs?: number | undefined
    /** The server's clock, in ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  }
}
