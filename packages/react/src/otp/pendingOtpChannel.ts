import { createSafeStorage } from '../login/createSafeStorage.ts'
import { openBroadcast } from '../login/openBroadcast.ts'

/** The storage for a tab's pending attempt, which survives a reload. */
export const pendingOtpStorage = /* @__PURE__ */ createSafeStorage(() => sessionStorage)
export const pendingOtpKey = 'kit:otp'

/** The message by which a tab asks other tabs for a pending attempt. */
export const pendingOtpQuestion = 'pending?'

/** Opens the channel between tabs, if the browser has one. A channel does not receive its own messages. */
export function openPendingOtpChannel(): BroadcastChannel | undefined {
  channel ??= openBroadcast(pendingOtpKey)
  return channel
}

/**
 * Asks the other tabs for a pending attempt, and passes their messages to `onMessage` until the returned function is
 * called.
 */
export function listenToOtherTabs(onMessage: (data: unknown) => void): () => void {
  const channel = openPendingOtpChannel()
  const handleMessage = ({ data }: MessageEvent) => onMessage(data)
  channel?.addEventListener('message', handleMessage)
  channel?.postMessage(pendingOtpQuestion)
  return () => channel?.removeEventListener('message', handleMessage)
}

let channel: BroadcastChannel | undefined
