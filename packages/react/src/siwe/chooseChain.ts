import { AuthError } from '@kit/core/internal/errors/AuthError'
import { numberToHex } from 'viem'
import type { Config } from 'wagmi'
import type { Connected } from './Connected.ts'
import { readMember } from './discovery/steadyProvider.ts'
import { getProvider, type Provider } from './getProvider.ts'
import { toWalletError } from './toWalletError.ts'

/**
 * Chooses the chain for the message: the wallet's current chain if it is allowed, otherwise an allowed one that the
 * connection has approved. If there is none, asks the wallet to switch. The message never names a chain that a
 * WalletConnect connection has not approved, because its SDK would refuse the request to sign.
 *
 * @param allowed - the chains that the challenge allows; `undefined` for any.
 * @param onSwitch - called before the wallet is asked to switch.
 * @throws AuthError `siwe_chain_not_allowed` if the wallet cannot switch, `wallet_rejected` if the user
 * declines.
 */
export async function chooseChain(
  config: Config,
  { wallet, chainId }: Connected,
  allowed: readonly number[] | undefined,
  onSwitch: (target: number) => void,
): Promise<number> {
  // A wallet that reports an invalid chain can sign anyway, because a signature by a private key does not
  // depend on the chain.
  if (!isChainId(chainId)) return allowed?.[0] ?? 1
  const isAllowed = (id: number) => allowed?.includes(id) ?? true
  const provider = await getProvider(wallet)
  const approved = findApproved(provider)
  const isApproved = approved === undefined || approved.includes(chainId)
  if (isApproved && isAllowed(chainId)) return chainId
  const other = approved?.find(isAllowed)
  if (other !== undefined) {
    // The SDK sends each request to its current chain. It switches to an approved one without asking the wallet.
    if (!isApproved) await switchTo(config, provider, other)
    return other
  }
  // Any chain would be allowed, but the connection lists none.
  if (allowed === undefined) return chainId
  const target = config.chains.find(({ id }) => allowed.includes(id))?.id ?? allowed[0]
  if (target === undefined) throw new AuthError('siwe_chain_not_allowed')
  onSwitch(target)
  await switchTo(config, provider, target)
  return target
}

/** Whether a number can be the id of a chain (EIP-155). */
export function isChainId(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0
}

/**
 * Returns the chains that a WalletConnect connection has approved; `undefined` for other wallets.
 *
 * @see {@link https://chainagnostic.org/CAIPs/caip-25}
 */
function findApproved(provider: Provider): readonly number[] | undefined {
  const namespaces = readMember(readMember(provider, 'session'), 'namespaces')
  const accounts = readMember(readMember(namespaces, 'eip155'), 'accounts')
  if (!Array.isArray(accounts)) return undefined
  return accounts.map((account) => Number(String(account).split(':')[1]))
}

/** @see {@link https://eips.ethereum.org/EIPS/eip-3326} */
async function switchTo(config: Config, provider: Provider, target: number): Promise<void> {
  const chainId = numberToHex(target)
  try {
    await provider.request({ method: 'wallet_switchEthereumChain', params: [{ chainId }] })
  } catch (cause) {
    if (!isUnknownChain(cause)) throw toSwitchError(cause)
    await addChain(config, provider, target)
  }
}

/** @see {@link https://eips.ethereum.org/EIPS/eip-3085} */
async function addChain(config: Config, provider: Provider, target: number): Promise<void> {
  const chain = config.chains.find(({ id }) => id === target)
  if (chain === undefined) throw new AuthError('siwe_chain_not_allowed')
  const explorer = chain.blockExplorers?.default.url
  const parameters = {
    chainId: numberToHex(target),
    chainName: chain.name,
    nativeCurrency: chain.nativeCurrency,
    rpcUrls: chain.rpcUrls.default.http,
    ...(explorer !== undefined && { blockExplorerUrls: [explorer] }),
  }
  try {
    await provider.request({ method: 'wallet_addEthereumChain', params: [parameters] })
  } catch (cause) {
    throw toSwitchError(cause)
  }
}

/** Whether the error is 4902. MetaMask's app wraps it in another error, and WalletConnect wallets send only a text. */
function isUnknownChain(cause: unknown): boolean {
  const original = readMember(readMember(cause, 'data'), 'originalError')
  const isCode = [cause, original].some((error) => Number(readMember(error, 'code')) === 4902)
  return isCode || /\b4902\b|unrecognized chain/i.test(String(readMember(cause, 'message')))
}

/**
 * Converts the error of a switch. If the wallet cannot switch by itself, the user has to, so the error lists
 * the allowed chains.
 */
function toSwitchError(cause: unknown): AuthError {
  const error = toWalletError(cause)
  return error.code === 'wallet_failed' ? new AuthError('siwe_chain_not_allowed', { cause }) : error
}
