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
import { shareBy } from '../internals/shareBy.ts'
import { trace } from '../internals/trace.ts'
import type { Handlers } from '../internals/useHandlers.ts'
import { type PendingOtp, readPendingOtp, watchPendingOtp, writePendingOtp } from './pendingOtp.ts'

/** A sign-in with an e-mailed code. The handlers of a call that joins another one are not told. */
export interface OtpLogin {
  store: Store<OtpLoginState>
  start(identifier: string, handlers: Handlers<OtpDelivery>): Promise<OtpDelivery>
  submit(code: string, handlers: Handlers<Session>): Promise<Session>
  /** Gives up the attempt; the address stays, so that it can be corrected. */
  changeIdentifier(): void
  reset(): void
  /** The server's time in ms since 1970, also right after a reload, before any answer. */
  now(): number
  /**
   * Says that a part shows it, until the returned function is called. The first one takes up what was under
   * way before a reload; the last one to leave gives up the request that is.
   */
  mount(): () => void
}

/** The one sign-in with a code of a page: the backend has one attempt for each browser, too. */
export const getOtpLogin: (client: AuthClient) => OtpLogin = /* @__PURE__ */ shareBy((client) =>
  createOtpLogin(client),
)

/** Runs the machine, and does what its states say. Each code is sent once, whatever happens. */
function createOtpLogin(client: AuthClient): OtpLogin {
  const store = createStore<OtpLoginState>(otpLoginStart)
  let abort = new AbortController()
  let running: { key: string; promise: Promise<unknown> } | undefined
  let expiry: ReturnType<typeof setTimeout> | undefined
  let keptOffsetMs = 0
  let mounted = 0
  let stopWatching = () => {}

  // A client that has had no answer yet goes by this machine's clock, which may be hours off.
  const findOffset = () => client.clockOffset() ?? keptOffsetMs
  const now = () => Date.now() + findOffset()

  function dispatch(event: OtpLoginEvent): void {
    const before = store.getState()
    const next = otpLoginMachine(before, event)
    const { status } = next
    trace.listener?.({ kind: 'event', machine: 'otp', event: event.type, status })
    if (next === before) return
    store.setState(next)
    watchExpiry()
    writePendingOtp(findPending(next, findOffset()))
  }

  /** Before anybody hears of it: who begins anew at once must not join what is over. */
  function end(event: OtpLoginEvent): void {
    running = undefined
    dispatch(event)
  }

  function watchExpiry(): void {
    clearTimeout(expiry)
    const { status, delivery } = store.getState()
    if (status !== 'awaiting-code' || delivery === undefined) return
    const remainingMs = Date.parse(delivery.expiresAt) - now()
    expiry = setTimeout(() => dispatch({ type: 'expire' }), Math.max(0, remainingMs))
  }

  /** A server that asks for a pause moves the instant at which another code may be asked for. */
  function putOffResend({ retryAfterSeconds }: AuthError): void {
    const state = store.getState()
    if (retryAfterSeconds === undefined || state.delivery === undefined) return
    const resendAt = Math.max(Date.parse(state.delivery.resendAt), now() + retryAfterSeconds * 1000)
    const delivery = { ...state.delivery, resendAt: new Date(resendAt).toISOString() }
    store.setState({ ...state, delivery })
  }

  /** Another tab goes on with the one attempt that this browser has: so does this one. */
  function follow(pending: PendingOtp): void {
    const { status, delivery, attemptsLeft } = store.getState()
    if (status === 'sending' || status === 'verifying' || status === 'success') return
    const isNews =
      pending.delivery.expiresAt !== delivery?.expiresAt ||
      pending.delivery.attemptsLeft !== attemptsLeft
    if (!isNews) return
    keptOffsetMs = pending.offsetMs
    store.setState(otpLoginMachine(otpLoginStart, { type: 'resume', ...pending }))
    watchExpiry()
  }

  function giveUp(next: OtpLoginState): void {
    abort.abort()
    running = undefined
    dispatch({ type: 'reset' })
    store.setState(next)
  }

  /** One request at a time; the same one again is the same request. A late answer changes nothing. */
  function once<result>(
    key: string,
    ask: (signal: AbortSignal) => Promise<result>,
    handlers: Handlers<result>,
  ): Promise<result> {
    if (running?.key === key) return running.promise as Promise<result>
    abort.abort()
    abort = new AbortController()
    const { signal } = abort
    const promise = ask(signal).catch((cause: unknown) => {
      if (signal.aborted) throw new AuthError('aborted', { cause })
      const error = AuthError.is(cause) ? cause : new AuthError('invalid_answer', { cause })
      end({ type: 'failed', error })
      putOffResend(error)
      throw error
    })
    running = { key, promise }
    promise.then(handlers.onSuccess, (error: AuthError) => {
      if (!signal.aborted) handlers.onError(error)
    })
    return promise
  }

  return {
    store,
    now,
    start(identifier, handlers) {
      const { status, error } = store.getState()
      if (status === 'verifying' || status === 'locked')
        return Promise.reject(error ?? new AuthError('aborted'))
      const ask = async (signal: AbortSignal) => {
        // Another address while the first one is being written to: the first one is given up.
        if (status === 'sending') dispatch({ type: 'reset' })
        dispatch({ type: 'start', identifier })
        const delivery = await client.startOtp({ identifier }, { signal })
        signal.throwIfAborted()
        end({ type: 'sent', delivery })
        return delivery
      }
      return once(`start ${identifier}`, ask, handlers)
    },
    submit(code, handlers) {
      const key = `submit ${code}`
      // What is typed while nothing waits for a code goes nowhere.
      if (store.getState().status !== 'awaiting-code' && running?.key !== key)
        return Promise.reject(new AuthError('aborted'))
      const ask = async (signal: AbortSignal) => {
        dispatch({ type: 'submit' })
        const { session } = await client.verifyOtp({ code }, { signal })
        signal.throwIfAborted()
        end({ type: 'verified', session })
        return session
      }
      return once(key, ask, handlers)
    },
    changeIdentifier() {
      giveUp({ ...otpLoginStart, identifier: store.getState().identifier })
    },
    reset() {
      giveUp(otpLoginStart)
    },
    mount() {
      mounted += 1
      if (mounted === 1) {
        watchExpiry()
        stopWatching = watchPendingOtp(follow)
        const pending = readPendingOtp()
        if (pending !== undefined) {
          keptOffsetMs = pending.offsetMs
          dispatch({ type: 'resume', ...pending })
        }
      }
      return () => {
        mounted -= 1
        if (mounted > 0) return
        abort.abort()
        running = undefined
        clearTimeout(expiry)
        stopWatching()
        // The code that was sent before is still good: who mounts this again goes on with it.
        const state = store.getState()
        const isUnderWay = findPending(state, 0) !== undefined
        store.setState(
          isUnderWay ? { ...state, status: 'awaiting-code', error: undefined } : otpLoginStart,
        )
      }
    },
  }
}

/** What a reload may find: a code that was sent and may still be typed. */
function findPending(state: OtpLoginState, offsetMs: number): PendingOtp | undefined {
  const { status, identifier, delivery, attemptsLeft, codesSent } = state
  const isUnderWay = status === 'awaiting-code' || status === 'verifying' || status === 'sending'
  if (!isUnderWay || identifier === undefined || delivery === undefined) return undefined
  return {
    identifier,
    delivery: { ...delivery, attemptsLeft: attemptsLeft ?? delivery.attemptsLeft },
    codesSent,
    offsetMs,
  }
}
