import { getAddress } from 'viem'
import type { Config, Connector } from 'wagmi'
import { getConnection } from 'wagmi/actions'
import type { Signed } from '../walletconnect/Wishes.ts'

/** A wallet that shows the page an account. */
export interface Connected {
  /** With its EIP-55 checksum. */
  address: `0x${string}`
  chainId: number
  wallet: Connector
  /** What was signed with the approval of the connection. */
  signed?: Signed | undefined
  /** The name of the app on this phone that the user opened for the connection. */
  app?: string | undefined
}

/** The name of a wallet; `undefined` for the older `window.ethereum`, which does not say whose it is. */
export function getName({ id, name }: Connector): string | undefined {
  return id === 'injected' ? undefined : name
}

/**
 * The wallet that is connected, when it is the one that is asked for. While wagmi takes up the
 * connections of an earlier visit it holds mere descriptions of connectors: these cannot sign.
 */
export function getConnected(
  config: Config,
  connector: Connector | undefined,
): Connected | undefined {
  const { address, chainId, connector: wallet } = getConnection(config)
  if (address === undefined || chainId === undefined || wallet === undefined) return undefined
  if (connector !== undefined && connector.uid !== wallet.uid) return undefined
  if (!config.connectors.some(({ uid }) => uid === wallet.uid)) return undefined
  return { address: getAddress(address), chainId, wallet }
}
