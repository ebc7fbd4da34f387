import type { AuthClient, SessionAnswer } from '@kit/core'
import { createStore, type Store } from '../login/createStore.ts'
import type { InitialAnswer } from './AuthContext.ts'
import type { SessionCache } from './SessionCache.ts'

/** Stores the session without TanStack Query, by the same rules as `sessionQueryOptions`. */
export interface SessionStore extends SessionCache {
  store: Store<SessionStore.State>
  /**
   * Registers a component that shows the session, until the returned function is called. While there is one,
   * the session is requested on mount, when the page becomes visible again, and when the network is back.
   */
  mount(): () => void
}

export declare namespace SessionStore {
  interface State {
    readonly answer: SessionAnswer | undefined
    /** Why the last request failed. */
    readonly cause: unknown
  }
}

/**
 * Creates the store of one provider.
 *
 * @param onForget - called when the app must clear what it has cached for a user.
 */
export function createSessionStore(
  client: Pick<AuthClient, 'getSession'>,
  initial: InitialAnswer | undefined,
  onForget: () => void,
): SessionStore {
  const store = createStore<SessionStore.State>({ answer: initial?.data, cause: undefined })
  let freshUntil = initial?.isComplete ? performance.now() + freshMs : 0
  let asking: Promise<void> | undefined
  let mounted = 0

  /** Requests the session, once for simultaneous callers. The answer to a request that was replaced is ignored. */
  function ask(): Promise<void> {
    if (asking !== undefined) return asking
    const settle = (state: SessionStore.State) => {
      if (asking !== question) return
      asking = undefined
      freshUntil = performance.now() + freshMs
      store.setState(state)
    }
    const question: Promise<void> = client.getSession().then(
      (answer) => settle({ answer, cause: undefined }),
      (cause: unknown) => settle({ answer: store.getState().answer, cause }),
    )
    asking = question
    return question
  }

  function refetch(): Promise<void> {
    asking = undefined
    freshUntil = 0
    return mounted > 0 ? ask() : Promise.resolve()
  }

  const handleReturn = () => {
    if (document.visibilityState !== 'hidden') void ask()
  }

  return {
    store,
    refetch,
    getAnswer: () => store.getState().answer,
    subscribe: store.subscribe,
    setSession(session) {
      const { answer } = store.getState()
      asking = undefined
      store.setState({ answer: { methods: answer?.methods ?? [], session }, cause: undefined })
      // If the user signs in before the first answer, the methods still have to be requested.
      if (answer === undefined) void refetch()
    },
    forgetPrivate(isAll) {
      if (isAll) onForget()
    },
    mount() {
      mounted += 1
      const { cause } = store.getState()
      if (cause === undefined && performance.now() > freshUntil) void ask()
      if (mounted === 1) {
        document.addEventListener('visibilitychange', handleReturn)
        addEventListener('online', handleReturn)
      }
      return () => {
        mounted -= 1
        if (mounted > 0) return
        document.removeEventListener('visibilitychange', handleReturn)
        removeEventListener('online', handleReturn)
      }
    },
  }
}

/** For how long a component that mounts uses the last answer without a request. */
const freshMs = 5000
