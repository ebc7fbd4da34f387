import { getAddress } from 'viem'
import type { Config, Connector } from 'wagmi'
import { attempt } from './discovery/attempt.ts'
import type { Signed } from './walletconnect/ConnectOptions.ts'

/** A connected wallet and its account. */
export interface Connected {
  /** The address with its EIP-55 checksum. */
  address: `0x${string}`
  /** The chain as the wallet reports it, which may be invalid. */
  chainId: number
  wallet: Connector
  /** The message that was signed together with the approval of the connection. */
  signed?: Signed | undefined
  /** The name of the app on this phone in which the user approved the connection. */
  app?: string | undefined
  /** Whether the wallet was already connected, so that the user did not have to approve it. */
  isResumed?: boolean | undefined
}

/** Returns the name of a wallet; `undefined` for the older `window.ethereum`, which has no name. */
export function getName({ id, name }: Connector): string | undefined {
  return id === 'injected' ? undefined : name
}

/**
 * Returns the connection of the given wallet, even if it is not wagmi's current one. Without a wallet, returns
 * the current connection. While wagmi restores earlier connections, it has only descriptions of connectors,
 * which cannot sign.
 */
export function getConnected(
  config: Config,
  connector: Connector | undefined,
): Connected | undefined {
  const { connections, current } = config.state
  const connection = connections.get(connector?.uid ?? current ?? '')
  if (connection === undefined || !('getProvider' in connection.connector)) return undefined
  // A wallet may have approved no account, or a value that is not an account.
  const address = attempt(() => getAddress(connection.accounts[0]))
  if (address === undefined) return undefined
  const { chainId, connector: wallet } = connection
  return { address, chainId, wallet, isResumed: true }
}
