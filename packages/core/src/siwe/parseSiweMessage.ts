import { AuthError } from '../errors/AuthError.ts'
import { isDateTime } from './isDateTime.ts'
import { isAuthority, isUri } from './isUri.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Reads an EIP-4361 text strictly by its grammar: one anchored expression, each line once, in order,
 * nothing before or after. Time is linear in the length.
 *
 * Whether the address carries its EIP-55 checksum is not looked at here: compare it with the
 * checksummed address of the wallet, as {@link inspectSiweMessage} does.
 *
 * @throws {@link AuthError} `siwe_malformed`, whatever the input.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#abnf-message-format}
 * @example
 * const { domain, nonce } = parseSiweMessage(text)
 */
export function parseSiweMessage(text: string): SiweMessage {
  const match = typeof text === 'string' ? messagePattern.exec(text) : null
  if (match === null) throw malformed('The text does not follow the EIP-4361 grammar.')
  const [, scheme, domain = '', address = '', statement, uri = '', chainId, nonce = ''] = match
  const [issuedAt = '', expirationTime, notBefore, requestId, list] = match.slice(8)
  const resources = list?.split('\n- ').slice(1)

  if (!isAuthority(domain)) throw malformed('The domain is not an RFC 3986 authority.')
  if (!isUri(uri)) throw malformed('The URI is not an RFC 3986 URI.')
  if (!Number.isSafeInteger(Number(chainId))) throw malformed('The Chain ID is too large.')
  for (const time of [issuedAt, expirationTime, notBefore])
    if (time !== undefined && !isDateTime(time)) throw malformed('A time is not RFC 3339.')
  for (const resource of resources ?? [])
    if (!isUri(resource)) throw malformed('A resource is not an RFC 3986 URI.')

  return {
    ...(scheme !== undefined && { scheme }),
    domain,
    address,
    ...(statement !== undefined && { statement }),
    uri,
    version: '1',
    chainId: Number(chainId),
    nonce,
    issuedAt,
    ...(expirationTime !== undefined && { expirationTime }),
    ...(notBefore !== undefined && { notBefore }),
    ...(requestId !== undefined && { requestId }),
    ...(resources !== undefined && { resources }),
  }
}

function malformed(message: string): AuthError {
  return new AuthError('siwe_malformed', { status: 400, message })
}

const pathCharacter = "(?:[\\w.~!$&'()*+,;=:@-]|%[0-9a-fA-F]{2})"
const messagePattern = new RegExp(
  '^(?:([A-Za-z][A-Za-z0-9+.-]*)://)?([^\\s/?#]+) wants you to sign in with your Ethereum account:\\n' +
    '(0x[0-9a-fA-F]{40})\\n\\n' +
    "(?:([\\w.~:/?#[\\]@!$&'()*+,;= -]+)\\n)?\\n" +
    'URI: (\\S+)\\nVersion: 1\\nChain ID: (0|[1-9]\\d*)\\nNonce: ([A-Za-z0-9]{8,})\\nIssued At: (\\S+)' +
    '(?:\\nExpiration Time: (\\S+))?(?:\\nNot Before: (\\S+))?' +
    `(?:\\nRequest ID: (${pathCharacter}*))?(?:\\nResources:((?:\\n- \\S+)*))?$`,
)
