import { secp256k1 } from '@noble/curves/secp256k1.js'
import { ripemd160 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { base64, bech32 } from '@scure/base'
import type { SignedText } from './verifySigned.ts'

/**
 * Verifies the signature of a Cosmos account (ADR-36), such as one by Keplr's `signArbitrary`. Install
 * `@noble/curves`, `@noble/hashes` and `@scure/base`.
 *
 * @param signed.signature - 64 bytes in Base64.
 * @param signed.publicKey - 33 bytes in Base64. The address must be derived from it.
 * @see {@link
 * https://github.com/cosmos/cosmos-sdk/blob/main/docs/architecture/adr-036-arbitrary-signature.md}
 * @example
 * bitbadges({ …, verifiers: { Cosmos: verifyCosmos } })
 */
export function verifyCosmos({ message, signature, address, publicKey }: SignedText): boolean {
  if (!publicKey) return false
  const key = base64.decode(publicKey)
  const owner = bech32.encode('cosmos', bech32.toWords(ripemd160(sha256(key))))
  if (key.length !== 33 || owner !== address) return false
  const document = createSignDocument(message, address)
  return secp256k1.verify(base64.decode(signature), new TextEncoder().encode(document), key)
}

/** Creates Amino's canonical JSON, which has its members in alphabetical order and no spaces. */
function createSignDocument(message: string, signer: string): string {
  const data = base64.encode(new TextEncoder().encode(message))
  return JSON.stringify({
    account_number: '0',
    chain_id: '',
    fee: { amount: [], gas: '0' },
    memo: '',
    msgs: [{ type: 'sign/MsgSignData', value: { data, signer } }],
    sequence: '0',
  })
}
