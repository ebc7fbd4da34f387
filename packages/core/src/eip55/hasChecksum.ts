import { normalizeAddress } from './normalizeAddress.ts'

/**
 * Whether a text is an address with its EIP-55 checksum. Never throws.
 *
 * @example
 * import { hasChecksum } from '@kit/core/eip55'
 * hasChecksum('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266') // true
 */
export function hasChecksum(address: string): boolean {
  try {
    return normalizeAddress(address) === address
  } catch {
    // Not an address, or letters in the wrong case.
    return false
  }
}
