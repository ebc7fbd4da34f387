import { expect, test } from 'vitest'
import { describeMachine, findStates } from '../fixtures/walkMachine.ts'
import {
  AuthError,
  type OtpDelivery,
  type OtpLoginEvent,
  type OtpLoginState,
  otpLoginMachine,
  otpLoginStart,
  type ProblemCode,
  recoveries,
  type Session,
} from '../index.ts'

const identifier = 'ada@example.com'
const delivery: OtpDelivery = {
  codeLength: 6,
  codeAlphabet: 'numeric',
  resendAt: '2026-11-20T12:01:00.000Z',
  expiresAt: '2026-11-20T12:10:00.000Z',
  attemptsLeft: 5,
}
const session: Session = {
  method: 'email-otp',
  upstream: 'example',
  subject: 'c3ViamVjdA',
  status: 'active',
  authenticatedAt: '2026-11-20T12:00:00.000Z',
  expiresAt: null,
}
const fail = (code: ProblemCode, attemptsLeft?: number): OtpLoginEvent => ({
  type: 'failed',
  error: new AuthError(code, { attemptsLeft }),
})
const events: Record<string, OtpLoginEvent> = {
  start: { type: 'start', identifier },
  'start other': { type: 'start', identifier: 'grace@example.com' },
  sent: { type: 'sent', delivery },
  submit: { type: 'submit' },
  verified: { type: 'verified', session },
  'failed network_error': fail('network_error'),
  'failed otp_invalid': fail('otp_invalid', 4),
  'failed otp_attempts_exhausted': fail('otp_attempts_exhausted'),
  'failed otp_locked': fail('otp_locked'),
  'failed challenge_expired': fail('challenge_expired'),
  expire: { type: 'expire' },
  resume: { type: 'resume', identifier, delivery },
  reset: { type: 'reset' },
}
/**
 * Sending the first code and resending are two states, because the previous code still exists during a resend.
 */
const states = findStates(otpLoginMachine, otpLoginStart, Object.values(events), (state) =>
  state.status === 'sending' && state.delivery !== undefined ? 'sending again' : state.status,
)

test('default', () => {
  expect(describeMachine(otpLoginMachine, states, events)).toMatchInlineSnapshot(`
    "idle: start → sending, start other → sending, resume → awaiting-code
    sending: sent → awaiting-code, failed network_error → error, failed otp_invalid → error, failed otp_attempts_exhausted → error, failed otp_locked → locked, failed challenge_expired → error, reset → idle
    awaiting-code: start → sending, start other → sending, submit → verifying, expire → expired, reset → idle
    error: start → sending, start other → sending, resume → awaiting-code, reset → idle
    locked: reset → idle
    sending again: sent → awaiting-code, failed network_error → awaiting-code, failed otp_invalid → awaiting-code, failed otp_attempts_exhausted → awaiting-code, failed otp_locked → locked, failed challenge_expired → awaiting-code, reset → idle
    verifying: verified → success, failed network_error → awaiting-code, failed otp_invalid → awaiting-code, failed otp_attempts_exhausted → exhausted, failed otp_locked → locked, failed challenge_expired → expired, reset → idle
    expired: start → sending, start other → sending, reset → idle
    success: start → sending, start other → sending, reset → idle
    exhausted: start → sending, start other → sending, reset → idle"
  `)
})

test('behavior: every status is reached', () => {
  const all: Record<OtpLoginState['status'], true> = {
    idle: true,
    sending: true,
    'awaiting-code': true,
    verifying: true,
    success: true,
    locked: true,
    exhausted: true,
    expired: true,
    error: true,
  }
  const reached = new Set([...states.values()].map(({ status }) => status))
  expect(reached).toEqual(new Set(Object.keys(all)))
})

test('behavior: every event in every state either returns the same state object or a state whose data fits its status', () => {
  for (const state of states.values())
    for (const event of Object.values(events)) {
      const next = otpLoginMachine(state, event)
      if (next === state) continue
      const { status } = next
      expect(next.session).toBe(status === 'success' ? session : undefined)
      expect(next.identifier === undefined).toBe(status === 'idle')
      if (['awaiting-code', 'verifying', 'success', 'exhausted'].includes(status))
        expect(next.delivery).toEqual(delivery)
      if (['locked', 'exhausted', 'error'].includes(status)) expect(next.error).toBeDefined()
      if (['idle', 'sending', 'verifying', 'success'].includes(status))
        expect(next.error).toBe(undefined)
      if (event.type === 'failed') expect(next.error).toBe(event.error)
    }
})

test('behavior: every error code leads to some status after a failed call', () => {
  const codes = Object.values(recoveries).flat()
  for (const id of ['sending', 'sending again', 'verifying'])
    for (const code of codes) {
      const state = states.get(id) ?? otpLoginStart
      const next = otpLoginMachine(state, fail(code))
      expect(next.status, `${id} ${code}`).not.toBe(state.status)
      expect(next.error?.code).toBe(code)
    }
})

test("behavior: the number of attempts left is the server's latest", () => {
  const verifying = states.get('verifying') ?? otpLoginStart
  expect(verifying.attemptsLeft).toBe(5)
  const refused = otpLoginMachine(verifying, fail('otp_invalid', 2))
  expect([refused.status, refused.attemptsLeft]).toEqual(['awaiting-code', 2])
  const again = otpLoginMachine(refused, { type: 'submit' })
  expect(otpLoginMachine(again, fail('network_error')).attemptsLeft).toBe(2)
  expect(otpLoginMachine(again, fail('otp_attempts_exhausted')).attemptsLeft).toBe(0)
})

test('behavior: after a failed resend the previous code can still be used', () => {
  const again = states.get('sending again') ?? otpLoginStart
  const next = otpLoginMachine(again, fail('rate_limited'))
  expect([next.status, next.delivery]).toEqual(['awaiting-code', delivery])
})

test('behavior: another address starts over', () => {
  const waiting = states.get('awaiting-code') ?? otpLoginStart
  const next = otpLoginMachine(waiting, { type: 'start', identifier: 'grace@example.com' })
  expect([next.identifier, next.delivery, next.attemptsLeft]).toEqual([
    'grace@example.com',
    undefined,
    undefined,
  ])
})

test('behavior: reset returns to the start from every state', () => {
  for (const state of states.values())
    expect(otpLoginMachine(state, { type: 'reset' })).toEqual(otpLoginStart)
})

test('security: only a reset leaves the locked status', () => {
  const locked = states.get('locked') ?? otpLoginStart
  for (const event of Object.values(events))
    if (event.type !== 'reset') expect(otpLoginMachine(locked, event)).toBe(locked)
})

test('security: an unknown event changes nothing', () => {
  for (const state of states.values())
    for (const type of ['constructor', 'toString', '__proto__', '', 'unknown'])
      expect(otpLoginMachine(state, { type } as never)).toBe(state)
})

test('behavior: after a sign-in, the same address starts over without the used code', () => {
  const anew = [
    events['start'],
    events['sent'],
    events['submit'],
    events['verified'],
    events['start'],
  ].reduce((state, event) => (event ? otpLoginMachine(state, event) : state), otpLoginStart)
  expect(anew).toEqual({ ...otpLoginStart, status: 'sending', identifier })
})

test('behavior: after a failed resend a code that is used up or expired stays closed', () => {
  const again = (id: string) =>
    otpLoginMachine(states.get(id) ?? otpLoginStart, { type: 'start', identifier })
  for (const id of ['exhausted', 'expired']) {
    const next = otpLoginMachine(again(id), fail('network_error'))
    expect([id, next.status, next.error?.code]).toEqual([id, 'exhausted', 'network_error'])
  }
})
