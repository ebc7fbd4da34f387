import type { Connector } from 'wagmi'

/**
 * Asks a wallet for its chain, and stores it in wagmi's state. Some wallets switch without an event, and refuse
 * a message that does not name their current chain. After this, the next attempt names it.
 *
 * @see {@link https://github.com/coinbase/coinbase-wallet-sdk/issues/1317}
 */
export async function refreshChain(wallet: Connector): Promise<void> {
  const chainId = await wallet.getChainId().catch(() => undefined)
  if (chainId !== undefined) wallet.emitter.emit('change', { chainId })
}
