import { findIssue, OtpDelivery } from '@kit/core'

/** What survives a reload, and other tabs of this browser see: to whom a code went, its times and the clock to hold them against. Never a code. */
export type PendingOtp = {
  identifier: string
  delivery: OtpDelivery
  /** The server's clock less this machine's, in ms. */
  offsetMs: number
}

/** The attempt that is under way in this browser, while its code may be used. */
export function readPendingOtp(): PendingOtp | undefined {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null')
    if (typeof value !== 'object' || value === null) return undefined
    const { identifier, delivery, offsetMs } = value as Partial<PendingOtp>
    if (typeof identifier !== 'string' || typeof offsetMs !== 'number') return undefined
    if (delivery === undefined || findIssue(OtpDelivery, delivery) !== undefined) return undefined
    const isOver = !(Date.now() + offsetMs < Date.parse(delivery.expiresAt))
    return isOver ? undefined : { identifier, delivery, offsetMs }
  } catch {
    // Storage is blocked, or holds something else: then nothing is under way.
    return undefined
  }
}

/** Keeps an attempt, or forgets it. Where storage is blocked a reload starts over. */
export function writePendingOtp(pending: PendingOtp | undefined): void {
  try {
    if (pending === undefined) localStorage.removeItem(storageKey)
    else localStorage.setItem(storageKey, JSON.stringify(pending))
  } catch {
    // As above.
  }
}

/** Tells of an attempt that another tab began or went on with, until the returned function is called. */
export function watchPendingOtp(onChange: (pending: PendingOtp) => void): () => void {
  const handleStorage = ({ key }: StorageEvent) => {
    const pending = key === storageKey ? readPendingOtp() : undefined
    if (pending !== undefined) onChange(pending)
  }
  window.addEventListener('storage', handleStorage)
  return () => window.removeEventListener('storage', handleStorage)
}

const storageKey = 'kit:otp'
