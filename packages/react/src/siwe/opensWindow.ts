import type { Connector } from 'wagmi'
import { readMember } from './discovery/steadyProvider.ts'

/**
 * Whether a wallet's SDK opens a window for each request, as those of Base Account and of Coinbase's smart
 * wallet do. Browsers allow that only during a tap, and each tap opens one window.
 */
export async function opensWindow(wallet: Connector): Promise<boolean> {
  const provider: unknown = await wallet.getProvider().catch(() => undefined)
  // The part of these SDKs that opens the window. Their other signers do not have it.
  return readMember(readMember(provider, 'signer'), 'communicator') !== undefined
}
