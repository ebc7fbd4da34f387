import { findIssue, OtpDelivery } from '@kit/core'

/** What survives a reload: to whom a code went, and its times. Never a code. */
export type PendingOtp = { identifier: string; delivery: OtpDelivery }

/** The attempt that is under way in this tab, while its code may be used. */
export function readPendingOtp(now: number): PendingOtp | undefined {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? 'null')
    if (typeof value !== 'object' || value === null) return undefined
    const { identifier, delivery } = value as Partial<PendingOtp>
    if (typeof identifier !== 'string' || findIssue(OtpDelivery, delivery) !== undefined)
      return undefined
    if (delivery === undefined || Date.parse(delivery.expiresAt) <= now) return undefined
    return { identifier, delivery }
  } catch {
    // Storage is blocked, or holds something else: then nothing is under way.
    return undefined
  }
}

/** Keeps an attempt, or forgets it. Where storage is blocked a reload starts over. */
export function writePendingOtp(pending: PendingOtp | undefined): void {
  try {
    if (pending === undefined) sessionStorage.removeItem(storageKey)
    else sessionStorage.setItem(storageKey, JSON.stringify(pending))
  } catch {
    // As above.
  }
}

const storageKey = 'kit:otp'
