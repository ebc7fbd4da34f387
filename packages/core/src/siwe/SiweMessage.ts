/**
 * The fields of an EIP-4361 message, named as the specification names them. Times are RFC 3339.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#message-fields}
 */
export interface SiweMessage {
  scheme?: string | undefined
  domain: string
  address: string
  statement?: string | undefined
  uri: string
  version: '1'
  chainId: number
  nonce: string
  issuedAt: string
  expirationTime?: string | undefined
  notBefore?: string | undefined
  requestId?: string | undefined
  resources?: string[] | undefined
}
