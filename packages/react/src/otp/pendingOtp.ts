import { OtpDelivery } from '@kit/core/internal/otp/OtpDelivery'
import { findIssue } from '@kit/core/internal/schema/findIssue'
import {
  openPendingOtpChannel,
  pendingOtpKey,
  pendingOtpQuestion,
  pendingOtpStorage,
} from './pendingOtpChannel.ts'

/**
 * What survives a reload and what other tabs see: the address, the times, and the clock to compare them with.
 * Never a code.
 */
export type PendingOtp = {
  identifier: string
  delivery: OtpDelivery
  codesSent: number
  /** The server's clock minus this machine's, in ms. */
  offsetMs: number
  /**
   * When the code was sent, by the server's clock in ms. A clock that was set back cannot be earlier than
   * that.
   */
  sentAt: number
  /**
   * The user went back to type another address. The code can still be used, so entering the same address
   * returns to it.
   */
  isSetAside?: boolean | undefined
}

/** The pending attempt of this tab, as long as its code is valid. */
export function readPendingOtp(): PendingOtp | undefined {
  const pending = toPendingOtp(readStored())
  // Without this, the address would stay in the tab's storage after the code has expired.
  if (pending === undefined) pendingOtpStorage.removeItem(pendingOtpKey)
  return pending
}

/** Stores an attempt for a reload and announces it to other tabs, or deletes it. */
export function writePendingOtp(pending: PendingOtp | undefined): void {
  if (pending === undefined) {
    pendingOtpStorage.removeItem(pendingOtpKey)
  } else {
    pendingOtpStorage.setItem(pendingOtpKey, JSON.stringify(pending))
    openPendingOtpChannel()?.postMessage(pending)
  }
}

/**
 * Reports a pending attempt of another tab, now and later, until the returned function is called. An address
 * is personal data, so tabs send it to each other instead of leaving it in `localStorage`, where it would
 * outlive the browser.
 */
export function watchPendingOtp(onChange: (pending: PendingOtp) => void): () => void {
  const channel = openPendingOtpChannel()
  const handleMessage = ({ data }: MessageEvent) => {
    if (data === pendingOtpQuestion) {
      const pending = readPendingOtp()
      if (pending !== undefined) channel?.postMessage(pending)
      return
    }
    const pending = toPendingOtp(data)
    if (pending !== undefined) onChange(pending)
  }
  channel?.addEventListener('message', handleMessage)
  channel?.postMessage(pendingOtpQuestion)
  return () => channel?.removeEventListener('message', handleMessage)
}

function toPendingOtp(value: unknown): PendingOtp | undefined {
  const { identifier, delivery, codesSent, offsetMs, sentAt, isSetAside }: Partial<PendingOtp> =
    Object(value)
  if (typeof identifier !== 'string' || typeof offsetMs !== 'number') return undefined
  if (delivery === undefined || findIssue(OtpDelivery, delivery) !== undefined) return undefined
  const isOver = !(Date.now() + offsetMs < Date.parse(delivery.expiresAt))
  if (isOver) return undefined
  return {
    identifier,
    delivery,
    codesSent: codesSent ?? 1,
    offsetMs,
    sentAt: sentAt ?? 0,
    isSetAside,
  }
}

function readStored(): unknown {
  try {
    return JSON.parse(pendingOtpStorage.getItem(pendingOtpKey) ?? 'null')
  } catch {
    // A value of another program, or a broken one: nothing is pending.
    return undefined
  }
}
