import { keccak_256 } from '@noble/hashes/sha3'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils'
import { AuthError } from '../errors/AuthError.ts'

/**
 * Adds the EIP-55 checksum to an address. An address entirely in lower or upper case has no checksum and is accepted.
 * An address in mixed case must have the correct checksum, because a wrong one means a typing error.
 *
 * @throws `AuthError` `invalid_field`.
 * @see {@link https://eips.ethereum.org/EIPS/eip-55}
 * @example
 * import { normalizeAddress } from '@kit/core/eip55'
 * normalizeAddress('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266')
 */
export function normalizeAddress(address: string): string {
  if (typeof address !== 'string' || !/^0x[0-9a-fA-F]{40}$/.test(address)) throw invalid()
  const digits = address.slice(2)
  const small = digits.toLowerCase()
  const hash = bytesToHex(keccak_256(utf8ToBytes(small)))
  const checksummed = small.replace(/[a-f]/g, (letter, at: number) =>
    (hash[at] ?? '0') > '7' ? letter.toUpperCase() : letter,
  )
  const saysNothing = digits === small || digits === digits.toUpperCase()
  if (!saysNothing && digits !== checksummed) throw invalid()
  return `0x${checksummed}`
}

function invalid(): AuthError {
  const message = 'This is not an address, or its checksum is wrong.'
  return new AuthError('invalid_field', { message })
}
