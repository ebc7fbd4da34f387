import type { AuthError } from '../errors/AuthError.ts'
import type { Session } from '../session/Session.ts'

/**
 * Where a sign-in on the upstream's own page stands. `redirecting`: this page is being left.
 * `awaiting-return`: the upstream's page is open in a window of its own.
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

/** What can happen during a sign-in on the upstream's own page. */
export type RedirectLoginEvent =
  | { type: 'start' }
  | { type: 'left' }
  | { type: 'opened' }
  | { type: 'returned'; session: Session }
  | { type: 'rejected'; error: AuthError }
  | { type: 'failed'; error: AuthError }
  | { type: 'reset' }

/** Nobody has asked for anything yet. */
export const redirectLoginStart: RedirectLoginState = {
  status: 'idle',
  error: undefined,
  session: undefined,
}

/**
 * The next state of a sign-in on the upstream's page. Pure. An event that makes no sense now changes
 * nothing: the very same state is returned.
 *
 * @example
 * redirectLoginMachine(redirectLoginStart, { type: 'start' }).status // 'starting'
 */
export function redirectLoginMachine(
  state: RedirectLoginState,
  event: RedirectLoginEvent,
): RedirectLoginState {
  const moves = transitions[state.status]
  // Own ones only: else an event of the type `constructor` would find one.
  const status = Object.hasOwn(moves, event.type) ? moves[event.type] : undefined
  if (status === undefined) return state
  return {
    status,
    error: 'error' in event ? event.error : undefined,
    session: 'session' in event ? event.session : undefined,
  }
}

type Transitions = Partial<Record<RedirectLoginEvent['type'], RedirectLoginState['status']>>

const end: Transitions = { rejected: 'rejected', failed: 'error', reset: 'idle' }

const transitions: Record<RedirectLoginState['status'], Transitions> = {
  idle: { start: 'starting' },
  starting: { ...end, left: 'redirecting', opened: 'awaiting-return' },
  redirecting: { ...end, returned: 'success' },
  'awaiting-return': { ...end, returned: 'success' },
  success: { start: 'starting', reset: 'idle' },
  rejected: { start: 'starting', reset: 'idle' },
  error: { start: 'starting', reset: 'idle' },
}
