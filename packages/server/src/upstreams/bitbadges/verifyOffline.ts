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
 * browsers, to fail early, but the server has to verify a message that opens a session.
 *
 * There are two ways to say what you expect. Pass a whole message (`domain`, `address`, …) whenever you know
 * it: the signed text must equal it exactly, and `issuedAtTimeWindowMs` limits its age. Or pass
 * `VerifyChallengeOptions`, which check only what they contain, as BitBadges does.
 *
 * Assets are checked only against `balancesSnapshot`. To check current balances, call BitBadges (`verify`).
 *
 * @param signed.signature - in the format of the chain. An empty signature is refused.
 * @param signed.publicKey - the public key in Base64, which Cosmos signatures need.
 * @param signed.cosmosAddress - the user's key in `balancesSnapshot`.
 * @param now - the time, in ms since 1970. Default: the time of this machine.
 * @returns the members of the message.
 * @throws `AuthError` `message_refused` for a different text or missing assets; `siwe_issued_at`,
 * `siwe_not_yet_valid` or `siwe_expired` for a wrong time; `signature_rejected` for a signature that is
 * missing, that is not the account's, or whose chain has no verifier.
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
    /** Verifiers for accounts on chains other than Ethereum. @default none: such accounts are refused */
    verifiers?: SignatureVerifiers | undefined
  }
  /** The whole expected message, and when it may have been issued. */
  type Message = ChallengeParams & {
    /** The earliest time of issue, in ms since 1970 or ISO 8601. @default now minus `issuedAtTimeWindowMs` */
    earliestIssuedAt?: number | string | undefined
    /** How long ago the message may have been issued, in ms. */
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
  // BitBadges accepts a message from the future, but a message that was requested here is never from the
  // future.
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

/**
 * Checks `expirationDate` and `notBefore`. The comparisons are negated so that a date that cannot be parsed is
 * refused.
 */
function assertInTime({ expirationDate, notBefore }: ChallengeParams, time: number): void {
  if (expirationDate !== undefined && !(time < Date.parse(expirationDate)))
    throw problem('siwe_expired')
  if (notBefore !== undefined && !(time > Date.parse(notBefore)))
    throw problem('siwe_not_yet_valid')
}

/** Checks when the message was issued. As at BitBadges, an empty text or 0 means no limit. */
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
    // A snapshot contains only collections of BitBadges.
    ({ chain, collectionId }) =>
      chain === 'BitBadges' && /^\d+$/.test(String(collectionId))
        ? (snapshot[String(collectionId)]?.[owner] ?? [])
        : undefined,
    now,
  )
  if (!isOwned) throw problem('message_refused')
}

/** The dates that BitBadges accepts: ISO 8601 in UTC or without a time zone. */
const isoDate =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])(?::[0-5]\d){2}(?:\.\d+)?Z?$/
const clockToleranceMs = 60_000
