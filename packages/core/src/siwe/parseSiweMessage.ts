import { AuthError } from '../errors/AuthError.ts'
import { readSiweMessage } from './readSiweMessage.ts'
import type { SiweMessage } from './SiweMessage.ts'

/**
 * Parses an EIP-4361 text strictly by its grammar: one anchored expression, each line once and in order,
 * nothing before or after. Takes time linear in the length.
 *
 * It does not check whether the address carries its EIP-55 checksum: compare it with the wallet's checksummed
 * address, as {@link inspectSiweMessage} does.
 *
 * @throws `AuthError` `siwe_malformed`, whatever the input.
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#abnf-message-format}
 * @example
 * const { domain, nonce } = parseSiweMessage(text)
 */
export function parseSiweMessage(text: string): SiweMessage {
  const message = readSiweMessage(text)
  if (typeof message !== 'string') return message
  throw new AuthError('siwe_malformed', {
    status: 400,
    message: `The ${message} does not follow EIP-4361.`,
  })
}
