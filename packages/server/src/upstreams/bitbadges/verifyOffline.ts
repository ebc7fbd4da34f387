import { type Hex, isAddress, isAddressEqual, isHex, recoverMessageAddress } from 'viem'
import { problem } from '../../problem.ts'

/**
 * Verifies a `blockin` message on this server, without asking BitBadges: its text, its times and its
 * signature. What a library for EIP-4361 reads in such a message is not what `blockin` means by it, so
 * nothing is parsed: the text must be the expected one, to the letter. Assets are not looked at, they are on
 * a chain; accounts of Ethereum alone, by recovery.
 *
 * @param signed.message - the exact text that was signed.
 * @param signed.signature - 65 bytes in hexadecimal. A blank one is no signature.
 * @param expected - what the message must say. `nonce` is one that you issued, and use up.
 * @param now - in ms since 1970. Default this machine's time.
 * @throws `AuthError` `message_refused` for another text, `siwe_issued_at` for one outside the window,
 * `siwe_expired` for one that is over, `signature_rejected` for a signature that is missing or somebody else's.
 * @example
 * await verifyOffline({ message, signature }, { address, domain, statement, uri, nonce, issuedAt,
 *   earliestIssuedAt: startedAt, issuedAtTimeWindowMs: 600_000 })
 */
export async function verifyOffline(
  { message, signature }: { message: string; signature: string },
  expected: verifyOffline.Expectation,
  now = Date.now(),
): Promise<void> {
  if (message !== createBlockinText(expected)) throw problem('message_refused')
  const issuedAt = Date.parse(expected.issuedAt)
  const { earliestIssuedAt = now - expected.issuedAtTimeWindowMs } = expected
  const isInTime =
    issuedAt >= Math.max(earliestIssuedAt, now - expected.issuedAtTimeWindowMs) &&
    issuedAt <= now + clockToleranceMs
  if (!isInTime) throw problem('siwe_issued_at')
  // Negated, so that an instant that cannot be read is over.
  if (expected.expirationDate !== undefined && !(now < Date.parse(expected.expirationDate)))
    throw problem('siwe_expired')
  await assertSigner({ message, signature, address: expected.address })
}

export declare namespace verifyOffline {
  type Expectation = {
    /** As the message writes it. */
    address: string
    /** With its scheme, such as `https://app.example.com`: other than in EIP-4361. */
    domain: string
    statement: string
    uri: string
    nonce: string
    /** ISO 8601, as the envelope's `params` have it. */
    issuedAt: string
    chainId?: string | undefined
    /** ISO 8601, where the message ends. */
    expirationDate?: string | undefined
    /** In ms since 1970. @default now less the window */
    earliestIssuedAt?: number | undefined
    /** How long ago it may have been issued, in ms. */
    issuedAtTimeWindowMs: number
  }
}

/** Holds that the address signed the text. @throws `AuthError` `signature_rejected`. */
export async function assertSigner(signed: {
  message: string
  signature: string
  address: string
}): Promise<void> {
  const { message, signature, address } = signed
  const signer =
    isHex(signature) && isAddress(address, { strict: false })
      ? await recoverMessageAddress({ message, signature }).catch(() => undefined)
      : undefined
  if (signer === undefined || !isAddressEqual(signer, address as Hex))
    throw problem('signature_rejected')
}

function createBlockinText(expected: verifyOffline.Expectation): string {
  const { domain, address, statement, uri, chainId = '1', nonce, issuedAt } = expected
  const lines = [
    `${domain} wants you to sign in with your Ethereum account:`,
    address,
    '',
    statement,
    '',
    `URI: ${uri}`,
    'Version: 1',
    `Chain ID: ${chainId}`,
    `Nonce: ${nonce}`,
    `Issued At: ${issuedAt}`,
  ]
  if (expected.expirationDate !== undefined)
    lines.push(`Expiration Time: ${expected.expirationDate}`)
  return lines.join('\n')
}

const clockToleranceMs = 60_000
