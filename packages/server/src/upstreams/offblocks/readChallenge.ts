import { AuthError, createAccountId, parseSiweMessage } from '@kit/core'
import { problem } from '../../problem.ts'

/**
 * Decodes a Base64 challenge (CAIP-122), and checks that a wallet may show its text: it must be canonical
 * Base64 and UTF-8, and name this account, this chain and the upstream's domain.
 *
 * @returns the text, and when it was issued, in ms since 1970.
 * @throws `AuthError` `upstream_invalid_answer`.
 * @see {@link https://chainagnostic.org/CAIPs/caip-122}
 */
export function readChallenge(
  challenge: string,
  expected: { accountId: string; domain: string },
): { text: string; issuedAt: number } {
  const bytes = Buffer.from(challenge, 'base64')
  // A challenge in non-canonical Base64 would differ after it is encoded again.
  if (bytes.toString('base64') !== challenge) throw problem('upstream_invalid_answer')
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const { address, chainId, domain, issuedAt } = parseSiweMessage(text)
    const accountId = createAccountId(address, chainId)
    if (accountId === expected.accountId && domain === expected.domain)
      return { text, issuedAt: Date.parse(issuedAt) }
  } catch (cause) {
    // The text is not UTF-8, or not an EIP-4361 message.
    if (AuthError.is(cause) || cause instanceof TypeError)
      throw problem('upstream_invalid_answer', { cause })
    throw cause
  }
  throw problem('upstream_invalid_answer')
}
