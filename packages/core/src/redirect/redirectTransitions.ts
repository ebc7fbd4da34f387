import type { Transitions } from '../login/transition.ts'
import type { RedirectLoginEvent, RedirectLoginState } from './RedirectLoginState.ts'

type Moves = Partial<Record<RedirectLoginEvent['type'], RedirectLoginState['status']>>

const end: Moves = { rejected: 'rejected', failed: 'error', reset: 'idle' }

/** The status to which each event leads, by the current status. */
export const redirectTransitions: Transitions<
  RedirectLoginState['status'],
  RedirectLoginEvent['type']
> = {
  idle: { start: 'starting' },
  starting: { ...end, left: 'redirecting', opened: 'awaiting-return' },
  redirecting: { ...end, returned: 'success' },
  'awaiting-return': { ...end, returned: 'success' },
  success: { start: 'starting', reset: 'idle' },
  rejected: { start: 'starting', reset: 'idle' },
  error: { start: 'starting', reset: 'idle' },
}
