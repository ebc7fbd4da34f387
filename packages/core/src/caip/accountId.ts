import { AuthError } from '../errors/AuthError.ts'

/**
 * A CAIP-10 account, such as `eip155:100:0x…`. Its first two parts are the CAIP-2 chain.
 *
 * @see {@link https://chainagnostic.org/CAIPs/caip-10}
 */
export type AccountId = { namespace: string; reference: string; address: string }

/**
 * Parses a CAIP-10 account id.
 *
 * @throws `AuthError` `invalid_field`.
 * @example
 * parseAccountId('eip155:1:0xab16…').reference // '1'
 */
export function parseAccountId(text: string): AccountId {
  const match = typeof text === 'string' ? pattern.exec(text) : null
  if (match === null) throw invalid()
  const [, namespace = '', reference = '', address = ''] = match
  return { namespace, reference, address }
}

/**
 * Builds a CAIP-10 account id of the EIP-155 namespace. The address is used as it is, so pass one with its
 * EIP-55 checksum.
 *
 * @throws `AuthError` `invalid_field` if the result would not be an account id.
 * @example
 * createAccountId('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266', 100)
 */
export function createAccountId(address: string, chainId: number): string {
  const text = `eip155:${chainId}:${address}`
  if (!Number.isSafeInteger(chainId) || chainId < 1 || !pattern.test(text)) throw invalid()
  return text
}

function invalid(): AuthError {
  const message = 'This is not a CAIP-10 account id.'
  return new AuthError('invalid_field', { message })
}

const pattern = /^([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})$/
