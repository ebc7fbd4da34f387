import { isDateTime } from '../schema/isDateTime.ts'
import { isUri } from './isUri.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Parses an EIP-4361 text strictly by its grammar. Never throws.
 *
 * @returns the message, or the name of the part that breaks the grammar.
 */
export function readSiweMessage(text: string): SiweMessage | string {
  const match = typeof text === 'string' ? messagePattern.exec(text) : null
  if (match === null) return 'text'
  const [, scheme, domain = '', address = '', statement, uri = '', chain, nonce = ''] = match
  const [issuedAt = '', expirationTime, notBefore, requestId, list] = match.slice(8)
  const chainId = Number(chain)
  const resources = list?.split('\n- ').slice(1)

  // A text that the line pattern matched is a valid authority or segment if a URI built from it is valid.
  if (!isUri(`${scheme ?? 'x'}://${domain}`)) return 'domain'
  if (!isUri(uri)) return 'URI'
  if (!Number.isSafeInteger(chainId)) return 'Chain ID'
  for (const time of [issuedAt, expirationTime, notBefore])
    if (time !== undefined && !isDateTime(time)) return 'time'
  if (requestId !== undefined && !isUri(`x:${requestId}`)) return 'Request ID'
  if (resources?.every(isUri) === false) return 'resource'

  return {
    ...(scheme !== undefined && { scheme }),
    domain,
    address,
    ...(statement !== undefined && { statement }),
    uri,
    version: '1',
    chainId,
    nonce,
    issuedAt,
    ...(expirationTime !== undefined && { expirationTime }),
    ...(notBefore !== undefined && { notBefore }),
    ...(requestId !== undefined && { requestId }),
    ...(resources !== undefined && { resources }),
  }
}

const messagePattern = new RegExp(
  '^(?:([^\\s/?#:]+)://)?((?:[^\\s/?#@]*@)?[^\\s/?#@:][^\\s/?#@]*) wants you to sign in with your Ethereum account:\\n' +
    '(0x[0-9a-fA-F]{40})\\n\\n' +
    "(?:([-\\w.~!$&'()*+,;=:@/?#[\\] ]+)\\n)?\\n" +
    'URI: (\\S+)\\nVersion: 1\\nChain ID: (0|[1-9]\\d*)\\nNonce: ([A-Za-z0-9]{8,})\\nIssued At: (\\S+)' +
    '(?:\\nExpiration Time: (\\S+))?(?:\\nNot Before: (\\S+))?' +
    '(?:\\nRequest ID: ([^\\s/?#]*))?(?:\\nResources:((?:\\n- \\S+)*))?$',
)
