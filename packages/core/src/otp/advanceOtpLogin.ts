import type { AuthError } from '../errors/AuthError.ts'
import type { OtpDelivery } from './OtpDelivery.ts'
import { type OtpLoginEvent, type OtpLoginState, otpLoginStart } from './OtpLoginState.ts'

/** The rules of {@link otpLoginMachine}, in a module that is loaded when a sign-in begins. */
export function advanceOtpLogin(state: OtpLoginState, event: OtpLoginEvent): OtpLoginState {
  if (!allowed[state.status].includes(event.type)) return state
  switch (event.type) {
    case 'start': {
      // The code of a successful sign-in is used up.
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
      return { ...state, status: 'expired', attemptsLeft: 0, error: undefined }
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
    const needsNewCode =
      error.code === 'otp_attempts_exhausted' || error.code === 'otp_second_code_required'
    if (needsNewCode || attemptsLeft === 0)
      return { ...state, status: 'exhausted', attemptsLeft: 0, error }
    // While a code can be tried, the backend sends the number of attempts left. Without a number, there is no
    // code to try.
    const isLost = error.code === 'otp_invalid' && error.attemptsLeft === undefined
    if (isLost || error.code === 'challenge_expired')
      return { ...state, status: 'expired', attemptsLeft: 0, error }
    return { ...state, status: 'awaiting-code', attemptsLeft, error }
  }
  if (state.delivery === undefined) return { ...state, status: 'error', error }
  // The previous code can still be entered, unless it is used up or expired.
  return { ...state, status: state.attemptsLeft === 0 ? 'exhausted' : 'awaiting-code', error }
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
