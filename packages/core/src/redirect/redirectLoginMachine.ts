import { transition } from '../login/transition.ts'
import type { RedirectLoginEvent, RedirectLoginState } from './RedirectLoginState.ts'
import { redirectTransitions } from './redirectTransitions.ts'

/**
 * Returns the next state of a sign-in on the upstream's page. Pure. An event that does not fit the status
 * changes nothing and returns the same state object.
 *
 * @example
 * redirectLoginMachine(redirectLoginStart, { type: 'start' }).status // 'starting'
 */
export function redirectLoginMachine(
  state: RedirectLoginState,
  event: RedirectLoginEvent,
): RedirectLoginState {
  return transition(redirectTransitions, state, event)
}
