import type { Connector } from 'wagmi'
import { readName } from '../discovery/readName.ts'
import { readMember } from '../discovery/steadyProvider.ts'

/** The wallet at the other end of a WalletConnect connection, as it describes itself. */
export interface Peer {
  name: string
  /** The icon's URL, with the scheme `https:` or `data:`. */
  icon: string | undefined
}

/**
 * Returns the wallet that has approved a WalletConnect connection; `undefined` for other connectors, and for a
 * wallet without a name.
 *
 * @see {@link https://specs.walletconnect.com/2.0/specs/clients/core/pairing/data-structures}
 */
export async function findPeer(wallet: Connector): Promise<Peer | undefined> {
  if (wallet.type !== 'walletConnect') return undefined
  const provider: unknown = await wallet.getProvider().catch(() => undefined)
  const peer = readMember(readMember(provider, 'session'), 'peer')
  const metadata = readMember(peer, 'metadata')
  const name = readName(readMember(metadata, 'name'))
  const icon = readMember(readMember(metadata, 'icons'), '0')
  return name === undefined ? undefined : { name, icon: isIcon(icon) ? icon : undefined }
}

/** Whether an icon may be loaded from this URL: it starts with `https:` or `data:image/`, and is not too long. */
function isIcon(icon: unknown): icon is string {
  return typeof icon === 'string' && /^(?:https:\/\/|data:image\/).{1,100000}$/i.test(icon)
}
