import { CodedError } from '../errors/CodedError.ts'
import { isDateTime } from './isDateTime.ts'
import { isUri } from './isUri.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Reads an EIP-4361 text strictly by its grammar: one anchored expression, each line once, in order,
 * nothing before or after. Time is linear in the length.
 *
 * Whether the address carries its EIP-55 checksum is not looked at here: compare it with the
 * checksummed address of the wallet, as {@link inspectSiweMessage} does.
 *
 * @throws `AuthError` `siwe_malformed`, whatever the input.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#abnf-message-format}
 * @example
 * const { domain, nonce } = parseSiweMessage(text)
 */
export function parseSiweMessage(text: string): SiweMessage {
  const match = typeof text === 'string' ? messagePattern.exec(text) : null
  if (match === null) throw malformed('text')
  const [, scheme, domain = '', address = '', statement, uri = '', chain, nonce = ''] = match
  const [issuedAt = '', expirationTime, notBefore, requestId, list] = match.slice(8)
  const chainId = Number(chain)
  const resources = list?.split('\n- ').slice(1)

  // What the line pattern lets through is an authority, or a segment, if a URI around it is one.
  if (!isUri(`${scheme ?? 'x'}://${domain}`)) throw malformed('domain')
  if (!isUri(uri)) throw malformed('URI')
  if (!Number.isSafeInteger(chainId)) throw malformed('Chain ID')
  for (const time of [issuedAt, expirationTime, notBefore])
    if (time !== undefined && !isDateTime(time)) throw malformed('time')
  if (requestId !== undefined && !isUri(`x:${requestId}`)) throw malformed('Request ID')
  if (resources?.every(isUri) === false) throw malformed('resource')

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

function malformed(part: string): CodedError {
  return new CodedError('siwe_malformed', 'new-challenge', {
    status: 400,
    message: `The ${part} does not follow EIP-4361.`,
  })
}

const messagePattern = new RegExp(
  '^(?:([^\\s/?#:]+)://)?((?:[^\\s/?#@]*@)?[^\\s/?#@:][^\\s/?#@]*) wants you to sign in with your Ethereum account:\\n' +
    '(0x[0-9a-fA-F]{40})\\n\\n' +
    "(?:([-\\w.~!$&'()*+,;=:@/?#[\\] ]+)\\n)?\\n" +
    'URI: (\\S+)\\nVersion: 1\\nChain ID: (0|[1-9]\\d*)\\nNonce: ([A-Za-z0-9]{8,})\\nIssued At: (\\S+)' +
    '(?:\\nExpiration Time: (\\S+))?(?:\\nNot Before: (\\S+))?' +
    '(?:\\nRequest ID: ([^\\s/?#]*))?(?:\\nResources:((?:\\n- \\S+)*))?$',
)
