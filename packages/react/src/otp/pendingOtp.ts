import { findIssue, OtpDelivery } from '@kit/core/steps'
import { safeStorage } from '../internals/safeStorage.ts'

/** What survives a reload, and other tabs of this browser see: to whom a code went, its times and the clock to hold them against. Never a code. */
export type PendingOtp = {
  identifier: string
  delivery: OtpDelivery
  codesSent: number
  /** The server's clock less this machine's, in ms. */
  offsetMs: number
}

/** The attempt that is under way in this browser, while its code may be used. */
export function readPendingOtp(): PendingOtp | undefined {
  const { identifier, delivery, codesSent, offsetMs } = read()
  if (typeof identifier !== 'string' || typeof offsetMs !== 'number') return undefined
  if (delivery === undefined || findIssue(OtpDelivery, delivery) !== undefined) return undefined
  const isOver = !(Date.now() + offsetMs < Date.parse(delivery.expiresAt))
  return isOver ? undefined : { identifier, delivery, codesSent: codesSent ?? 1, offsetMs }
}

/** Keeps an attempt, or forgets it. Where storage is blocked a reload starts over. */
export function writePendingOtp(pending: PendingOtp | undefined): void {
  if (pending === undefined) safeStorage.removeItem(storageKey)
  else safeStorage.setItem(storageKey, JSON.stringify(pending))
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

function read(): Partial<PendingOtp> {
  try {
    return Object(JSON.parse(safeStorage.getItem(storageKey) ?? '{}'))
  } catch {
    // Something else's, or spoilt: then nothing is under way.
    return {}
  }
}

const storageKey = 'kit:otp'
