import {
  openPendingOtpChannel,
  pendingOtpKey,
  pendingOtpQuestion,
  pendingOtpStorage,
} from './pendingOtpChannel.ts'

/**
 * Calls back when this tab or another one may have a pending attempt. The returned function stops this. It does not
 * read the attempt, because that needs code that most pages never load.
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
