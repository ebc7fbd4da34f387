import type { Connector } from 'wagmi'

/*
 * Separate from `connectWallet`, which is loaded with the other steps, because the page needs this before
 * anybody signs in.
 */

/** The latest attempt to connect each wallet, until the wallet approves it. */
export const attempts = new Map<string, AbortSignal>()

/** Whether an attempt to connect a wallet was cancelled and may still be answered. */
export function isGivenUp({ uid }: Connector): boolean {
  return attempts.get(uid)?.aborted ?? false
}
