import { CodedError } from '../errors/CodedError.ts'
import type { Challenge, SiweFields } from './Challenge.ts'
import { isSame } from './isSame.ts'
import { parseSiweMessage } from './parseSiweMessage.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Builds the exact text that the wallet signs: EIP-4361, lines separated by `\n`, no trailing
 * newline. Pure: the same input gives the same bytes. A finished text is returned as it is.
 *
 * @param challenge - what the backend issued, or a whole {@link SiweMessage}.
 * @param account - who will sign; `address` with its EIP-55 checksum, `chainId` as a number.
 * @throws `AuthError` `invalid_field` naming the field that breaks the grammar.
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
  try {
    if (!('format' in challenge)) return build(challenge, challenge)
    if (challenge.format !== 'text') return build(challenge.fields, account)
    if (typeof challenge.message === 'string') return challenge.message
  } catch (error) {
    if (error instanceof CodedError) throw error
  }
  throw invalid('message')
}

export declare namespace createSiweMessage {
  /** The account that signs. */
  type Account = { address: string; chainId: number }
}

function build(fields: SiweFields, account: createSiweMessage.Account | undefined): string {
  if (account === undefined) throw invalid('account')
  const { address, chainId } = account
  const message: SiweMessage = { ...fields, address, chainId }
  const text = tryToWrite(message)
  if (text !== undefined) return text
  // Which one it is shows in a message in which all the others are right.
  const broken = names.find(
    (name) => tryToWrite({ ...sample, [name]: message[name] }) === undefined,
  )
  throw invalid(broken ?? 'message')
}

/** A field that breaks the grammar, or that smuggles in another line, does not read back as it was. */
function tryToWrite(message: SiweMessage): string | undefined {
  try {
    const text = write(message)
    const read = parseSiweMessage(text)
    const isKept = names.every((name) => isSame(read[name], message[name] ?? undefined))
    return isKept ? text : undefined
  } catch {
    return undefined
  }
}

function write(message: SiweMessage): string {
  const { scheme, statement, expirationTime, notBefore, requestId, resources } = message
  return (
    `${line('', scheme, '://')}${message.domain} wants you to sign in with your Ethereum account:\n` +
    `${message.address}\n\n${line('', statement, '\n')}\nURI: ${message.uri}\nVersion: ${message.version}\n` +
    `Chain ID: ${message.chainId}\nNonce: ${message.nonce}\nIssued At: ${message.issuedAt}` +
    line('\nExpiration Time: ', expirationTime) +
    line('\nNot Before: ', notBefore) +
    line('\nRequest ID: ', requestId) +
    line('\nResources:', resources?.map((uri) => `\n- ${uri}`).join(''))
  )
}

/** What is absent leaves nothing; JSON of other makers says `null` for it. */
function line(before: string, value: string | null | undefined, after = ''): string {
  return value == null ? '' : `${before}${value}${after}`
}

function invalid(field: string): CodedError {
  return new CodedError('invalid_field', 'contact-support', {
    message: `The message cannot be built: ${field}`,
  })
}

const sample: SiweMessage = {
  domain: 'example.com',
  address: `0x${'0'.repeat(40)}`,
  uri: 'https://example.com',
  version: '1',
  chainId: 1,
  nonce: '00000000',
  issuedAt: '2000-01-01T00:00:00Z',
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
