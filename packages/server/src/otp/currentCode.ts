import type { AuthContext } from '../AuthContext.ts'
import { findMarkTtl } from '../store/findMarkTtl.ts'
import { guard } from '../store/guard.ts'

/** The code in a user's mailbox: the latest one that was sent, until it is used or expires. */
export interface CurrentCode {
  readonly challengeId: string
  /** In ms since 1970. */
  readonly expiresAt: number
}

/** What a code is for. A code for linking an address signs nobody in, and vice versa. */
export type CodePurpose = 'sign-in' | 'link'

/** Returns the store key of a user's latest code. Each purpose has a separate key. */
export function toSlot(purpose: CodePurpose, userKey: string): string {
  return purpose === 'sign-in' ? userKey : `${purpose}:${userKey}`
}

export async function readCurrentCode(
  context: AuthContext,
  slot: string,
): Promise<CurrentCode | undefined> {
  return (await readSlot(context, slot)).code
}

/** The code that the store has for a slot. */
export interface Slot {
  readonly code: CurrentCode | undefined
  /** The stored value, to compare with when it is replaced. */
  readonly text: string | undefined
}

export async function readSlot({ store, now }: AuthContext, slot: string): Promise<Slot> {
  const text = await guard(() => store.get(toKey(slot)))
  const [challengeId = '', expiresAt] = text?.split('.') ?? []
  const code = { challengeId, expiresAt: Number(expiresAt) }
  return { code: text !== undefined && now() < code.expiresAt ? code : undefined, text }
}

/**
 * Records a code, unless another one was recorded since the slot was read.
 *
 * @returns whether it was recorded.
 */
export async function replaceCurrentCode(
  { store, now }: AuthContext,
  slot: string,
  former: Slot,
  code: CurrentCode,
): Promise<boolean> {
  return guard(() =>
    store.compareAndSet(toKey(slot), former.text, toText(code), findTtl(code, now())),
  )
}

export async function writeCurrentCode(
  { store, now }: AuthContext,
  slot: string,
  code: CurrentCode,
): Promise<void> {
  return guard(() => store.set(toKey(slot), toText(code), findTtl(code, now())))
}

/**
 * Replaces `code` with an earlier code, or removes it. Does nothing if a newer code was sent in the meantime,
 * because the calling request may have waited for a slow store or upstream.
 */
export async function withdrawCurrentCode(
  { store, now }: AuthContext,
  slot: string,
  code: CurrentCode,
  former: CurrentCode = noCode,
): Promise<void> {
  await guard(() =>
    store.compareAndSet(toKey(slot), toText(code), toText(former), findTtl(former, now())),
  )
}

/**
 * Uses up a code, even if the upstream would accept it again. Only one of any number of browsers and parallel
 * requests with the correct code gets a session.
 */
export async function claimCode(
  context: AuthContext,
  slot: string,
  { challengeId, expiresAt }: CurrentCode,
): Promise<boolean> {
  const { store, upstream } = context
  const ttlSeconds = findMarkTtl(upstream.otp?.codeLifetimeSeconds ?? 600)
  const [isFirst] = await Promise.all([
    guard(() => store.claim(`otp-used:${challengeId}`, ttlSeconds)),
    // If another request was first, that request also withdraws the code.
    withdrawCurrentCode(context, slot, { challengeId, expiresAt }),
  ])
  return isFirst
}

function toText({ challengeId, expiresAt }: CurrentCode): string {
  return `${challengeId}.${expiresAt}`
}

function findTtl({ expiresAt }: CurrentCode, now: number): number {
  return Math.max(1, Math.ceil((expiresAt - now) / 1000))
}

function toKey(slot: string): string {
  return `otp-code:${slot}`
}

/** An expired code, which is read as if there were none. */
const noCode: CurrentCode = { challengeId: '', expiresAt: 0 }
