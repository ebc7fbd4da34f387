import { AuthError } from '../errors/AuthError.ts'
import type { Challenge, SiweFields } from './Challenge.ts'
import { parseSiweMessage } from './parseSiweMessage.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Builds the exact text that the wallet signs: EIP-4361, lines separated by `\n`, no trailing
 * newline. Pure: the same input gives the same bytes. A finished text is returned as it is.
 *
 * @param challenge - what the backend issued, or a whole {@link SiweMessage}.
 * @param account - who will sign; `address` with its EIP-55 checksum, `chainId` as a number.
 * @throws {@link AuthError} `invalid_field` naming the field that breaks the grammar.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#abnf-message-format}
 * @example
 * const message = createSiweMessage(challenge, { address, chainId: 100 })
 */
export function createSiweMessage(challenge: Challenge, account: createSiweMessage.Account): string
export function createSiweMessage(message: SiweMessage): string
export function createSiweMessage(
  challenge: Challenge | SiweMessage,
  account?: createSiweMessage.Account,
): string {
  if (!('format' in challenge)) return build(challenge, challenge)
  if (challenge.format === 'text') return challenge.message
  if (account === undefined) throw invalid('account')
  return build(challenge.fields, account)
}

export declare namespace createSiweMessage {
  /** The account that signs. */
  type Account = { address: string; chainId: number }
}

function build(fields: SiweFields, { address, chainId }: createSiweMessage.Account): string {
  const { scheme, statement, expirationTime, notBefore, requestId, resources } = fields
  const text =
    `${scheme === undefined ? '' : `${scheme}://`}${fields.domain} wants you to sign in with your Ethereum account:\n` +
    `${address}\n\n${statement === undefined ? '' : `${statement}\n`}\n` +
    `URI: ${fields.uri}\nVersion: ${fields.version}\nChain ID: ${chainId}\nNonce: ${fields.nonce}\nIssued At: ${fields.issuedAt}` +
    (expirationTime === undefined ? '' : `\nExpiration Time: ${expirationTime}`) +
    (notBefore === undefined ? '' : `\nNot Before: ${notBefore}`) +
    (requestId === undefined ? '' : `\nRequest ID: ${requestId}`) +
    (resources === undefined ? '' : `\nResources:${resources.map((uri) => `\n- ${uri}`).join('')}`)
  assertReadsBack(text, { ...fields, address, chainId })
  return text
}

/** A field that breaks the grammar, or that smuggles in another line, does not read back as it was. */
function assertReadsBack(text: string, fields: SiweMessage): void {
  let read: SiweMessage
  try {
    read = parseSiweMessage(text)
  } catch (cause) {
    throw invalid(AuthError.is(cause) ? cause.message : 'message')
  }
  for (const name of names) if (String(read[name]) !== String(fields[name])) throw invalid(name)
}

function invalid(field: string): AuthError {
  return new AuthError('invalid_field', { message: `The message cannot be built: ${field}` })
}

const names = [
  'scheme',
  'domain',
  'address',
  'statement',
  'uri',
  'version',
  'chainId',
  'nonce',
  'issuedAt',
  'expirationTime',
  'notBefore',
  'requestId',
  'resources',
] as const satisfies (keyof SiweMessage)[]
