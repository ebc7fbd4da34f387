import type { AuthError } from '@kit/core'
import { CodedError } from '@kit/core/coded-error'
import { createStore, type Store } from './createStore.ts'
import type { Handlers } from './useHandlers.ts'

/** A sign-in, whose steps are no piece of a page's first load: who is signed in has no use for them. */
export interface Login<state, steps> {
  store: Store<state>
  /** The steps, once they are there. */
  getSteps(): steps | undefined
  /** Loads the steps once. @throws AuthError `network_error`, after which the next call tries again */
  load(): Promise<steps>
  /**
   * Makes one call at a time. Who makes the one that is under way gets that one, and its handlers alone are
   * told; another one takes its place. What was given up rejects as `aborted`, and is told to nobody.
   *
   * @param meanwhile - what is shown while the steps are being loaded.
   */
  take<result>(
    key: string,
    call: (steps: steps, signal: AbortSignal) => Promise<result>,
    handlers: Handlers<result>,
    meanwhile: Partial<state>,
  ): Promise<result>
  /** Whether this call is under way, or any. */
  isTaking(key?: string): boolean
  /** Gives up what is under way, which is then rejected. The state stays. */
  giveUp(): void
  /** Gives up what is under way, and shows the start, or another state. */
  reset(state?: state): void
}

interface State {
  readonly status: string
  readonly error: AuthError | undefined
}

interface Steps {
  /** Shows a failure. @returns what to call it */
  fail(cause: unknown): AuthError
  reset(): void
}

/**
 * Nothing is under way, and nothing is loaded.
 *
 * @param importSteps - makes the steps, which work on the store, and say that a call is over before the state
 * does: who begins anew at the sight of it must not join what is over.
 */
export function createLogin<state extends State, steps extends Steps>(
  start: state,
  importSteps: (store: Store<state>, end: () => void) => Promise<steps>,
): Login<state, steps> {
  const store = createStore(start)
  let current: { key: string; promise: Promise<unknown>; abort: AbortController } | undefined
  let steps: steps | undefined
  let loading: Promise<steps> | undefined

  async function load(): Promise<steps> {
    try {
      loading ??= importSteps(store, end)
      steps = await loading
      return steps
    } catch (cause) {
      loading = undefined
      throw new CodedError('network_error', 'retry', { cause })
    }
  }

  function end(): void {
    current = undefined
  }

  function giveUp(): void {
    current?.abort.abort()
    end()
  }

  return {
    store,
    load,
    giveUp,
    reset(state = start) {
      giveUp()
      steps?.reset()
      store.setState(state)
    },
    getSteps: () => steps,
    isTaking: (key = current?.key) => current !== undefined && current.key === key,
    take<result>(
      key: string,
      call: (steps: steps, signal: AbortSignal) => Promise<result>,
      { onSuccess, onError }: Handlers<result>,
      meanwhile: Partial<state>,
    ) {
      // The same key is the same call, of the same result.
      if (current?.key === key) return current.promise as Promise<result>
      giveUp()
      const abort = new AbortController()
      const { signal } = abort

      // Nothing is awaited before the call when the steps are there: a wallet has to be asked in the tap.
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
        if (signal.aborted) throw new CodedError('aborted', 'retry', { cause })
        end()
        if (steps !== undefined) throw steps.fail(cause)
        store.setState({ ...start, status: 'error', error: cause })
        throw cause
      })
      current = { key, promise, abort }
      promise.then(onSuccess, (error: AuthError) => {
        if (!signal.aborted) onError(error)
      })
      return promise
    },
  }
}
