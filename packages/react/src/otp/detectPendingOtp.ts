import {
  openPendingOtpChannel,
  pendingOtpKey,
  pendingOtpQuestion,
  pendingOtpStorage,
} from './pendingOtpChannel.ts'

/**
 * Calls back once this tab or another one may have a pending attempt, until the returned function is called.
 * Reading the attempt takes code that most pages never need.
 */
export function detectPendingOtp(onFound: () => void): () => void {
  const channel = openPendingOtpChannel()
  const handleMessage = ({ data }: MessageEvent) => {
    if (data !== pendingOtpQuestion) onFound()
  }
  channel?.addEventListener('message', handleMessage)
  channel?.postMessage(pendingOtpQuestion)
  if (pendingOtpStorage.getItem(pendingOtpKey) !== null) onFound()
  return () => channel?.removeEventListener('message', handleMessage)
}
