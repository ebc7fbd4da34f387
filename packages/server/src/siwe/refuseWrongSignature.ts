import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import { verifySignature } from './verifySignature.ts'

/**
 * Implements the early refusal of `verify: 'local'`. What cannot be decided here is left to the upstream and
 * lets nobody in. An empty signature proves nothing by itself: it is passed to the upstream only if this
 * server asked the contract through its RPC and the contract approved the text.
 *
 * @throws `AuthError` `signature_rejected`; `upstream_unavailable` if only the RPC could have decided.
 */
export async function refuseWrongSignature(
  { siwe }: AuthContext,
  signed: { message: string; signature: string; address: string; chainId: number | undefined },
): Promise<void> {
  const { message, signature, address, chainId } = signed
  const isEmpty = signature === '0x'
  if (siwe.verify !== 'local' && !isEmpty) return
  const verdict =
    chainId === undefined
      ? isEmpty
        ? 'invalid'
        : 'unknown'
      : await verifySignature({ message, signature, address, chainId }, siwe.rpcUrls)
  if (verdict === 'invalid') throw problem('signature_rejected')
  // An RPC failure says nothing about the signature.
  if (isEmpty && verdict === 'unknown')
    throw problem('upstream_unavailable', { retryAfterSeconds: 5 })
}
