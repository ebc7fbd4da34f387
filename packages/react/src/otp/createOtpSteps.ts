import type {
  AuthClient,
  AuthError,
  OtpDelivery,
  OtpLoginEvent,
  OtpLoginState,
  Session,
} from '@kit/core'
import { CodedError, isAuthError } from '@kit/core/coded-error'
import { otpLoginMachine, otpLoginStart } from '@kit/core/steps'
import type { Store } from '../internals/createStore.ts'
import { inTurn } from '../internals/inTurn.ts'
import { trace } from '../internals/trace.ts'
import { type PendingOtp, readPendingOtp, watchPendingOtp, writePendingOtp } from './pendingOtp.ts'

/** What a sign-in with a code does. */
export interface OtpSteps {
  start(identifier: string, signal: AbortSignal): Promise<OtpDelivery>
  submit(code: string, signal: AbortSignal): Promise<Session>
  fail(cause: unknown): AuthError
  reset(): void
  now(): number
  /** Takes up what is under way in this browser, until the returned function is called. */
  open(): () => void
}

/** Runs the machine, and does what its states say. Each code is sent once, whatever happens. */
export function createOtpSteps(
  client: AuthClient,
  store: Store<OtpLoginState>,
  end: () => void,
): OtpSteps {
  let expiry: ReturnType<typeof setTimeout> | undefined
  let keptOffsetMs = 0

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

  return {
    now,
    async start(identifier, signal) {
      // Another address while the first one is being written to: the first one is given up.
      if (store.getState().status === 'sending') dispatch({ type: 'reset' })
      dispatch({ type: 'start', identifier })
      const delivery = await inTurn(() => client.startOtp({ identifier }, { signal }))
      signal.throwIfAborted()
      end()
      dispatch({ type: 'sent', delivery })
      return delivery
    },
    async submit(code, signal) {
      dispatch({ type: 'submit' })
      const { session } = await client.verifyOtp({ code }, { signal })
      signal.throwIfAborted()
      end()
      dispatch({ type: 'verified', session })
      return session
    },
    fail(cause) {
      const error = isAuthError(cause)
        ? cause
        : new CodedError('invalid_answer', 'retry', { cause })
      dispatch({ type: 'failed', error })
      putOffResend(error)
      return error
    },
    reset() {
      dispatch({ type: 'reset' })
    },
    open() {
      watchExpiry()
      const stopWatching = watchPendingOtp(follow)
      const pending = readPendingOtp()
      if (pending !== undefined) {
        keptOffsetMs = pending.offsetMs
        dispatch({ type: 'resume', ...pending })
      }
      return () => {
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
