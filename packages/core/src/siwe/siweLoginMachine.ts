import { transition } from '../login/transition.ts'
import type { SiweLoginEvent, SiweLoginState } from './SiweLoginState.ts'
import { siweTransitions } from './siweTransitions.ts'

/**
 * Returns the next state of a sign-in with a wallet. Pure. An event that does not fit the status changes
 * nothing and returns the same state object.
 *
 * @example
 * siweLoginMachine(siweLoginStart, { type: 'connect' }).status // 'connecting'
 */
export function siweLoginMachine(state: SiweLoginState, event: SiweLoginEvent): SiweLoginState {
  return transition(siweTransitions, state, event)
}
