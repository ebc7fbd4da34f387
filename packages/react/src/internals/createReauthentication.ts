import { createStore, type Store } from './createStore.ts'

/** One question to the user, "sign in again?", for any number of calls that wait for the answer. */
export interface Reauthentication {
  store: Store<{ isOpen: boolean }>
  /** Says that somebody shows the question. Without anyone nothing waits. */
  register(): () => void
  /** Asks. True when the user signed in again, false when they did not, or nobody can ask. */
  request(): Promise<boolean>
  /** Answers every call that waits. */
  settle(isSignedIn: boolean): void
}

/** Opens at the first request, and is answered once for all of them. */
export function createReauthentication(): Reauthentication {
  const store = createStore({ isOpen: false })
  let askers = 0
  let waiting: { promise: Promise<boolean>; answer: (isSignedIn: boolean) => void } | undefined

  return {
    store,
    register() {
      askers += 1
      return () => {
        askers -= 1
        if (askers === 0) this.settle(false)
      }
    },
    request() {
      if (askers === 0) return Promise.resolve(false)
      if (waiting === undefined) {
        const { promise, resolve } = createDeferred()
        waiting = { promise, answer: resolve }
        store.setState({ isOpen: true })
      }
      return waiting.promise
    },
    settle(isSignedIn) {
      waiting?.answer(isSignedIn)
      waiting = undefined
      if (store.getState().isOpen) store.setState({ isOpen: false })
    },
  }
}

function createDeferred(): { promise: Promise<boolean>; resolve: (value: boolean) => void } {
  let resolve: (value: boolean) => void = () => {}
  const promise = new Promise<boolean>((done) => {
    resolve = done
  })
  return { promise, resolve }
}
