import { createStore, type Store } from '../login/createStore.ts'

/** Asks the user once to sign in again, for any number of waiting calls. */
export interface Reauthentication {
  store: Store<{ isOpen: boolean }>
  /**
   * Registers a part that shows the question, until the returned function is called. Without one, no call
   * waits.
   */
  register(): () => void
  /**
   * Asks. Resolves to true if the same user signed in again, and to false if not, or if nothing can ask.
   *
   * @param signal - the caller no longer waits; when nobody waits, the question disappears.
   */
  request(signal?: AbortSignal): Promise<boolean>
  /** Answers every waiting call. */
  settle(isSignedIn: boolean): void
  /** The user signed out, and is not asked to sign in again. */
  leave(): void
  /** A user signed in. Calls that wait for one user must not continue as another. */
  enter(isSameUser: boolean): void
  /** Whether a part can show the question. */
  hasAsker(): boolean
  /** Whether the user signed out, as opposed to a session that ended. */
  hasLeft(): boolean
}

/** Opens at the first request, and is answered once for all requests. */
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
