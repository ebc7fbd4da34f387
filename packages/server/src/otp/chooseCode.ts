import type { AuthContext } from '../AuthContext.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'
import {
  type CodePurpose,
  type CurrentCode,
  readCurrentCode,
  readSlot,
  replaceCurrentCode,
  toSlot,
  withdrawCurrentCode,
  writeCurrentCode,
} from './currentCode.ts'
import { foldMailbox } from './foldMailbox.ts'
import type { Requester } from './requester.ts'
import { findMailPauseSeconds, longPauseSeconds } from './reserveStart.ts'

/**
 * Decides whether a request for a code sends an email. Strangers share one pause per user. During the pause no
 * email is sent, and the code that is already in the mailbox is valid for all of them. So nobody can fill a
 * user's mailbox, invalidate the user's code, or use up the user's emails. A known browser always gets a new
 * code, which strangers cannot replace for five minutes. The requester cannot tell whether an email was sent.
 *
 * @param startPause - starts the requester's pause, and rejects if one is already running.
 * @param user.purpose - a code for one purpose does not replace a code for the other, but both share the
 * mailbox's pauses.
 * @returns the code, and `undo` if an email has to be sent for it. If `isFlooded`, the email may only be sent
 * to an address that has an account.
 */
export async function chooseCode(
  context: AuthContext,
  otp: OtpUpstream,
  requester: Requester,
  { identifier, userKey, purpose }: { identifier: string; userKey: string; purpose: CodePurpose },
  startPause: () => Promise<void>,
): Promise<{ code: CurrentCode; isFlooded: boolean; undo: (() => Promise<void>) | undefined }> {
  const { limits, now } = context
  const slot = toSlot(purpose, userKey)
  const isStranger = requester.kind === 'stranger'
  const pauseKey = `user:${userKey}`
  const [former, mails] = await Promise.all([
    readSlot(context, slot),
    limits.peek('otp-mails-per-user', userKey),
    startPause(),
    // A code for a known browser starts a new, long pause. Otherwise a stranger's request could soon replace that
    // code, while the user still waits for the email or types.
    isStranger ? undefined : limits.reset('otp-resend-pause', pauseKey),
  ])
  const pausing = limits.consume('otp-resend-pause', pauseKey, {
    durationSeconds: isStranger ? findMailPauseSeconds(context, mails.consumed) : longPauseSeconds,
  })
  // A stranger gets the existing code during the pause. A known browser always gets a new one.
  if (isStranger && former.code !== undefined && !(await pausing).isAllowed) {
    await limits.refund('otp-resend-pause', pauseKey)
    return withoutMail(former.code)
  }
  const code: CurrentCode = {
    challengeId: toHex(randomBytes(16)),
    expiresAt: now() + otp.codeLifetimeSeconds * 1000,
  }
  const [pause, mailbox, isRecorded] = await Promise.all([
    pausing,
    isStranger ? countMail(context, identifier) : uncountedMail,
    isStranger
      ? replaceCurrentCode(context, slot, former, code)
      : writeCurrentCode(context, slot, code).then(() => true),
    limits.consume('otp-mails-per-user', userKey),
  ])
  if (!pause.isAllowed) await limits.refund('otp-resend-pause', pauseKey)
  const refundMail = async () => {
    await Promise.all([limits.refund('otp-mails-per-user', userKey), mailbox.refund()])
  }
  if (!isRecorded) {
    // Another stranger requested a code at the same moment. Both share that code, so only one email is sent.
    const current = await readCurrentCode(context, slot)
    if (current !== undefined) {
      await refundMail()
      return withoutMail(current)
    }
    await writeCurrentCode(context, slot, code)
  }
  const undo = async () => {
    await refundMail()
    if (pause.isAllowed) await limits.refund('otp-resend-pause', pauseKey)
    await withdrawCurrentCode(context, slot, code, former.code)
  }
  return { code, isFlooded: mailbox.isFlooded, undo }
}

function withoutMail(code: CurrentCode) {
  return { code, isFlooded: false, undo: undefined }
}

/**
 * Counts an email to another spelling of a mailbox's address, whether or not that spelling has an account.
 * Otherwise a stranger could send any number of emails to one mailbox, each with a different tag. The plain
 * spelling and spellings with an account have separate limits, so that their codes do not depend on what others
 * request.
 */
async function countMail(context: AuthContext, identifier: string): Promise<MailCount> {
  const { limits } = context
  const mailbox = foldMailbox(identifier)
  if (mailbox === identifier) return uncountedMail
  const key = await context.keys.pseudonym(`mailbox:${mailbox}`)
  const { isAllowed } = await limits.consume('otp-mails-per-mailbox', key)
  const refund = () => limits.refund('otp-mails-per-mailbox', key)
  if (isAllowed) return { isFlooded: false, refund }
  const pauseKey = `mailbox:${key}`
  const durationSeconds = longPauseSeconds
  const pause = await limits.consume('otp-resend-pause', pauseKey, { durationSeconds })
  if (!pause.isAllowed) {
    await limits.refund('otp-resend-pause', pauseKey)
    return { isFlooded: true, refund }
  }
  const refundBoth = async () => {
    await Promise.all([refund(), limits.refund('otp-resend-pause', pauseKey)])
  }
  return { isFlooded: false, refund: refundBoth }
}

interface MailCount {
  readonly isFlooded: boolean
  refund(): Promise<void>
}

const uncountedMail: MailCount = { isFlooded: false, refund: async () => {} }
