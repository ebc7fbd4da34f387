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
  context: AuthContext,
  slot: string,
): Promise<CurrentCode | undefined> {
  return (await readSlot(context, slot)).code
}

/** What is recorded in a slot. */
export interface Slot {
  readonly code: CurrentCode | undefined
  /** As stored. */
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
 * Records an earlier code again, or none, in place of `code`. Does nothing if a newer code has been sent in the
 * meantime: this call may be from a request that hung in a slow store or upstream.
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
 * Uses a code up, whatever the upstream does with it: among many browsers and parallel requests with the
 * right code, only one gets a session.
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
    // Another request may have been first. It withdraws the code as well.
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

/** Has expired, so it reads as if there were no record. */
const noCode: CurrentCode = { challengeId: '', expiresAt: 0 }
