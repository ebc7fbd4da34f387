import type { AuthContext } from '../AuthContext.ts'
import { findMarkTtl } from '../store/findMarkTtl.ts'
import { guard } from '../store/guard.ts'

/** The code in a user's mailbox: the latest that was sent, until it is used or expires. */
export interface CurrentCode {
  readonly challengeId: string
  /** In ms since 1970. */
  readonly expiresAt: number
}

/** What a code is for. A code for linking an address signs nobody in, and vice versa. */
export type CodePurpose = 'sign-in' | 'link'

/** Where the latest code of a user is recorded, separately for each purpose. */
export function toSlot(purpose: CodePurpose, userKey: string): string {
  return purpose === 'sign-in' ? userKey : `${purpose}:${userKey}`
}

export async function readCurrentCode(
  { store, now }: AuthContext,
  slot: string,
): Promise<CurrentCode | undefined> {
  const text = await guard(() => store.get(toKey(slot)))
  const [challengeId = '', expiresAt] = text?.split('.') ?? []
  const code = { challengeId, expiresAt: Number(expiresAt) }
  return text !== undefined && now() < code.expiresAt ? code : undefined
}

export async function writeCurrentCode(
  { store, now }: AuthContext,
  slot: string,
  code: CurrentCode | undefined,
): Promise<void> {
  const key = toKey(slot)
  if (code === undefined) return guard(() => store.delete(key))
  const ttlSeconds = Math.max(1, Math.ceil((code.expiresAt - now()) / 1000))
  return guard(() => store.set(key, `${code.challengeId}.${code.expiresAt}`, ttlSeconds))
}

/**
 * Uses a code up, whatever the upstream does with it: among many browsers and parallel requests with the
 * right code, only one gets a session.
 */
export async function claimCode(
  context: AuthContext,
  slot: string,
  { challengeId }: { challengeId: string },
): Promise<boolean> {
  const { store, upstream } = context
  const ttlSeconds = findMarkTtl(upstream.otp?.codeLifetimeSeconds ?? 600)
  const [isFirst] = await Promise.all([
    guard(() => store.claim(`otp-used:${challengeId}`, ttlSeconds)),
    // Also if another request was first: that one deletes it, too.
    writeCurrentCode(context, slot, undefined),
  ])
  return isFirst
}

function toKey(slot: string): string {
  return `otp-code:${slot}`
}
