import { createStore, type Store } from './createStore.ts'

/** One question to the user, "sign in again?", for any number of calls that wait for the answer. */
export interface Reauthentication {
  store: Store<{ isOpen: boolean }>
  /** Says that somebody shows the question, until the returned function is called. Without anyone nothing waits. */
  register(): () => void
  /**
   * Asks. True when the same user signed in again, false when they did not, or nobody can ask.
   *
   * @param signal - whoever asked waits no more; with nobody waiting the question goes away.
   */
  request(signal?: AbortSignal): Promise<boolean>
  /** Answers every call that waits. */
  settle(isSignedIn: boolean): void
  /** Says that the user signed out: they are not asked to come back. */
  leave(): void
  /** Says that somebody signed in. What waits for one user must not go on as another. */
  enter(isSameUser: boolean): void
  /** Whether somebody shows the question. */
  hasAsker(): boolean
  /** Whether the user signed out, rather than that a session ended. */
  hasLeft(): boolean
}

/** Opens at the first request, and is answered once for all of them. */
export function createReauthentication(): Reauthentication {
  const store = createStore({ isOpen: false })
  const waiting = new Set<(isSignedIn: boolean) => void>()
  let askers = 0
  let isLeft = false

  function show(): void {
    if (store.getState().isOpen !== waiting.size > 0) store.setState({ isOpen: waiting.size > 0 })
  }

  function settle(isSignedIn: boolean): void {
    for (const answer of waiting) answer(isSignedIn)
    waiting.clear()
    show()
  }

  return {
    store,
    settle,
    hasAsker: () => askers > 0,
    hasLeft: () => isLeft,
    register() {
      askers += 1
      return () => {
        askers -= 1
        if (askers === 0) settle(false)
      }
    },
    request(signal) {
      if (askers === 0 || isLeft || signal?.aborted) return Promise.resolve(false)
      return new Promise((resolve) => {
        waiting.add(resolve)
        signal?.addEventListener('abort', () => {
          waiting.delete(resolve)
          resolve(false)
          show()
        })
        show()
      })
    },
    leave() {
      isLeft = true
      settle(false)
    },
    enter(isSameUser) {
      isLeft = false
      settle(isSameUser)
    },
  }
}
