import { AuthError } from '../errors/AuthError.ts'

/**
 * A CAIP-10 account: `eip155:100:0x…`, where the first two parts are the CAIP-2 chain.
 *
 * @see {@link https://chainagnostic.org/CAIPs/caip-10}
 */
export type AccountId = { namespace: string; reference: string; address: string }

/**
 * Reads a CAIP-10 account id.
 *
 * @throws {@link AuthError} `invalid_field`.
 * @example
 * parseAccountId('eip155:1:0xab16…').reference // '1'
 */
export function parseAccountId(text: string): AccountId {
  const [, namespace, reference, address] = pattern.exec(text) ?? []
  if (namespace === undefined || reference === undefined || address === undefined)
    throw new AuthError('invalid_field', { message: 'This is not a CAIP-10 account id.' })
  return { namespace, reference, address }
}

/** Writes a CAIP-10 account id of the EIP-155 namespace. */
export function createAccountId(address: string, chainId: number): string {
  return `eip155:${chainId}:${address}`
}

const pattern = /^([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})$/
