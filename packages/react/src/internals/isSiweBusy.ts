import type { SiweLoginState } from '@kit/core'

/** Whether a sign-in with a wallet is under way, so that no other may begin: what goes on is named so. */
export function isSiweBusy(status: SiweLoginState['status']): boolean {
  return status.includes('ing')
}
