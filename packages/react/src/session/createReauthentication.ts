import { createStore, type Store } from '../login/createStore.ts'

/** Asks the user once to sign in again, for any number of waiting calls. */
export interface Reauthentication {
  store: Store<{ isOpen: boolean }>
  /**
   * Registers a component that asks the user, until the returned function is called. If there is none, no call
   * waits.
   */
  register(): () => void
  /**
   * Asks the user to sign in again. Resolves to true if the same user did, and to false if not, or if there is
   * no component that asks.
   *
   * @param signal - aborts when the caller no longer waits. When no caller waits, the prompt closes.
   */
  request(signal?: AbortSignal): Promise<boolean>
  /** Resolves all waiting calls. */
  settle(isSignedIn: boolean): void
  /** Call this when the user has signed out, so that they are not asked to sign in again. */
  leave(): void
  /** Call this when a user has signed in. Calls that were made by another user must not continue. */
  enter(isSameUser: boolean): void
  /** Whether there is a component that can ask the user. */
  hasAsker(): boolean
  /** Whether the user has signed out, as opposed to a session that has expired. */
  hasLeft(): boolean
}

/** Creates a prompt that opens at the first request and is answered once for all requests. */
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
