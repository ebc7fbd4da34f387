import type { Session, SessionAnswer } from '@kit/core'

/** Where a page keeps the backend's answer about the session: in TanStack Query, or in a store. */
export interface SessionCache {
  /** The latest answer; `undefined` while there is none. */
  getAnswer(): SessionAnswer | undefined
  /** Calls back at each change until the returned function is called. */
  subscribe(listener: () => void): () => void
  /** Replaces the answer's session, or ends it, and drops an older answer that is still on its way. */
  setSession(session: Session | null): void
  /** Asks the backend again. An answer to an earlier request would be outdated. */
  refetch(): Promise<void>
  /**
   * Clears everything else that is cached for a user who is no longer signed in.
   *
   * @param isAll - also what is on the screen, which is emptied and fetched again.
   */
  forgetPrivate(isAll: boolean): void
}
