import { inspectSiweMessage, type SiweMessage } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { problem } from '../problem.ts'
import { readLogin, writeLogin } from '../session/loginState.ts'
import type { Json, SiweUpstream } from '../upstreams/Upstream.ts'
import { digest, findStatement } from './issueChallenge.ts'
import { burn, redeemNonce } from './nonce.ts'
import { readMessage } from './readMessage.ts'

/** What a signed text turned out to be. */
export interface Redeemed {
  address: string
  chainId: number | undefined
  memo: Json
}

/**
 * Uses up the challenge that a signed text answers, and checks every field against what was issued.
 * A text that cannot be read burns nothing; one that can burns its nonce, whatever else is wrong.
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
  const text = await findOpen(await digest(signed.message))
  if (text !== undefined) {
    // Such a text may name nobody. Without this anyone could sign their own and claim another's account.
    assertIsAccount(signed, text.account)
    await burn(context, text.key, text.issuedAt)
    return { address: signed.address, chainId: text.account.chainId, memo: text.memo }
  }

  const message = readMessage(signed.message)
  if (message.address.toLowerCase() !== signed.address.toLowerCase())
    throw problem('invalid_request')
  if (signed.chainId !== undefined && signed.chainId !== message.chainId)
    throw problem('invalid_request')
  const { issuedAt, memo } = await redeem(message)
  assertIsAsIssued(context, exchange, siwe, signed.message, message, issuedAt)
  return { address: message.address, chainId: message.chainId, memo }

  async function findOpen(key: string) {
    const found = login?.challenges?.find((challenge) => challenge.key === key)
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
      await burn(context, nonce, open.issuedAt)
      return open
    }
    const binding = { loginId: login.id, origin: exchange.origin }
    return { issuedAt: await redeemNonce(context, nonce, binding), memo: null }
  }
}

/** Whether who signs is whom the challenge was asked for, as far as it was said then. */
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
  text: string,
  message: SiweMessage,
  issuedAt: number,
): void {
  const { chainIds, challengeLifetimeSeconds } = context.siwe
  const domain = siwe.domain ?? new URL(origin).host
  const inspection = inspectSiweMessage(text, {
    scheme: null,
    domain,
    address: message.address,
    statement: findStatement(context, domain),
    uri: siwe.uri ?? origin,
    chainIds,
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
  // The time in the text is the one that the challenge was issued at, to the second.
  if (Math.abs(Date.parse(message.issuedAt) - issuedAt) > 60_000) throw problem('siwe_issued_at')
}
