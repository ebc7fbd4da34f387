import type { Challenge } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { readSiweMessage } from '@kit/core/internal/siwe/readSiweMessage'
import { type SiweAccount, writeSiweMessage } from '@kit/core/internal/siwe/writeSiweMessage'

/**
 * Creates the text for an account. Throws if parsing the text does not give exactly the fields of the
 * challenge, or if a finished text names another account.
 *
 * @throws AuthError `siwe_chain_not_allowed`, `siwe_address_mismatch` or `invalid_field`.
 */
export function writeMessage(
  challenge: Challenge,
  account: SiweAccount,
): { message: string; domain: string | undefined } {
  if (challenge.format === 'eip4361') {
    const { chainIds, fields } = challenge
    if (chainIds !== undefined && !chainIds.includes(account.chainId))
      throw new AuthError('siwe_chain_not_allowed')
    return { message: writeSiweMessage(fields, account), domain: fields.domain }
  }
  const { message } = challenge
  const read = readSiweMessage(message)
  // Another kind of text, such as a token, contains no account. The upstream checks that it belongs to this
  // account.
  if (typeof read === 'string') return { message, domain: undefined }
  if (read.address.toLowerCase() !== account.address.toLowerCase())
    throw new AuthError('siwe_address_mismatch')
  return { message, domain: read.domain }
}
