import type { AuthClient, OtpDelivery, OtpLoginEvent, OtpLoginState, Session } from '@kit/core'
import { type AuthError, toAuthError } from '@kit/core/internal/errors/AuthError'
import { advanceOtpLogin } from '@kit/core/internal/otp/advanceOtpLogin'
import { otpLoginStart } from '@kit/core/internal/otp/OtpLoginState'
import type { Store } from '../login/createStore.ts'
import { runExclusive } from '../login/runExclusive.ts'
import { trace } from '../login/trace.ts'
import { type PendingOtp, readPendingOtp, watchPendingOtp, writePendingOtp } from './pendingOtp.ts'
import { putOffResend } from './putOffResend.ts'

/** The actions of a sign-in with a code. */
export interface OtpSteps {
  start(identifier: string, signal: AbortSignal): Promise<OtpDelivery>
  submit(code: string, signal: AbortSignal): Promise<Session>
  fail(cause: unknown): AuthError
  reset(): void
  now(): number
  /**
   * Resumes a sign-in that is pending in this browser, and follows other tabs until the returned function is
   * called.
   */
  open(): () => void
}

/** Runs the state machine and performs the actions of its states. Each submitted code is sent only once. */
export function createOtpSteps(
  client: AuthClient,
  store: Store<OtpLoginState>,
  end: () => void,
): OtpSteps {
  let expiry: ReturnType<typeof setTimeout> | undefined
  let keptOffsetMs = 0
  let sentAt = 0

  // Before the first answer, the stored difference between the clocks is used, because this machine's clock may
  // be hours off.
  const findOffset = () => client.clockOffset() ?? keptOffsetMs
  const now = () => Math.max(sentAt, Date.now() + findOffset())

  function dispatch(event: OtpLoginEvent): void {
    const before = store.getState()
    const next = advanceOtpLogin(before, event)
    const { status } = next
    trace.listener?.({ kind: 'event', machine: 'otp', event: event.type, status })
    if (next === before) return
    store.setState(next)
    watchExpiry()
    if (event.type === 'reset') setAside(before)
    else keep(next)
  }

  function keep(state: OtpLoginState, isSetAside = false): void {
    writePendingOtp(findPending(state, { offsetMs: findOffset(), sentAt, isSetAside }))
  }

  /**
   * Stores the attempt when the user wants to use another address. Until a code is sent to that address, the
   * previous code can still be used.
   */
  function setAside(former: OtpLoginState): void {
    if (findPending(former) !== undefined) keep(former, true)
    else if (former.status !== 'sending') writePendingOtp(undefined)
  }

  /** Returns the stored attempt for this address, as long as another code cannot be requested yet. */
  function findSetAside(identifier: string): PendingOtp | undefined {
    const pending = readPendingOtp()
    if (!pending?.isSetAside || pending.identifier !== identifier) return undefined
    const isPaused = Date.now() + pending.offsetMs < Date.parse(pending.delivery.resendAt)
    return isPaused ? pending : undefined
  }

  function resume(pending: PendingOtp): void {
    keptOffsetMs = pending.offsetMs
    sentAt = pending.sentAt
    dispatch({ type: 'resume', ...pending })
  }

  function watchExpiry(): void {
    clearTimeout(expiry)
    const { status, delivery } = store.getState()
    if (status !== 'awaiting-code' || delivery === undefined) return
    const remainingMs = Date.parse(delivery.expiresAt) - now()
    expiry = setTimeout(() => dispatch({ type: 'expire' }), Math.max(0, remainingMs))
  }

  /** Follows a new attempt in another tab, because a browser has only one. */
  function follow(pending: PendingOtp): void {
    const { status, delivery, attemptsLeft } = store.getState()
    if (pending.isSetAside) return
    if (status === 'sending' || status === 'verifying' || status === 'success') return
    const isNews =
      pending.delivery.expiresAt !== delivery?.expiresAt ||
      pending.delivery.attemptsLeft !== attemptsLeft
    if (!isNews) return
    keptOffsetMs = pending.offsetMs
    sentAt = pending.sentAt
    store.setState(advanceOtpLogin(otpLoginStart, { type: 'resume', ...pending }))
    watchExpiry()
  }

  return {
    now,
    async start(identifier, signal) {
      // If a code is just being sent to another address, that request is cancelled.
      if (store.getState().status === 'sending') dispatch({ type: 'reset' })
      const kept = findSetAside(identifier)
      if (kept !== undefined) {
        end()
        resume(kept)
        return kept.delivery
      }
      dispatch({ type: 'start', identifier })
      const delivery = await runExclusive(() => client.startOtp({ identifier }, { signal }))
      signal.throwIfAborted()
      end()
      sentAt = client.now()
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
      const error = toAuthError(cause)
      dispatch({ type: 'failed', error })
      store.setState(putOffResend(store.getState(), error, now()))
      return error
    },
    reset() {
      dispatch({ type: 'reset' })
    },
    open() {
      watchExpiry()
      const stopWatching = watchPendingOtp(follow)
      const pending = readPendingOtp()
      if (pending !== undefined && !pending.isSetAside) resume(pending)
      return () => {
        clearTimeout(expiry)
        stopWatching()
        // The previous code is still valid, so the next component that mounts continues with it.
        const state = store.getState()
        const isUnderWay = findPending(state) !== undefined
        store.setState(
          isUnderWay ? { ...state, status: 'awaiting-code', error: undefined } : otpLoginStart,
        )
      }
    },
  }
}

/** Returns what a reload can resume: a code that was sent and can still be entered. */
function findPending(
  state: OtpLoginState,
  rest: Pick<PendingOtp, 'offsetMs' | 'sentAt' | 'isSetAside'> = { offsetMs: 0, sentAt: 0 },
): PendingOtp | undefined {
  const { status, identifier, delivery, attemptsLeft, codesSent } = state
  const isUnderWay = status === 'awaiting-code' || status === 'verifying' || status === 'sending'
  if (!isUnderWay || attemptsLeft === 0) return undefined
  if (identifier === undefined || delivery === undefined) return undefined
  return {
    identifier,
    delivery: { ...delivery, attemptsLeft: attemptsLeft ?? delivery.attemptsLeft },
    codesSent,
    ...rest,
  }
}
