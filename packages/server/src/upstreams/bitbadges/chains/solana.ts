import { ed25519 } from '@noble/curves/ed25519.js'
import { base58 } from '@scure/base'
import type { SignedText } from './verifySigned.ts'

/**
 * Verifies the signature of a Solana account: Ed25519 over the text, with the address as the public key.
 * Install `@noble/curves` and `@scure/base`.
 *
 * @param signed.signature - 64 bytes in hexadecimal, as BitBadges returns them.
 * @example
 * bitbadges({ …, verifiers: { Solana: verifySolana } })
 */
export function verifySolana({ message, signature, address }: SignedText): boolean {
  const [, hex] = /^(?:0x)?([0-9a-fA-F]{128})$/.exec(signature) ?? []
  if (hex === undefined) return false
  const bytes = Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16))
  // `zip215` would accept encodings that Solana refuses.
  const options = { zip215: false }
  return ed25519.verify(bytes, new TextEncoder().encode(message), base58.decode(address), options)
}
