import type { Challenge, SiweMessage } from '@kit/core'
import { CodedError } from '@kit/core/coded-error'
import { createSiweMessage, parseSiweMessage } from '@kit/core/steps'

/**
 * The text for this account, and for no other. What is issued as fields reads back as those very
 * fields, or it is not written; a finished text that names another account is refused.
 *
 * @throws AuthError `siwe_chain_not_allowed`, `siwe_address_mismatch` or `invalid_field`.
 */
export function writeMessage(
  challenge: Challenge,
  account: createSiweMessage.Account,
): { message: string; domain: string | undefined } {
  if (challenge.format === 'eip4361') {
    const { chainIds, fields } = challenge
    if (chainIds !== undefined && !chainIds.includes(account.chainId))
      throw new CodedError('siwe_chain_not_allowed', 'switch-account')
    return { message: createSiweMessage(challenge, account), domain: fields.domain }
  }
  const { message } = challenge
  const read = readMessage(message)
  if (read !== undefined && read.address.toLowerCase() !== account.address.toLowerCase())
    throw new CodedError('siwe_address_mismatch', 'switch-account')
  return { message, domain: read?.domain }
}

/** The fields of a finished text, where it is one that has any. */
function readMessage(text: string): SiweMessage | undefined {
  try {
    return parseSiweMessage(text)
  } catch {
    // A text of another kind, such as a token: the upstream checks whose it is.
    return undefined
  }
}
