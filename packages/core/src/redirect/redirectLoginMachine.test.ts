import { expect, test } from 'vitest'
import { describeMachine, findStates } from '../fixtures/walkMachine.ts'
import {
  AuthError,
  type RedirectLoginEvent,
  type RedirectLoginState,
  redirectLoginMachine,
  redirectLoginStart,
  type Session,
} from '../index.ts'

const error = new AuthError('redirect_denied')
const session: Session = {
  method: 'redirect',
  upstream: 'example',
  subject: 'c3ViamVjdA',
  status: 'active',
  authenticatedAt: '2026-11-20T12:00:00.000Z',
  expiresAt: null,
}
const events = {
  start: { type: 'start' },
  left: { type: 'left' },
  opened: { type: 'opened' },
  returned: { type: 'returned', session },
  rejected: { type: 'rejected', error },
  failed: { type: 'failed', error },
  reset: { type: 'reset' },
} satisfies Record<RedirectLoginEvent['type'], RedirectLoginEvent>
const states = findStates(redirectLoginMachine, redirectLoginStart, Object.values(events))

test('default', () => {
  expect(describeMachine(redirectLoginMachine, states, events)).toMatchInlineSnapshot(`
    "idle: start → starting
    starting: left → redirecting, opened → awaiting-return, rejected → rejected, failed → error, reset → idle
    redirecting: returned → success, rejected → rejected, failed → error, reset → idle
    awaiting-return: returned → success, rejected → rejected, failed → error, reset → idle
    rejected: start → starting, reset → idle
    error: start → starting, reset → idle
    success: start → starting, reset → idle"
  `)
})

test('behavior: every status is reached', () => {
  const all: Record<RedirectLoginState['status'], true> = {
    idle: true,
    starting: true,
    redirecting: true,
    'awaiting-return': true,
    success: true,
    rejected: true,
    error: true,
  }
  expect(new Set(states.keys())).toEqual(new Set(Object.keys(all)))
})

test('behavior: every event in every state either returns the same state object or a state whose data fits its status', () => {
  for (const state of states.values())
    for (const event of Object.values(events)) {
      const next = redirectLoginMachine(state, event)
      if (next === state) continue
      expect(next.session).toBe(next.status === 'success' ? session : undefined)
      const hasFailed = ['rejected', 'error'].includes(next.status)
      expect(next.error).toBe(hasFailed ? error : undefined)
    }
})

test('behavior: reset returns to the start from every state', () => {
  for (const state of states.values())
    expect(redirectLoginMachine(state, events.reset)).toEqual(redirectLoginStart)
})

test('security: an unknown event changes nothing', () => {
  for (const state of states.values())
    for (const type of ['constructor', 'toString', '__proto__', '', 'unknown'])
      expect(redirectLoginMachine(state, { type } as never)).toBe(state)
})
