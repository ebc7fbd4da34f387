import type { AuthError } from '../errors/AuthError.ts'
import type { Session } from '../session/Session.ts'

/**
 * The state of a sign-in on the upstream's page. `redirecting`: the browser is leaving this page.
 * `awaiting-return`: the upstream's page is open in a separate window.
 */
export type RedirectLoginState = {
  readonly status:
    | 'idle'
    | 'starting'
    | 'redirecting'
    | 'awaiting-return'
    | 'success'
    | 'rejected'
    | 'error'
  readonly error: AuthError | undefined
  readonly session: Session | undefined
}

/** What can happen during a sign-in on the upstream's page. */
export type RedirectLoginEvent =
  | { type: 'start' }
  | { type: 'left' }
  | { type: 'opened' }
  | { type: 'returned'; session: Session }
  | { type: 'rejected'; error: AuthError }
  | { type: 'failed'; error: AuthError }
  | { type: 'reset' }

/** The state before a sign-in. */
export const redirectLoginStart: RedirectLoginState = {
  status: 'idle',
  error: undefined,
  session: undefined,
}
