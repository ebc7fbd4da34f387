import { AuthError, createAccountId, parseSiweMessage } from '@kit/core'
import { problem } from '../../problem.ts'

/**
 * The text in a Base64 challenge (CAIP-122), when it is one that may be shown to a wallet: canonical
 * Base64, UTF-8, and naming this account, this chain and the upstream's own domain.
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
  // Anything but the one canonical spelling would not come back as the same text.
  if (bytes.toString('base64') !== challenge) throw problem('upstream_invalid_answer')
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const { address, chainId, domain, issuedAt } = parseSiweMessage(text)
    const accountId = createAccountId(address, chainId)
    if (accountId === expected.accountId && domain === expected.domain)
      return { text, issuedAt: Date.parse(issuedAt) }
  } catch (cause) {
    // Not UTF-8, or no message.
    if (AuthError.is(cause) || cause instanceof TypeError)
      throw problem('upstream_invalid_answer', { cause })
    throw cause
  }
  throw problem('upstream_invalid_answer')
}
