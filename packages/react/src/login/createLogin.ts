import { AuthError } from '@kit/core/internal/errors/AuthError'
import { createStore, type Store } from './createStore.ts'
import type { Handlers } from './useHandlers.ts'

/**
 * The engine of every login. All components of a page that show a login share it, and it runs one call at a
 * time.
 */
export interface Login<state, steps> {
  store: Store<state>
  /** Returns the steps if they are loaded. */
  getSteps(): steps | undefined
  /**
   * Loads the steps once.
   *
   * @throws AuthError `network_error`, or `internal_error` for code that this engine does not run. The next
   * call tries again.
   */
  load(): Promise<steps>
  /**
   * Runs a call. If a call with the same key is already running, returns that one, and only its handlers run. A
   * call with another key replaces the running one. A cancelled call rejects with `aborted` and runs no
   * handlers.
   *
   * @param meanwhile - the state to show while the steps are being loaded.
   */
  run<result>(
    key: string,
    call: (steps: steps, signal: AbortSignal) => Promise<result>,
    handlers: Handlers<result>,
    meanwhile: Partial<state>,
  ): Promise<result>
  /** Whether a call with this key, or any call, is running. */
  isRunning(key?: string): boolean
  /** Ends the running call, which then rejects. The state does not change. */
  giveUp(): void
  /** Ends the running call, and sets the state to the initial one or the given one. */
  reset(state?: state): void
  /** Ends the running call, if there is one. */
  cancel(): void
  /**
   * Registers a component that shows the login, until the returned function is called.
   *
   * @param listeners.open - called for the first component.
   * @param listeners.close - called when the last component has unmounted.
   */
  mount(listeners: { open?: () => void; close: () => void }): () => void
  isMounted(): boolean
}

/** The definition of a login. Its steps are either part of it or loaded when they are needed. */
export interface LoginDefinition<state, steps> {
  /** The state before the first call. */
  start: state
  createSteps?: LoginDefinition.Create<state, steps>
  importSteps?: LoginDefinition.Create<state, Promise<steps>>
}

export declare namespace LoginDefinition {
  /**
   * @param end - call this when a call has finished, before the state changes. Otherwise a caller that starts
   * again when it sees the new state would join the finished call.
   */
  type Create<state, result> = (store: Store<state>, end: () => void) => result
}

interface State {
  readonly status: string
  readonly error: AuthError | undefined
}

interface Steps {
  /**
   * Sets the state to a failure.
   * @returns the error to report
   */
  fail(cause: unknown): AuthError
  reset(): void
}

interface Running {
  key: string
  abort: AbortController
  promise?: Promise<unknown>
}

/** Creates a login in which nothing is running. */
export function createLogin<state extends State, steps extends Steps>({
  start,
  createSteps,
  importSteps,
}: LoginDefinition<state, steps>): Login<state, steps> {
  const store = createStore(start)
  let current: Running | undefined
  let steps = createSteps?.(store, end)
  let mounted = 0
  let isOpen = false
  let loading: Promise<steps> | undefined

  async function load(): Promise<steps> {
    try {
      loading ??= importSteps?.(store, end)
      steps ??= await loading
      if (steps === undefined) throw new Error('This login has no steps.')
      return steps
    } catch (cause) {
      loading = undefined
      throw new AuthError(isLoadFailure(cause) ? 'network_error' : 'internal_error', { cause })
    }
  }

  function end(): void {
    current = undefined
  }

  function giveUp(): void {
    current?.abort.abort()
    end()
  }

  function reset(state = start): void {
    giveUp()
    steps?.reset()
    store.setState(state)
  }

  return {
    store,
    load,
    giveUp,
    reset,
    cancel() {
      if (current !== undefined) reset()
    },
    isMounted: () => mounted > 0,
    mount({ open, close }) {
      mounted += 1
      if (!isOpen) open?.()
      isOpen = true
      return () => {
        mounted -= 1
        // Waits, because in StrictMode, or if a component is replaced, the next one mounts immediately.
        queueMicrotask(() => {
          if (mounted > 0 || !isOpen) return
          isOpen = false
          close()
        })
      }
    },
    getSteps: () => steps,
    isRunning: (key = current?.key) => current !== undefined && current.key === key,
    run<result>(
      key: string,
      call: (steps: steps, signal: AbortSignal) => Promise<result>,
      { onSuccess, onError }: Handlers<result>,
      meanwhile: Partial<state>,
    ) {
      // The same key means the same call, with the same type of result.
      if (current?.key === key && current.promise) return current.promise as Promise<result>
      giveUp()
      const abort = new AbortController()
      const { signal } = abort
      // Set before the call, which may finish synchronously. Otherwise it would seem to run forever.
      const running: Running = { key, abort }
      current = running

      // If the steps are loaded, nothing is awaited before the call, because a wallet's prompt has to open
      // during the user's tap.
      const callWhenLoaded = async () => {
        let loaded = steps
        if (loaded === undefined) {
          store.setState({ ...start, ...meanwhile })
          loaded = await load()
          signal.throwIfAborted()
          store.setState(start)
        }
        return call(loaded, signal)
      }
      const promise = callWhenLoaded().catch((cause: unknown) => {
        if (signal.aborted) throw new AuthError('aborted', { cause })
        end()
        if (steps !== undefined) throw steps.fail(cause)
        store.setState({ ...start, status: 'error', error: cause })
        throw cause
      })
      running.promise = promise
      promise.then(onSuccess, (error: AuthError) => {
        if (!signal.aborted) onError(error)
      })
      return promise
    },
  }
}

/**
 * Whether an error means that code could not be loaded, judging by the messages of browsers and bundlers.
 * Errors of code that has run are not.
 */
function isLoadFailure(cause: unknown): boolean {
  return /import|load|fetch|chunk/i.test(String(cause))
}
