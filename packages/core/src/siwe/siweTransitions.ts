import type { Transitions } from '../login/transition.ts'
import type { SiweLoginEvent, SiweLoginState } from './SiweLoginState.ts'

type Moves = Partial<Record<SiweLoginEvent['type'], SiweLoginState['status']>>

const begin: Moves = {
  connect: 'connecting',
  challenge: 'challenging',
  sign: 'signing',
  failed: 'error',
}
const end: Moves = {
  rejected: 'rejected',
  expired: 'expired',
  failed: 'error',
  reset: 'idle',
}

/** The status to which each event leads, by the current status. */
export const siweTransitions: Transitions<SiweLoginState['status'], SiweLoginEvent['type']> = {
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
