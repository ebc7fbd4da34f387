import type { AuthContext } from '../AuthContext.ts'
import { fromHex, toHex } from '../keys/createKeys.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { guard } from '../limits/createLimits.ts'
import { problem } from '../problem.ts'

/**
 * A nonce that needs no storage until it is used: 16 random bytes, when it was issued, and a tag that
 * binds both to one browser and one origin; 64 hexadecimal digits.
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
 * Uses a nonce up. Whoever presents it first has it, whatever becomes of the rest; everyone after
 * that is refused. "Never issued", "another browser's", "too old" and "used" look alike.
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
  await burn(context, nonce, issuedAt)
  return issuedAt
}

/** Marks a nonce as used, when it is young enough and was not used before. */
export async function burn(context: AuthContext, nonce: string, issuedAt: number): Promise<void> {
  const lifetime = context.siwe.challengeLifetimeSeconds
  if (context.now() >= issuedAt + lifetime * 1000) throw problem('nonce_invalid')
  // The mark outlives the nonce, also where processes' clocks differ.
  const isFirst = await guard(() => context.store.claim(`nonce:${nonce}`, 2 * lifetime + 120))
  if (!isFirst) throw problem('nonce_invalid')
}

function toMacText(body: string, { loginId, origin }: { loginId: string; origin: string }): string {
  return `nonce|${body}|${loginId}|${origin}`
}

const tagBytes = 12
const bodyLength = 40
