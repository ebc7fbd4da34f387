import type { Connector } from 'wagmi'
import { readName } from '../discovery/readName.ts'
import { readMember } from '../discovery/steadyProvider.ts'

/** Returns the name of the wallet that has approved a WalletConnect connection; `undefined` for other connectors. */
export async function findPeerName(wallet: Connector): Promise<string | undefined> {
  if (wallet.type !== 'walletConnect') return undefined
  const provider: unknown = await wallet.getProvider().catch(() => undefined)
  const peer = readMember(readMember(provider, 'session'), 'peer')
  return readName(readMember(readMember(peer, 'metadata'), 'name'))
}
