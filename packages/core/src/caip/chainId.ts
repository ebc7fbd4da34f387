import { AuthError } from '../errors/AuthError.ts'

/**
 * A CAIP-2 chain, such as `eip155:100`.
 *
 * @see {@link https://chainagnostic.org/CAIPs/caip-2}
 */
export type ChainId = { namespace: string; reference: string }

/**
 * Parses a CAIP-2 chain id.
 *
 * @throws `AuthError` `invalid_field`.
 * @example
 * parseChainId('eip155:100').reference // '100'
 */
export function parseChainId(caip2: string): ChainId {
  const match = typeof caip2 === 'string' ? pattern.exec(caip2) : null
  if (match === null) throw invalid('CAIP-2 chain id')
  const [, namespace = '', reference = ''] = match
  return { namespace, reference }
}

/**
 * Builds the CAIP-2 id of an EIP-155 chain.
 *
 * @throws `AuthError` `invalid_field` for anything but a whole number above 0.
 * @example
 * createChainId(100) // 'eip155:100'
 */
export function createChainId(chainId: number): string {
  if (!Number.isSafeInteger(chainId) || chainId < 1) throw invalid('EIP-155 chain id')
  return `eip155:${chainId}`
}

function invalid(what: string): AuthError {
  return new AuthError('invalid_field', { message: `This is not a ${what}.` })
}

const pattern = /^([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32})$/
