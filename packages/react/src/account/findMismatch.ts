import type { Session } from '@kit/core'

/** The account that the wallet shows, where it is not the one of the session. */
export function findMismatch(
  session: Session | undefined,
  { address, status }: { address?: `0x${string}` | undefined; status: string },
): { session: string; wallet: string } | undefined {
  // While a connection of an earlier visit is taken up, the wallet has not spoken yet.
  if (status !== 'connected' || address === undefined) return undefined
  if (session?.method !== 'siwe' || session.address === undefined) return undefined
  if (session.address.toLowerCase() === address.toLowerCase()) return undefined
  return { session: session.address, wallet: address }
}
