import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import { verifySignature } from './verifySignature.ts'

/**
 * Implements `verify: 'local'`: refuses a wrong signature before the upstream is called. If this server cannot
 * decide, the upstream decides. An empty signature proves nothing by itself, so it is passed to the upstream
 * only if the contract has approved the text, which this server checks through its RPC.
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
