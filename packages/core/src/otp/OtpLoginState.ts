import type { AuthError } from '../errors/AuthError.ts'
import type { Session } from '../session/Session.ts'
import type { OtpDelivery } from './OtpDelivery.ts'

/**
 * The state of a sign-in with an emailed code. `locked`: there were too many wrong codes, and only support or
 * time helps. `exhausted`: this code has no attempts left, but another can be requested. `expired`: the code
 * has expired.
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
  /** The email address to which the code was or is being sent. */
  readonly identifier: string | undefined
  /** The server's description of the latest code. */
  readonly delivery: OtpDelivery | undefined
  readonly attemptsLeft: number | undefined
  /** How many codes were sent to this address. From the second on, codes in earlier emails no longer work. */
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

/** The state before a code is requested. */
export const otpLoginStart: OtpLoginState = {
  status: 'idle',
  identifier: undefined,
  delivery: undefined,
  attemptsLeft: undefined,
  codesSent: 0,
  error: undefined,
  session: undefined,
}
