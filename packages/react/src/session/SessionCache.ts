import type { Session, SessionAnswer } from '@kit/core'

/** Stores the backend's answer about the session, in TanStack Query or in a store of the Kit. */
export interface SessionCache {
  /** Returns the latest answer; `undefined` if there is none yet. */
  getAnswer(): SessionAnswer | undefined
  /** Calls the listener after each change, until the returned function is called. */
  subscribe(listener: () => void): () => void
  /**
   * Replaces the session, or removes it with `null`. The answer to an earlier request that is still running is
   * ignored.
   */
  setSession(session: Session | null): void
  /** Requests the session again. The answer to an earlier request that is still running is ignored. */
  refetch(): Promise<void>
  /**
   * Clears the other cached data of a user who has signed out.
   *
   * @param isAll - whether to also clear the data of mounted components, which is then fetched again.
   */
  forgetPrivate(isAll: boolean): void
}
