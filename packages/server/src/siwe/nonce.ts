import type { AuthContext } from '../AuthContext.ts'
import { fromHex, toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { problem } from '../problem.ts'
import { findMarkTtl } from '../store/findMarkTtl.ts'
import { guard } from '../store/guard.ts'

/**
 * Creates a nonce that is stored only when it is used. It consists of 16 random bytes, the time of issue, and a
 * tag (HMAC) that binds both to one browser and one origin, as 64 hexadecimal digits.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-4361#message-fields}
 */
export async function issueNonce(
  context: AuthContext,
  binding: { loginId: string; origin: string; issuedAt: number },
): Promise<string> {
  const seconds = Math.floor(binding.issuedAt / 1000)
  const body = toHex(randomBytes(16)) + seconds.toString(16).padStart(8, '0')
  const tag = await context.keys.mac(toMacText(body, binding))
  return body + toHex(tag.subarray(0, tagBytes))
}

/**
 * Uses up a nonce. The first request with it succeeds, and every later one is refused, whatever happens to the
 * first. A nonce that was never issued, belongs to another browser, has expired or was used gets the same
 * error.
 *
 * @returns when it was issued, in ms since 1970, to the second.
 * @throws `AuthError` `nonce_invalid`, `store_unavailable`.
 */
export async function redeemNonce(
  context: AuthContext,
  nonce: string,
  binding: { loginId: string; origin: string },
): Promise<number> {
  if (!/^[0-9a-f]{64}$/.test(nonce)) throw problem('nonce_invalid')
  const body = nonce.slice(0, bodyLength)
  const tag = fromHex(nonce.slice(bodyLength))
  if (!(await context.keys.isMac(toMacText(body, binding), tag))) throw problem('nonce_invalid')
  const issuedAt = Number.parseInt(body.slice(32), 16) * 1000
  await markNonceUsed(context, nonce, issuedAt)
  return issuedAt
}

/** Marks a nonce as used, if it has not expired and was not used before. */
export async function markNonceUsed(
  context: AuthContext,
  nonce: string,
  issuedAt: number,
): Promise<void> {
  const lifetime = context.siwe.challengeLifetimeSeconds
  if (context.now() >= issuedAt + lifetime * 1000) throw problem('nonce_invalid')
  const isFirst = await guard(() => context.store.claim(`nonce:${nonce}`, findMarkTtl(lifetime)))
  if (!isFirst) throw problem('nonce_invalid')
}

function toMacText(body: string, { loginId, origin }: { loginId: string; origin: string }): string {
  return `nonce|${body}|${loginId}|${origin}`
}

/** Marks an upstream's text, identified by its digest, as used for a session. */
export async function markTextUsed({ store }: AuthContext, key: string): Promise<void> {
  const isFirst = await guard(() => store.claim(`siwe-text:${key}`, textSeconds))
  if (!isFirst) throw problem('nonce_invalid')
}

/** Removes the mark of a nonce whose signature was not checked, so that it can be sent again. */
export async function unmarkNonce({ store }: AuthContext, nonce: string): Promise<void> {
  await guard(() => store.delete(`nonce:${nonce}`))
}

/**
 * A day. The texts of the Kit's adapters are valid for an hour at most, but those of other upstreams may last
 * longer.
 */
const textSeconds = 86_400
const tagBytes = 12
const bodyLength = 40
