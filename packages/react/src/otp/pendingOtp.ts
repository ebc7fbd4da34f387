import { OtpDelivery } from '@kit/core/internal/otp/OtpDelivery'
import { findIssue } from '@kit/core/internal/schema/findIssue'
import {
  listenToOtherTabs,
  openPendingOtpChannel,
  pendingOtpKey,
  pendingOtpQuestion,
  pendingOtpStorage,
} from './pendingOtpChannel.ts'

/**
 * The part of a sign-in that is kept for a reload and shared with other tabs: the address, the times, and the
 * difference between the clocks. Never a code.
 */
export type PendingOtp = {
  identifier: string
  delivery: OtpDelivery
  codesSent: number
  /** The server's clock minus this machine's, in ms. */
  offsetMs: number
  /**
   * When the code was sent, in ms by the server's clock. If the current time seems earlier, this machine's
   * clock was set back.
   */
  sentAt: number
  /**
   * Whether the user went back to enter another address. If they enter the same address again, they return to
   * the code, which is still valid.
   */
  isSetAside?: boolean | undefined
}

/** Returns the pending attempt of this tab, if its code is still valid. */
export function readPendingOtp(): PendingOtp | undefined {
  const pending = toPendingOtp(readStored())
  // Removes the address from the tab's storage when the code has expired.
  if (pending === undefined) pendingOtpStorage.removeItem(pendingOtpKey)
  return pending
}

/** Stores an attempt for a reload and sends it to other tabs, or deletes it. */
export function writePendingOtp(pending: PendingOtp | undefined): void {
  if (pending === undefined) {
    pendingOtpStorage.removeItem(pendingOtpKey)
  } else {
    pendingOtpStorage.setItem(pendingOtpKey, JSON.stringify(pending))
    openPendingOtpChannel()?.postMessage(pending)
  }
}

/**
 * Reports pending attempts of other tabs until the returned function is called. Tabs send messages to each
 * other for this. An address in `localStorage` would stay there after the browser is closed, although it is
 * personal data.
 */
export function watchPendingOtp(onChange: (pending: PendingOtp) => void): () => void {
  return listenToOtherTabs((data) => {
    const isQuestion = data === pendingOtpQuestion
    const pending = isQuestion ? readPendingOtp() : toPendingOtp(data)
    if (pending === undefined) return
    if (isQuestion) openPendingOtpChannel()?.postMessage(pending)
    else onChange(pending)
  })
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
    // The value is malformed or from other software, so nothing is pending.
    return undefined
  }
}
