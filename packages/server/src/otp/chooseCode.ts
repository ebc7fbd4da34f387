import type { AuthContext } from '../AuthContext.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'
import {
  type CodePurpose,
  type CurrentCode,
  readCurrentCode,
  toSlot,
  withdrawCurrentCode,
  writeCurrentCode,
} from './currentCode.ts'
import type { Requester } from './requester.ts'
import { findMailPauseSeconds } from './reserveStart.ts'

/**
 * Decides whether a request for a code sends an email. Strangers share one pause per user: during it, the
 * code already in the mailbox is the one to enter. So nobody can fill a mailbox, invalidate the owner's code,
 * or use up the owner's emails. The requester cannot tell whether an email was sent.
 *
 * @param user.purpose - codes for one purpose do not replace those for another, but share the mailbox's pauses.
 * @returns the code, with `undo` if an email has to be sent for it.
 */
export async function chooseCode(
  context: AuthContext,
  otp: OtpUpstream,
  requester: Requester,
  { userKey, purpose }: { userKey: string; purpose: CodePurpose },
): Promise<{ code: CurrentCode; undo: (() => Promise<void>) | undefined }> {
  const { limits, now } = context
  const slot = toSlot(purpose, userKey)
  const [former, mails] = await Promise.all([
    readCurrentCode(context, slot),
    limits.peek('otp-mails-per-user', userKey),
  ])
  const pause = await limits.consume('otp-resend-pause', `user:${userKey}`, {
    durationSeconds: findMailPauseSeconds(context, mails.consumed),
  })
  if (!pause.isAllowed) {
    await limits.refund('otp-resend-pause', `user:${userKey}`)
    if (requester.kind === 'stranger' && former !== undefined)
      return { code: former, undo: undefined }
  }
  const code: CurrentCode = {
    challengeId: toHex(randomBytes(16)),
    expiresAt: now() + otp.codeLifetimeSeconds * 1000,
  }
  await Promise.all([
    limits.consume('otp-mails-per-user', userKey),
    writeCurrentCode(context, slot, code),
  ])
  const undo = async () => {
    await limits.refund('otp-mails-per-user', userKey)
    if (pause.isAllowed) await limits.refund('otp-resend-pause', `user:${userKey}`)
    await withdrawCurrentCode(context, slot, code, former)
  }
  return { code, undo }
}
