import { getAddress } from 'viem'
import type { Config, Connector } from 'wagmi'
import { attempt } from './discovery/attempt.ts'
import type { Signed } from './walletconnect/ConnectOptions.ts'

/** A wallet that shows the page an account. */
export interface Connected {
  /** The address with its EIP-55 checksum. */
  address: `0x${string}`
  /** As the wallet reports it, which may be nonsense. */
  chainId: number
  wallet: Connector
  /** What was signed together with the approval of the connection. */
  signed?: Signed | undefined
  /** The name of the app on this phone with which the user approved the connection. */
  app?: string | undefined
  /** Whether the wallet was connected before and was not asked again. */
  isResumed?: boolean | undefined
}

/** The name of a wallet; `undefined` for the older `window.ethereum`, which does not reveal whose it is. */
export function getName({ id, name }: Connector): string | undefined {
  return id === 'injected' ? undefined : name
}

/**
 * Returns the connection of the given wallet, whether or not it is wagmi's current one, or without a wallet
 * the current one. While wagmi restores earlier connections, it only has descriptions of connectors, which
 * cannot sign.
 */
export function getConnected(
  config: Config,
  connector: Connector | undefined,
): Connected | undefined {
  const { connections, current } = config.state
  const connection = connections.get(connector?.uid ?? current ?? '')
  if (connection === undefined || !('getProvider' in connection.connector)) return undefined
  // A wallet may have approved no account, or something that is not one.
  const address = attempt(() => getAddress(connection.accounts[0]))
  if (address === undefined) return undefined
  const { chainId, connector: wallet } = connection
  return { address, chainId, wallet, isResumed: true }
}
