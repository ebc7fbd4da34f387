import { AuthError } from '../errors/AuthError.ts'
import type { SiweFields } from './Challenge.ts'
import { isSame } from './isSame.ts'
import { readSiweMessage } from './readSiweMessage.ts'
import type { SiweMessage } from './SiweMessage.ts'

/** The account that signs. */
export type SiweAccount = { address: string; chainId: number }

/**
 * Writes the text of the fields for an account.
 *
 * @throws `AuthError` `invalid_field` naming the field that breaks the grammar.
 */
export function writeSiweMessage(fields: SiweFields, account: SiweAccount): string {
  const { address, chainId } = account
  const message: SiweMessage = { ...fields, address, chainId }
  const text = tryToWrite(message)
  if (text !== undefined) return text
  // To find the invalid field, each field is tried in a message whose other fields are valid.
  const broken = names.find(
    (name) => tryToWrite({ ...sample, [name]: message[name] }) === undefined,
  )
  throw invalidField(broken ?? 'message')
}

/** A field that breaks the grammar, or that injects another line, does not read back unchanged. */
function tryToWrite(message: SiweMessage): string | undefined {
  try {
    const text = formatSiweMessage(message)
    const read = readSiweMessage(text)
    if (typeof read === 'string') return undefined
    const isKept = names.every((name) => isSame(read[name], message[name] ?? undefined))
    return isKept ? text : undefined
  } catch {
    return undefined
  }
}

/** Writes a message whose fields are known to follow the grammar, such as those of a parsed text. */
export function formatSiweMessage(message: SiweMessage): string {
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

/** An absent value writes nothing. JSON from other implementations may use `null` for it. */
function line(before: string, value: string | null | undefined, after = ''): string {
  return value == null ? '' : `${before}${value}${after}`
}

/** Creates the error that names the invalid part. */
export function invalidField(field: string): AuthError {
  return new AuthError('invalid_field', { message: `The message cannot be built: ${field}` })
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
