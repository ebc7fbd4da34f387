import { advanceOtpLogin } from './advanceOtpLogin.ts'
import type { OtpLoginEvent, OtpLoginState } from './OtpLoginState.ts'

/**
 * Returns the next state of a sign-in with a code. Pure. An event that does not fit the status changes
 * nothing and returns the same state object. A wrong code only reduces the attempts left, and after a failed
 * resend the previous code can still be used.
 *
 * @example
 * otpLoginMachine(otpLoginStart, { type: 'start', identifier: 'ada@example.com' }).status // 'sending'
 */
export function otpLoginMachine(state: OtpLoginState, event: OtpLoginEvent): OtpLoginState {
  return advanceOtpLogin(state, event)
}
