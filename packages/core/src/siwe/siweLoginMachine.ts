import type { AuthError } from '../errors/AuthError.ts'
import type { Session } from '../session/Session.ts'

/**
 * Where a sign-in with a wallet stands. `awaiting-return`: the user has left for the wallet's app.
 * `rejected`: the user said no, which is no error. `expired`: the challenge ended before its answer.
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

/** Nobody has asked for anything yet. */
export const siweLoginStart: SiweLoginState = {
  status: 'idle',
  error: undefined,
  session: undefined,
}

/**
 * The next state of a sign-in with a wallet. Pure. An event that makes no sense now changes nothing:
 * the very same state is returned.
 *
 * @example
 * siweLoginMachine(siweLoginStart, { type: 'connect' }).status // 'connecting'
 */
export function siweLoginMachine(state: SiweLoginState, event: SiweLoginEvent): SiweLoginState {
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

type Transitions = Partial<Record<SiweLoginEvent['type'], SiweLoginState['status']>>

const begin: Transitions = {
  connect: 'connecting',
  challenge: 'challenging',
  sign: 'signing',
  failed: 'error',
}
const end: Transitions = {
  rejected: 'rejected',
  expired: 'expired',
  failed: 'error',
  reset: 'idle',
}

const transitions: Record<SiweLoginState['status'], Transitions> = {
  idle: begin,
  connecting: { ...end, challenge: 'challenging', sign: 'signing', left: 'awaiting-return' },
  challenging: { ...end, sign: 'signing' },
  signing: { ...end, left: 'awaiting-return', signed: 'verifying' },
  'awaiting-return': { ...end, returned: 'signing', sign: 'signing', signed: 'verifying' },
  verifying: { ...end, verified: 'success' },
  success: { connect: 'connecting', challenge: 'challenging', sign: 'signing', reset: 'idle' },
  rejected: { ...begin, reset: 'idle' },
  expired: { ...begin, reset: 'idle' },
  error: { ...begin, reset: 'idle' },
}
