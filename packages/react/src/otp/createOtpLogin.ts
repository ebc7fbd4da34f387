import {
  type AuthClient,
  AuthError,
  type OtpDelivery,
  type OtpLoginEvent,
  type OtpLoginState,
  otpLoginMachine,
  otpLoginStart,
  type Session,
} from '@kit/core'
import { createStore, type Store } from '../internals/createStore.ts'
import { readPendingOtp, writePendingOtp } from './pendingOtp.ts'

/** A sign-in with an e-mailed code. */
export interface OtpLogin {
  store: Store<OtpLoginState>
  start(identifier: string): Promise<OtpDelivery>
  submit(code: string): Promise<Session>
  reset(): void
  /** Takes up what was under way before a reload. */
  resume(): void
  /** Gives up the request that is under way. */
  abort(): void
  setHandlers(handlers: OtpLogin.Handlers): void
}

export declare namespace OtpLogin {
  type Handlers = {
    onSuccess: (session: Session) => void
    onError: (error: AuthError) => void
  }
}

/** Runs the machine, and does what its states say. Each code is sent once, whatever happens. */
export function createOtpLogin(client: AuthClient): OtpLogin {
  const store = createStore<OtpLoginState>(otpLoginStart)
  let handlers: OtpLogin.Handlers = { onSuccess: () => {}, onError: () => {} }
  let abort = new AbortController()
  let running: { key: string; promise: Promise<unknown> } | undefined
  let expiry: ReturnType<typeof setTimeout> | undefined

  function dispatch(event: OtpLoginEvent): void {
    const next = otpLoginMachine(store.getState(), event)
    store.setState(next)
    clearTimeout(expiry)
    if (next.status === 'awaiting-code' && next.delivery !== undefined) {
      const remainingMs = Date.parse(next.delivery.expiresAt) - client.now()
      expiry = setTimeout(() => dispatch({ type: 'expire' }), Math.max(0, remainingMs))
    }
  }

  /** One request at a time; the same one again is the same request. A late answer changes nothing. */
  function once<result>(
    key: string,
    ask: (signal: AbortSignal) => Promise<result>,
  ): Promise<result> {
    if (running?.key === key) return running.promise as Promise<result>
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    const promise = ask(signal)
      .catch((cause: unknown) => {
        const error = AuthError.is(cause) ? cause : new AuthError('invalid_answer', { cause })
        if (!signal.aborted) {
          dispatch({ type: 'failed', error })
          handlers.onError(error)
        }
        throw error
      })
      .finally(() => {
        if (running?.promise === promise) running = undefined
      })
    running = { key, promise }
    return promise
  }

  return {
    store,
    setHandlers: (next) => {
      handlers = next
    },
    start(identifier) {
      const { status } = store.getState()
      if (status === 'verifying') return Promise.reject(new AuthError('aborted'))
      return once(`start ${identifier}`, async (signal) => {
        // Another address while the first one is being written to: the first one is given up.
        if (status === 'sending') dispatch({ type: 'reset' })
        dispatch({ type: 'start', identifier })
        const delivery = await client.startOtp({ identifier }, { signal })
        signal.throwIfAborted()
        dispatch({ type: 'sent', delivery })
        writePendingOtp({ identifier, delivery })
        return delivery
      })
    },
    submit(code) {
      const key = `submit ${code}`
      // What is typed while nothing waits for a code goes nowhere.
      if (store.getState().status !== 'awaiting-code' && running?.key !== key)
        return Promise.reject(new AuthError('aborted'))
      return once(key, async (signal) => {
        dispatch({ type: 'submit' })
        const { session } = await client.verifyOtp({ code }, { signal })
        signal.throwIfAborted()
        dispatch({ type: 'verified', session })
        writePendingOtp(undefined)
        handlers.onSuccess(session)
        return session
      })
    },
    reset() {
      abort.abort()
      running = undefined
      writePendingOtp(undefined)
      dispatch({ type: 'reset' })
    },
    resume() {
      const pending = readPendingOtp(client.now())
      if (pending !== undefined) dispatch({ type: 'resume', ...pending })
    },
    abort() {
      abort.abort()
      running = undefined
      clearTimeout(expiry)
      const { status } = store.getState()
      if (status === 'sending' || status === 'verifying') dispatch({ type: 'reset' })
    },
  }
}
