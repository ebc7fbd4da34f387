import type { SiweLoginState } from '@kit/core'

/** Whether a sign-in with a wallet is under way, so that no other may begin. */
export function isSiweBusy(status: SiweLoginState['status']): boolean {
  return busy.has(status)
}

const busy: ReadonlySet<SiweLoginState['status']> = new Set([
  'connecting',
  'challenging',
  'signing',
  'awaiting-return',
  'verifying',
])
