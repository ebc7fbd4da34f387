import {
  listenToOtherTabs,
  pendingOtpKey,
  pendingOtpQuestion,
  pendingOtpStorage,
} from './pendingOtpChannel.ts'

/**
 * Calls back when this tab or another one may have a pending attempt. The returned function stops this. It does not
 * read the attempt, because that needs code that most pages never load.
 */
export function detectPendingOtp(onFound: () => void): () => void {
  const stopListening = listenToOtherTabs((data) => {
    if (data !== pendingOtpQuestion) onFound()
  })
  if (pendingOtpStorage.getItem(pendingOtpKey) !== null) onFound()
  return stopListening
}
