import { expect, test } from 'vitest'
import { describeMachine, findStates } from '../fixtures/walkMachine.ts'
import {
  AuthError,
  type Session,
  type SiweLoginEvent,
  type SiweLoginState,
  siweLoginMachine,
  siweLoginStart,
} from '../index.ts'

const error = new AuthError('wallet_rejected')
const session: Session = {
  method: 'siwe',
  upstream: 'example',
  subject: 'c3ViamVjdA',
  status: 'active',
  authenticatedAt: '2026-11-20T12:00:00.000Z',
  expiresAt: null,
}
const events = {
  connect: { type: 'connect' },
  challenge: { type: 'challenge' },
  sign: { type: 'sign' },
  left: { type: 'left' },
  returned: { type: 'returned' },
  signed: { type: 'signed' },
  verified: { type: 'verified', session },
  rejected: { type: 'rejected', error },
  expired: { type: 'expired', error },
  failed: { type: 'failed', error },
  reset: { type: 'reset' },
} satisfies Record<SiweLoginEvent['type'], SiweLoginEvent>
const states = findStates(siweLoginMachine, siweLoginStart, Object.values(events))

test('default', () => {
  expect(describeMachine(siweLoginMachine, states, events)).toMatchInlineSnapshot(`
    "idle: connect → connecting, challenge → challenging, sign → signing, failed → error
    connecting: challenge → challenging, sign → signing, left → awaiting-return, rejected → rejected, expired → expired, failed → error, reset → idle
    challenging: sign → signing, rejected → rejected, expired → expired, failed → error, reset → idle
    signing: left → awaiting-return, signed → verifying, rejected → rejected, expired → expired, failed → error, reset → idle
    error: connect → connecting, challenge → challenging, sign → signing, failed → error, reset → idle
    awaiting-return: sign → signing, returned → signing, signed → verifying, rejected → rejected, expired → expired, failed → error, reset → idle
    rejected: connect → connecting, challenge → challenging, sign → signing, failed → error, reset → idle
    expired: connect → connecting, challenge → challenging, sign → signing, failed → error, reset → idle
    verifying: verified → success, rejected → rejected, expired → expired, failed → error, reset → idle
    success: connect → connecting, challenge → challenging, sign → signing, reset → idle"
  `)
})

test('behavior: every status is reached', () => {
  const all: Record<SiweLoginState['status'], true> = {
    idle: true,
    connecting: true,
    challenging: true,
    signing: true,
    'awaiting-return': true,
    verifying: true,
    success: true,
    rejected: true,
    expired: true,
    error: true,
  }
  expect(new Set(states.keys())).toEqual(new Set(Object.keys(all)))
})

test('behavior: every event in every state either returns the same state object or a state whose data fits its status', () => {
  for (const state of states.values())
    for (const event of Object.values(events)) {
      const before = structuredClone({ status: state.status, session: state.session })
      const next = siweLoginMachine(state, event)
      expect({ status: state.status, session: state.session }).toEqual(before)
      expect(siweLoginMachine(state, event)).toEqual(next)
      if (next === state) continue
      expect(next.session).toBe(next.status === 'success' ? session : undefined)
      const hasFailed = ['rejected', 'expired', 'error'].includes(next.status)
      expect(next.error).toBe(hasFailed ? error : undefined)
    }
})

test('behavior: reset returns to the start from every state', () => {
  for (const state of states.values())
    expect(siweLoginMachine(state, events.reset)).toEqual(siweLoginStart)
})

test('security: only a verification leads to a session', () => {
  for (const state of states.values())
    for (const event of Object.values(events))
      if (siweLoginMachine(state, event).status === 'success' && state.status !== 'success')
        expect([state.status, event.type]).toEqual(['verifying', 'verified'])
})

test('security: an unknown event changes nothing', () => {
  for (const state of states.values())
    for (const type of ['constructor', 'toString', '__proto__', '', 'unknown'])
      expect(siweLoginMachine(state, { type } as never)).toBe(state)
})
