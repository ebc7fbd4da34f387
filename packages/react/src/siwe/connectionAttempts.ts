import type { Connector } from 'wagmi'

/*
 * Separate from `connectWallet`, which is loaded with the other steps, because the page needs this before the
 * user signs in.
 */

/** The latest attempt to connect each wallet, by the connector's `uid`, until the wallet approves it. */
export const attempts = new Map<string, AbortSignal>()

/** Whether the user has cancelled connecting a wallet that may still answer. */
export function isGivenUp({ uid }: Connector): boolean {
  return attempts.get(uid)?.aborted ?? false
}
