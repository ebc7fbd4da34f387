import type { Hex } from 'viem'
import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import { verifySignature } from './verifySignature.ts'

/**
 * The early refusal of `verify: 'local'`. What cannot be told here is left to the upstream: nobody is
 * let in for it.
 *
 * @throws `AuthError` `signature_rejected`.
 */
export async function refuseWrongSignature(
  { siwe }: AuthContext,
  signed: { message: string; signature: string; address: Hex; chainId: number | undefined },
): Promise<void> {
  if (siwe.verify !== 'local' || signed.chainId === undefined) return
  const { message, address, chainId } = signed
  const signature = signed.signature as Hex
  const verdict = await verifySignature({ message, signature, address, chainId }, siwe.rpcUrls)
  if (verdict === 'invalid') throw problem('signature_rejected')
}
