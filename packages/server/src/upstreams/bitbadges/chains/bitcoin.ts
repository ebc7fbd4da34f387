import { Verifier } from 'bip322-js'
import type { SignedText } from './verifySigned.ts'

/**
 * Verifies the signature of a Bitcoin account (BIP-322). Install `bip322-js`, the library that BitBadges uses.
 *
 * @param signed.signature - in Base64.
 * @example
 * bitbadges({ …, verifiers: { Bitcoin: verifyBitcoin } })
 */
export function verifyBitcoin({ message, signature, address }: SignedText): boolean {
  return Verifier.verifySignature(address, message, signature)
}
