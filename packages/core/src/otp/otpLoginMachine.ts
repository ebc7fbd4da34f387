import type { AuthError } from '../errors/AuthError.ts'
import type { Session } from '../session/Session.ts'
import type { OtpDelivery } from './OtpDelivery.ts'

/**
 * Where a sign-in with an e-mailed code stands. `locked`: too many wrong codes, only support or time
 * helps. `exhausted`: this code may not be tried again, another one may be asked for. `expired`: the
 * code's time is over.
 */
export type OtpLoginState = {
  readonly status:
    | 'idle'
    | 'sending'
    | 'awaiting-code'
    | 'verifying'
    | 'success'
    | 'locked'
    | 'exhausted'
    | 'expired'
    | 'error'
  /** The e-mail address that the code was, or is being, sent to. */
  readonly identifier: string | undefined
  /** What the server said of the last code that it sent. */
  readonly delivery: OtpDelivery | undefined
  readonly attemptsLeft: number | undefined
  /** How many codes were sent to this address: from the second on, an older e-mail's no longer works. */
  readonly codesSent: number
  readonly error: AuthError | undefined
  readonly session: Session | undefined
}

/** What can happen during a sign-in with a code. */
export type OtpLoginEvent =
  | { type: 'start'; identifier: string }
  | { type: 'sent'; delivery: OtpDelivery }
  | { type: 'submit' }
  | { type: 'verified'; session: Session }
  | { type: 'failed'; error: AuthError }
  | { type: 'expire' }
  | { type: 'resume'; identifier: string; delivery: OtpDelivery; codesSent?: number | undefined }
  | { type: 'reset' }

/** Nobody has asked for a code yet. */
export const otpLoginStart: OtpLoginState = {
  status: 'idle',
  identifier: undefined,
  delivery: undefined,
  attemptsLeft: undefined,
  codesSent: 0,
  error: undefined,
  session: undefined,
}

/**
 * The next state of a sign-in with a code. Pure. An event that makes no sense now changes nothing:
 * the very same state is returned. A refused code leaves everything as it was, less one attempt; a
 * failed resend leaves the code that was sent before usable.
 *
 * @example
 * otpLoginMachine(otpLoginStart, { type: 'start', identifier: 'ada@example.com' }).status // 'sending'
 */
export function otpLoginMachine(state: OtpLoginState, event: OtpLoginEvent): OtpLoginState {
  if (!allowed[state.status].includes(event.type)) return state
  switch (event.type) {
    case 'start': {
      // The code of a sign-in that succeeded is used up.
      const isResend = event.identifier === state.identifier && state.status !== 'success'
      const kept = isResend ? state : otpLoginStart
      return { ...kept, status: 'sending', identifier: event.identifier, error: undefined }
    }
    case 'sent':
      return awaitCode(state, event.delivery, state.codesSent + 1)
    case 'resume': {
      const { identifier, delivery, codesSent = 1 } = event
      return awaitCode({ ...otpLoginStart, identifier }, delivery, codesSent)
    }
    case 'submit':
      return { ...state, status: 'verifying', error: undefined }
    case 'verified':
      return { ...state, status: 'success', error: undefined, session: event.session }
    case 'expire':
      return { ...state, status: 'expired', error: undefined }
    case 'failed':
      return fail(state, event.error)
    case 'reset':
      return otpLoginStart
  }
}

function awaitCode(state: OtpLoginState, delivery: OtpDelivery, codesSent: number): OtpLoginState {
  const { attemptsLeft } = delivery
  return { ...state, status: 'awaiting-code', delivery, attemptsLeft, codesSent, error: undefined }
}

function fail(state: OtpLoginState, error: AuthError): OtpLoginState {
  if (error.code === 'otp_locked') return { ...state, status: 'locked', error }
  if (state.status === 'verifying') {
    const attemptsLeft = error.attemptsLeft ?? state.attemptsLeft
    if (error.code === 'otp_attempts_exhausted')
      return { ...state, status: 'exhausted', attemptsLeft: 0, error }
    if (error.code === 'challenge_expired') return { ...state, status: 'expired', error }
    return { ...state, status: 'awaiting-code', attemptsLeft, error }
  }
  return { ...state, status: state.delivery === undefined ? 'error' : 'awaiting-code', error }
}

const allowed: Record<OtpLoginState['status'], readonly OtpLoginEvent['type'][]> = {
  idle: ['start', 'resume'],
  sending: ['sent', 'failed', 'reset'],
  'awaiting-code': ['start', 'submit', 'expire', 'reset'],
  verifying: ['verified', 'failed', 'reset'],
  success: ['start', 'reset'],
  locked: ['reset'],
  exhausted: ['start', 'reset'],
  expired: ['start', 'reset'],
  error: ['start', 'resume', 'reset'],
}
