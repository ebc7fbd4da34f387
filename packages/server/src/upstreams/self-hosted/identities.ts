import { type Identity as PublicIdentity, parseAccountId } from '@kit/core'
import { normalizeAddress } from '@kit/core/eip55'
import type { Hex } from 'viem'
import { problem } from '../../problem.ts'
import { verifySignature } from '../../siwe/verifySignature.ts'
import type { Identity, LinkedIdentity } from './users/Users.ts'

/**
 * Finds the identity of a signer. An address that signs with its private key belongs to the same user on every
 * chain. A contract account belongs to its chain, because the same address on another chain may be another
 * user's contract.
 *
 * @throws `AuthError` `signature_rejected`; `upstream_unavailable` if the chain's RPC does not answer.
 */
export async function findSigner(
  signed: { message: string; signature: string; address: string; chainId: number | undefined },
  rpcUrls: Readonly<Record<number, string>>,
): Promise<Identity & { kind: 'wallet' }> {
  const address = normalizeAddress(signed.address.toLowerCase())
  const { message, chainId } = signed
  if (chainId === undefined || !isHex(signed.signature)) throw problem('signature_rejected')
  const request = { message, signature: signed.signature, address, chainId }
  // Without an RPC, only a signature by a private key can be valid.
  if ((await verifySignature(request, {})) === 'valid')
    return { kind: 'wallet', accountId: `eip155:_:${address}` }
  const verdict = await verifySignature(request, rpcUrls)
  if (verdict === 'valid') return { kind: 'wallet', accountId: `eip155:${chainId}:${address}` }
  throw problem(verdict === 'unknown' ? 'upstream_unavailable' : 'signature_rejected')
}

/** Converts an identity to the form that its user's browser gets. */
export function toPublicIdentity(identity: LinkedIdentity): PublicIdentity {
  const { kind, linkedAt } = identity
  if (kind === 'email') return { id: identity.email, kind, email: identity.email, linkedAt }
  const { address, reference } = parseAccountId(identity.accountId)
  const chainId = Number(reference)
  return {
    id: identity.accountId,
    kind,
    address,
    ...(Number.isSafeInteger(chainId) ? { chainId } : {}),
    linkedAt,
  }
}

/** Converts an identity's id, as a browser sends it, to the identity. */
export function toIdentity(id: string): Identity {
  return id.includes('@') ? { kind: 'email', email: id } : { kind: 'wallet', accountId: id }
}

function isHex(text: string): text is Hex {
  return /^0x[0-9a-fA-F]*$/.test(text)
}
