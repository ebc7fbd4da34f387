import type { OtpDelivery } from '@kit/core'
import type { FakeBackend } from './FakeBackend.ts'
import { refuse } from './refuse.ts'

/** The codes that were sent, each for one browser and one purpose. */
export function createCodes({
  code = '123456',
  now = Date.now,
  resendMs = 60_000,
  lifetimeMs = 300_000,
}: FakeBackend.Options): Codes {
  const sent = new Map<string, Sent>()
  let mails = 0

  function draw(identifier: string): string {
    if (typeof code === 'function') return code(identifier)
    const codes = typeof code === 'string' ? [code] : code
    mails += 1
    return codes[Math.min(mails, codes.length) - 1] ?? ''
  }

  return {
    send(browser, identifier, purpose) {
      const others = [...sent].filter(
        ([, other]) => other.identifier === identifier && other.purpose === purpose,
      )
      const waitMs = Math.max(0, ...others.map(([, { resendAt }]) => resendAt - now()))
      if (waitMs > 0) return refuse('rate_limited', { retryAfterSeconds: Math.ceil(waitMs / 1000) })
      // Only the latest code works.
      for (const [key] of others) sent.delete(key)
      const start = now()
      const one: Sent = {
        identifier,
        purpose,
        code: draw(identifier),
        attemptsLeft: 5,
        resendAt: start + resendMs,
        expiresAt: start + lifetimeMs,
      }
      sent.set(browser, one)
      return {
        codeLength: one.code.length,
        codeAlphabet: /^\d+$/.test(one.code) ? 'numeric' : 'alphanumeric',
        resendAt: new Date(one.resendAt).toISOString(),
        expiresAt: new Date(one.expiresAt).toISOString(),
        attemptsLeft: one.attemptsLeft,
      }
    },
    check(browser, typed, purpose) {
      const one = sent.get(browser ?? '')
      if (one === undefined || one.purpose !== purpose)
        return refuse('otp_invalid', { attemptsLeft: 0 })
      if (one.attemptsLeft === 0) return refuse('otp_attempts_exhausted')
      one.attemptsLeft -= 1
      if (typed !== one.code || now() >= one.expiresAt)
        return refuse('otp_invalid', { attemptsLeft: one.attemptsLeft })
      sent.delete(browser ?? '')
      return one.identifier
    },
  }
}

export interface Codes {
  /** Sends a code to an address that a browser has requested. */
  send(browser: string, identifier: string, purpose: Purpose): OtpDelivery | Response
  /** @returns the address that the code was sent to, or the refusal. A code works once. */
  check(browser: string | undefined, typed: string, purpose: Purpose): string | Response
}

type Purpose = 'sign-in' | 'link'

interface Sent {
  readonly identifier: string
  readonly purpose: Purpose
  readonly code: string
  attemptsLeft: number
  readonly resendAt: number
  readonly expiresAt: number
}
