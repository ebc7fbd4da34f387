import { type Hex, isAddress, isAddressEqual, isHex, recoverMessageAddress } from 'viem'
import { problem } from '../../../problem.ts'

/** A text and the account that is claimed to have signed it. */
export interface SignedText {
  readonly message: string
  readonly signature: string
  readonly address: string
  /** The public key in Base64. Required on chains where it cannot be derived from the signature or the address. */
  readonly publicKey?: string | undefined
}

/** Checks whether the address signed the text. Returns false for a malformed signature instead of throwing. */
export type SignatureVerifier = (signed: SignedText) => boolean | Promise<boolean>

/**
 * Verifiers for chains other than Ethereum, which need libraries that the app installs: see
 * `@kit/server/upstreams/bitbadges/solana`, `…/cosmos` and `…/bitcoin`. Signatures of a chain without a
 * verifier are refused.
 */
export interface SignatureVerifiers {
  readonly Solana?: SignatureVerifier | undefined
  readonly Cosmos?: SignatureVerifier | undefined
  readonly Bitcoin?: SignatureVerifier | undefined
}

/**
 * Checks that the address signed the text, on the chain that the address belongs to.
 *
 * @throws `AuthError` `signature_rejected`, including when there is no verifier for that chain.
 */
export async function verifySigned(
  signed: SignedText,
  verifiers: SignatureVerifiers = {},
): Promise<void> {
  const chain = findChain(signed.address)
  const verify = chain === 'Ethereum' ? isSignedByKey : chain && verifiers[chain]
  if (verify === undefined)
    throw problem('signature_rejected', {
      cause: new Error(
        `There is no verifier for signatures of ${chain ?? 'this chain'}. Pass one in \`verifiers\`.`,
      ),
    })
  const isSigned = await Promise.resolve(signed)
    .then(verify)
    .catch(() => false)
  if (!isSigned) throw problem('signature_rejected')
}

/** Returns the chain of an address, which its form shows. */
function findChain(address: string): 'Ethereum' | keyof SignatureVerifiers | undefined {
  if (address.startsWith('0x')) return 'Ethereum'
  if (/^cosmos1[02-9ac-hj-np-z]{38,58}$/.test(address)) return 'Cosmos'
  if (/^bc1[02-9ac-hj-np-z]{11,71}$/.test(address)) return 'Bitcoin'
  return /^[1-9A-HJ-NP-Za-km-z]{32,44}$/.test(address) ? 'Solana' : undefined
}

/**
 * Verifies an EIP-191 signature by recovering the address, as BitBadges does. Contract accounts are not
 * supported.
 */
async function isSignedByKey({ message, signature, address }: SignedText): Promise<boolean> {
  if (!isHex(signature) || !isAddress(address, { strict: false })) return false
  return isAddressEqual(await recoverMessageAddress({ message, signature }), address satisfies Hex)
}
