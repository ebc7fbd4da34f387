import { AuthError, parseAccountId, parseSiweMessage } from '@kit/core'
import { problem } from '../../problem.ts'

/**
 * The text in a Base64 challenge (CAIP-122), when it is one that may be shown to a wallet: canonical
 * Base64, UTF-8, and naming this account, this chain and the upstream's own domain.
 *
 * @throws `AuthError` `upstream_invalid_answer`.
 * @see {@link https://chainagnostic.org/CAIPs/caip-122}
 */
export function readChallenge(
  challenge: string,
  expected: { accountId: string; domain: string },
): string {
  const bytes = Buffer.from(challenge, 'base64')
  // Anything but the one canonical spelling would not come back as the same text.
  if (bytes.toString('base64') !== challenge) throw problem('upstream_invalid_answer')
  const { reference, address } = parseAccountId(expected.accountId)
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    const message = parseSiweMessage(text)
    const isOurs =
      message.address === address &&
      message.chainId === Number(reference) &&
      message.domain === expected.domain
    if (isOurs) return text
  } catch (cause) {
    throw AuthError.is(cause) ? problem('upstream_invalid_answer', { cause }) : cause
  }
  throw problem('upstream_invalid_answer')
}
