import { AuthError } from '../errors/AuthError.ts'
import type { Challenge } from './Challenge.ts'
import type { SiweMessage } from './SiweMessage.ts'
import { invalidField, type SiweAccount, writeSiweMessage } from './writeSiweMessage.ts'

/**
 * Builds the exact text that the wallet signs: EIP-4361, lines separated by `\n`, no trailing newline. Pure:
 * the same input gives the same bytes. A finished text is returned unchanged.
 *
 * @param challenge - the backend's challenge, or a whole {@link SiweMessage}.
 * @param account - the account that will sign: `address` with its EIP-55 checksum, `chainId` as a number.
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
    if (!('format' in challenge)) return writeSiweMessage(challenge, challenge)
    if (challenge.format !== 'text') {
      if (account === undefined) throw invalidField('account')
      return writeSiweMessage(challenge.fields, account)
    }
    if (typeof challenge.message === 'string') return challenge.message
  } catch (error) {
    if (error instanceof AuthError) throw error
  }
  throw invalidField('message')
}

export declare namespace createSiweMessage {
  /** The account that signs. */
  type Account = SiweAccount
}
