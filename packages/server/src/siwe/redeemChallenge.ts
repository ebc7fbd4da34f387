import type { SiweMessage } from '@kit/core'
import { normalizeAddress } from '@kit/core/eip55'
import { inspectParsedMessage } from '@kit/core/internal/siwe/inspectSiweMessage'
import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { readLogin, writeLogin } from '../session/loginState.ts'
import type { Json, SiweUpstream } from '../upstreams/Upstream.ts'
import { digest, findScheme, findStatement } from './issueChallenge.ts'
import { markNonceUsed, markTextUsed, redeemNonce, unmarkNonce } from './nonce.ts'
import { readMessage } from './readMessage.ts'

/** A signed text that matches its challenge. */
export interface Redeemed {
  /** The signer's address with its EIP-55 checksum. */
  address: string
  chainId: number | undefined
  memo: Json
  /** Makes the challenge valid again. Call this if the signature could not be checked. */
  release: () => Promise<void>
  /**
   * Uses up the text permanently. Call this after its signature was found valid.
   *
   * @throws `AuthError` `nonce_invalid` if it was already used.
   */
  finish: () => Promise<void>
}

/**
 * Uses up the challenge of a signed text, and checks every field against the challenge. A text that cannot be
 * parsed uses up nothing. A text that can be parsed uses up its nonce, even if another field is wrong.
 *
 * @throws `AuthError` `siwe_malformed`, `invalid_request`, `nonce_invalid` or the code of a field.
 */
export async function redeemChallenge(
  context: AuthContext,
  exchange: Exchange,
  siwe: SiweUpstream,
  signed: { message: string; address: string; chainId?: number | undefined },
): Promise<Redeemed> {
  const login = await readLogin(context, exchange.cookies)
  // Only texts written by an upstream are looked up by their digest.
  const text = login?.challenges?.length ? await findOpen(await digest(signed.message)) : undefined
  if (text !== undefined) {
    // An upstream's text may not contain an address. Without this check, anyone could sign it and claim another
    // account.
    assertIsAccount(signed, text.account)
    await markNonceUsed(context, text.id, text.issuedAt)
    return {
      address: normalizeAddress(signed.address.toLowerCase()),
      chainId: text.account.chainId,
      memo: text.memo,
      release: () => unmarkNonce(context, text.id),
      // The upstream may issue the same text again, and anyone who has seen its signature could send that.
      finish: () => markTextUsed(context, text.key),
    }
  }

  const message = await readMessage(signed.message)
  if (message.address.toLowerCase() !== signed.address.toLowerCase())
    throw problem('invalid_request')
  const { issuedAt, memo } = await redeem(message)
  if (signed.chainId !== undefined && signed.chainId !== message.chainId)
    throw problem('invalid_request')
  assertIsAsIssued(context, exchange, siwe, message, issuedAt)
  return {
    address: message.address,
    chainId: message.chainId,
    memo,
    release: () => unmarkNonce(context, message.nonce),
    finish: async () => {},
  }

  async function findOpen(key: string) {
    // If a text was issued several times, the latest challenge counts, because an earlier one may be used up.
    const found = login?.challenges?.findLast((challenge) => challenge.key === key)
    if (found === undefined) return undefined
    const challenges = login?.challenges?.filter((challenge) => challenge !== found) ?? []
    await writeLogin(context, exchange.cookies, { challenges })
    if (context.now() >= found.expiresAt) throw problem('nonce_invalid')
    return found
  }

  async function redeem({ nonce }: SiweMessage): Promise<{ issuedAt: number; memo: Json }> {
    if (login === undefined) throw problem('nonce_invalid')
    const open = await findOpen(nonce)
    if (open !== undefined) {
      await markNonceUsed(context, nonce, open.issuedAt)
      return open
    }
    const binding = { loginId: login.id, origin: exchange.origin }
    return { issuedAt: await redeemNonce(context, nonce, binding), memo: null }
  }
}

/** Checks that the signer is the account that the challenge was requested for, if one was named. */
function assertIsAccount(
  signed: { address: string; chainId?: number | undefined },
  asked: { address?: string | undefined; chainId?: number | undefined },
): void {
  const isOther =
    asked.address !== undefined && asked.address.toLowerCase() !== signed.address.toLowerCase()
  const isElsewhere = signed.chainId !== undefined && signed.chainId !== asked.chainId
  if (isOther || isElsewhere) throw problem('invalid_request')
}

function assertIsAsIssued(
  context: AuthContext,
  { origin }: Exchange,
  siwe: SiweUpstream,
  message: SiweMessage,
  issuedAt: number,
): void {
  const { chainIds, challengeLifetimeSeconds } = context.siwe
  const domain = siwe.domain ?? new URL(origin).host
  const inspection = inspectParsedMessage(message, {
    scheme: findScheme(siwe, origin) ?? null,
    domain,
    address: message.address,
    statement: findStatement(context, domain),
    uri: siwe.uri ?? origin,
    chainIds: chainIds ?? 'any',
    nonce: message.nonce,
    requestId: null,
    resources: null,
    now: context.now(),
    maxAgeMs: challengeLifetimeSeconds * 1000,
    clockToleranceMs: 60_000,
    maxLifetimeMs: siwe.messageLifetimeSeconds * 1000,
    requireExpiration: true,
  })
  if (!inspection.ok) throw problem(inspection.code)
  // The time in the text must be the time at which the challenge was issued.
  if (Math.abs(Date.parse(message.issuedAt) - issuedAt) > 60_000) throw problem('siwe_issued_at')
}
