import type { Hex } from 'viem'
import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import { verifySignature } from './verifySignature.ts'

/**
 * The early refusal of `verify: 'local'`. What cannot be told here is left to the upstream: nobody is
 * let in for it. An empty signature proves nothing by itself: it goes on to the upstream only where a
 * contract was asked by this server's own RPC, and said that it approved the text.
 *
 * @throws `AuthError` `signature_rejected`.
 */
export async function refuseWrongSignature(
  { siwe }: AuthContext,
  signed: { message: string; signature: string; address: Hex; chainId: number | undefined },
): Promise<void> {
  const { message, address, chainId } = signed
  const signature = signed.signature as Hex
  const isEmpty = signature === '0x'
  if (siwe.verify !== 'local' && !isEmpty) return
  const verdict =
    chainId === undefined
      ? 'unknown'
      : await verifySignature({ message, signature, address, chainId }, siwe.rpcUrls)
  if (verdict === 'invalid' || (isEmpty && verdict !== 'valid')) throw problem('signature_rejected')
}
