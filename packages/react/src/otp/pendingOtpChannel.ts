import { createSafeStorage } from '../login/createSafeStorage.ts'
import { openBroadcast } from '../login/openBroadcast.ts'

/** Where a tab keeps its pending attempt for a reload. */
export const pendingOtpStorage = /* @__PURE__ */ createSafeStorage(() => sessionStorage)
export const pendingOtpKey = 'kit:otp'

/** What a tab sends to ask the others for a pending attempt. */
export const pendingOtpQuestion = 'pending?'

/** The channel between tabs; `undefined` if there is none. A channel does not receive its own messages. */
export function openPendingOtpChannel(): BroadcastChannel | undefined {
  channel ??= openBroadcast(pendingOtpKey)
  return channel
}

let channel: BroadcastChannel | undefined
