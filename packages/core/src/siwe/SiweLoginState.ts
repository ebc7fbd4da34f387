import type { AuthError } from '../errors/AuthError.ts'
import type { Session } from '../session/Session.ts'

/**
 * The state of a sign-in with a wallet. `awaiting-return`: the user has left for the wallet's app.
 * `rejected`: the user declined, which is not an error. `expired`: the challenge expired before it was
 * answered.
 */
export type SiweLoginState = {
  readonly status:
    | 'idle'
    | 'connecting'
    | 'challenging'
    | 'signing'
    | 'awaiting-return'
    | 'verifying'
    | 'success'
    | 'rejected'
    | 'expired'
    | 'error'
  readonly error: AuthError | undefined
  readonly session: Session | undefined
}

/** What can happen during a sign-in with a wallet. */
export type SiweLoginEvent =
  | { type: 'connect' }
  | { type: 'challenge' }
  | { type: 'sign' }
  | { type: 'left' }
  | { type: 'returned' }
  | { type: 'signed' }
  | { type: 'verified'; session: Session }
  | { type: 'rejected'; error: AuthError }
  | { type: 'expired'; error: AuthError }
  | { type: 'failed'; error: AuthError }
  | { type: 'reset' }

/** The state before a sign-in. */
export const siweLoginStart: SiweLoginState = {
  status: 'idle',
  error: undefined,
  session: undefined,
}
