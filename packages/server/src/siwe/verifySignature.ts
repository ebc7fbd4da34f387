import { assertRpcUrls } from '../transport/assertRpcUrls.ts'
import type { SignatureRequest } from './verifyWithViem.ts'

/**
 * Checks whether an account signed a text. A key's signature (EIP-191) is checked first and needs no call.
 * Contract accounts (ERC-1271), including those not deployed yet (ERC-6492), are called through the
 * configured RPC of their chain by `eth_call`, never by a transaction. An empty signature, `0x`, is valid if
 * the contract says so, as a contract does that approved the text on its chain.
 *
 * A contract cannot make this server call another address: ERC-3668 (CCIP read) is off.
 *
 * @param rpcUrls - RPC URLs by chain id. On a chain without one, contract accounts cannot be verified.
 * @param timeoutMs - for all calls to the RPC together. Default 5000 ms.
 * @returns `unknown` if the RPC does not answer, so that the signature is neither known to be valid nor to be
 * invalid.
 * @throws Error for an RPC URL that is neither https nor on this machine.
 * @example
 * await verifySignature({ message, signature, address, chainId: 100 }, { 100: 'https://rpc.example' })
 */
export async function verifySignature(
  request: verifySignature.Request,
  rpcUrls: Readonly<Record<number, string>>,
  timeoutMs = 5000,
): Promise<'valid' | 'invalid' | 'unknown'> {
  assertRpcUrls(rpcUrls, 'rpcUrls')
  // Loaded when the first signature is checked here. viem takes longer to load than everything else, so a
  // process whose upstream checks the signatures never loads it.
  const { verifyWithViem } = await import('./verifyWithViem.ts')
  return verifyWithViem(request, rpcUrls, timeoutMs)
}

export declare namespace verifySignature {
  /** The arguments of an upstream's `siwe.verify`. Without a chain id, contract accounts cannot be verified. */
  type Request = SignatureRequest
}
