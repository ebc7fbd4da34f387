import { problem } from '../../problem.ts'
import { meetsRequirements } from './balances.ts'
import type {
  BalancesSnapshot,
  ChallengeParams,
  VerifyChallengeOptions,
} from './ChallengeParams.ts'
import { type SignatureVerifiers, verifySigned } from './chains/verifySigned.ts'
import { findMismatch } from './compareParams.ts'
import { formatBlockin } from './formatBlockin.ts'
import { parseBlockin } from './parseBlockin.ts'

/**
 * Verifies a Blockin message without calling BitBadges: its text, its times and its signature. It also runs in
 * browsers, to fail early; the server has to verify what opens a session.
 *
 * There are two ways to say what is expected. The signed text must equal a whole message (`domain`, `address`, …)
 * exactly, and `issuedAtTimeWindowMs` limits its age: use this whenever you know what you asked for.
 * `VerifyChallengeOptions` have BitBadges' meaning: only what they contain is checked.
 *
 * Assets are checked only in `balancesSnapshot`. For today's balances call BitBadges (`verify`).
 *
 * @param signed.signature - in the form of the chain. A blank one is refused.
 * @param signed.publicKey - Base64; Cosmos needs it.
 * @param signed.cosmosAddress - the user's key in `balancesSnapshot`.
 * @param now - in ms since 1970. Default this machine's time.
 * @returns what the message says.
 * @throws `AuthError` `message_refused` for another text or for assets that are missing,
 * `siwe_issued_at`, `siwe_not_yet_valid` or `siwe_expired` for the wrong time, `signature_rejected` for a
 * signature that is missing, that is somebody else's, or of a chain without a verifier.
 * @example
 * await verifyOffline({ message, signature }, { address, domain, statement, uri, nonce, issuedAt,
 *   earliestIssuedAt: startedAt, issuedAtTimeWindowMs: 600_000 })
 * await verifyOffline({ message, signature }, { expectedChallengeParams: { nonce }, issuedAtTimeWindowMs: 120_000 })
 */
export async function verifyOffline(
  signed: verifyOffline.Signed,
  expectation: verifyOffline.Expectation,
  now: number = Date.now(),
): Promise<ChallengeParams> {
  const params = parseBlockin(signed.message)
  const options = toOptions(signed.message, expectation, now)
  await runBefore(options, params)
  const time = options.verificationTimeOverride ?? now
  if (options.skipTimestampVerification !== true) assertInTime(params, time)
  assertWellFormed(params)
  assertIssuedInTime(params.issuedAt, options, now)
  if (options.skipSignatureVerification !== true)
    await verifySigned({ ...signed, address: params.address }, expectation.verifiers)
  if (findMismatch(options.expectedChallengeParams ?? {}, params) !== undefined)
    throw problem('message_refused')
  const { balancesSnapshot, skipAssetVerification } = options
  if (balancesSnapshot !== undefined && skipAssetVerification !== true)
    assertOwned(params, balancesSnapshot, signed.cosmosAddress ?? '', now)
  return params
}

export declare namespace verifyOffline {
  type Signed = {
    message: string
    signature: string
    publicKey?: string | undefined
    cosmosAddress?: string | undefined
  }
  type Expectation = (Message | VerifyChallengeOptions) & {
    /** Verifiers for accounts of chains other than Ethereum. @default none: such accounts are refused */
    verifiers?: SignatureVerifiers | undefined
  }
  /** The whole message, and when it may have been issued. */
  type Message = ChallengeParams & {
    /** In ms since 1970, or ISO 8601. @default now less the window */
    earliestIssuedAt?: number | string | undefined
    /** How long ago it may have been issued, in ms. */
    issuedAtTimeWindowMs: number
  }
}

function toOptions(
  message: string,
  expectation: verifyOffline.Expectation,
  now: number,
): VerifyChallengeOptions {
  if (!('domain' in expectation)) return expectation
  if (message !== formatBlockin(expectation)) throw problem('message_refused')
  const { issuedAtTimeWindowMs, earliestIssuedAt = now - issuedAtTimeWindowMs } = expectation
  const issuedAt = Date.parse(expectation.issuedAt)
  const earliest = Math.max(Number(new Date(earliestIssuedAt)), now - issuedAtTimeWindowMs)
  // BitBadges accepts a message issued in the future. A message requested here never is.
  if (!(issuedAt >= earliest && issuedAt <= now + clockToleranceMs)) throw problem('siwe_issued_at')
  return {}
}

async function runBefore(
  { beforeVerification }: VerifyChallengeOptions,
  params: ChallengeParams,
): Promise<void> {
  try {
    await beforeVerification?.(params)
  } catch (cause) {
    throw problem('message_refused', { cause })
  }
}

function assertWellFormed(params: ChallengeParams): void {
  const { domain, uri, issuedAt, expirationDate, notBefore } = params
  const dates = [issuedAt, expirationDate, notBefore].filter((date) => date !== undefined)
  const areUris = [domain, uri].every((text) => /\w+:\/?\/?\S+/.test(text))
  if (!areUris || !dates.every((date) => isoDate.test(date))) throw problem('message_refused')
}

/** Negated, so that an instant that cannot be read is never in time. */
function assertInTime({ expirationDate, notBefore }: ChallengeParams, time: number): void {
  if (expirationDate !== undefined && !(time < Date.parse(expirationDate)))
    throw problem('siwe_expired')
  if (notBefore !== undefined && !(time > Date.parse(notBefore)))
    throw problem('siwe_not_yet_valid')
}

/** An empty text and 0 are no limit, as BitBadges has it. */
function assertIssuedInTime(
  text: string,
  { earliestIssuedAt = '', issuedAtTimeWindowMs = 0 }: VerifyChallengeOptions,
  now: number,
): void {
  const issuedAt = Date.parse(text)
  if (earliestIssuedAt !== '' && !(issuedAt >= Date.parse(earliestIssuedAt)))
    throw problem('siwe_issued_at')
  if (issuedAtTimeWindowMs !== 0 && !(issuedAt >= now - issuedAtTimeWindowMs))
    throw problem('siwe_issued_at')
}

function assertOwned(
  { assetOwnershipRequirements }: ChallengeParams,
  snapshot: BalancesSnapshot,
  owner: string,
  now: number,
): void {
  if (assetOwnershipRequirements === undefined) return
  const isOwned = meetsRequirements(
    assetOwnershipRequirements,
    // A snapshot is of BitBadges' own collections.
    ({ chain, collectionId }) =>
      chain === 'BitBadges' && /^\d+$/.test(String(collectionId))
        ? (snapshot[String(collectionId)]?.[owner] ?? [])
        : undefined,
    now,
  )
  if (!isOwned) throw problem('message_refused')
}

/** ISO 8601 in UTC, or without a zone: what BitBadges takes. */
const isoDate =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?Z?$/
const clockToleranceMs = 60_000
