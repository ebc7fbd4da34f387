import { otpEndpoints } from '@kit/core'
import { encodeText } from '../keys/encodings.ts'
import { rememberDevice } from '../limits/device.ts'
import { problem } from '../problem.ts'
import { defineRoute } from '../routes/Route.ts'
import { isOfThisStore, openLogin, prefetchEpoch, writeLogin } from '../session/loginState.ts'
import { toSession } from '../session/SessionRecord.ts'
import { openSession } from '../session/sessions.ts'
import { discardLogin } from '../session/signOutUpstream.ts'
import { chooseCode } from './chooseCode.ts'
import { readCodeTimes, rememberRightCode, runCheck, waitForRefusal } from './codeTimes.ts'
import { claimCode, readCurrentCode } from './currentCode.ts'
import { findRecipient } from './findUser.ts'
import { forgetFirstCode, rememberFirstCode } from './firstCode.ts'
import { isCode } from './isCode.ts'
import { normalizeIdentifier } from './normalizeIdentifier.ts'
import { findRequester } from './requester.ts'
import { reserveSlot } from './reserveSlot.ts'
import { reserveStart } from './reserveStart.ts'
import { noteUnknownAccount, sendCode } from './sendCode.ts'
import { showEmail } from './showEmail.ts'
import { countAttempt } from './tries.ts'
import { verifyCode } from './verifyCode.ts'

/**
 * `POST /otp/start`: sends a code. Known and unknown users get the same answer, after the same time and the
 * same work: for an unknown one the upstream is called with a user who does not exist.
 */
export const startOtp = defineRoute(
  otpEndpoints.start,
  'otp.start',
  async ({ body, context, exchange }) => {
    const startedAt = performance.now()
    const { otp } = context.upstream
    if (otp === undefined || context.resolveUser === undefined) throw problem('method_not_offered')
    // 1. Normalize the identifier, and charge the requester's limits.
    const identifier = normalizeIdentifier(body.identifier)
    const identifierKey = await context.keys.pseudonym(`identifier:${identifier}`)
    const requester = await findRequester(context, exchange, identifierKey)
    prefetchEpoch(context, exchange.cookies)
    const reservation = await reserveStart(context, exchange, requester, identifierKey)
    let undo = reservation.refund
    try {
      // 2. Find the recipient, and whether a new code has to be sent.
      const lookedUpAt = performance.now()
      const user = await findRecipient(context, exchange, identifier)
      const ms = performance.now() - lookedUpAt
      const lookup = { kind: user.isDecoy ? 'decoy' : 'user', ms } as const
      if (user.isDecoy) noteUnknownAccount(exchange)
      const { userId, userKey } = user
      const recipient = { identifier, userKey, purpose: 'sign-in' } as const
      const { startPause } = reservation
      const chosen = await chooseCode(context, otp, requester, recipient, startPause)
      // 3. Send the email. If that fails, give the points back.
      const waitForSlot = reserveSlot(context, startedAt, lookup)
      if (chosen.undo === undefined) await waitForSlot()
      else {
        undo = async () => {
          await Promise.all([reservation.refund(), chosen.undo?.()])
        }
        const locale = exchange.request.headers.get('accept-language') ?? undefined
        const isKnownBrowser = requester.kind !== 'stranger'
        const { isFlooded } = chosen
        const { challengeId } = chosen.code
        const request = { identifier, challengeId, locale, isKnownBrowser, isFlooded }
        await sendCode(context, exchange, { otp, user, request }, waitForSlot)
      }
      // 4. Record in the login cookie that this browser may enter the code.
      const isDecoy = user.isDecoy ? 1 : 0
      const email = showEmail(identifier, context.sessionEmail)
      const hasFirstCode = requester.kind === 'first-code'
      const filler = createFiller(userId)
      await writeLogin(context, exchange.cookies, {
        otp: {
          ...chosen.code,
          userId,
          filler,
          userKey,
          identifierKey,
          isDecoy,
          email,
          hasFirstCode,
        },
      })
    } catch (error) {
      await undo()
      throw error
    }
    const now = context.now()
    return {
      codeLength: otp.codeLength,
      codeAlphabet: otp.codeAlphabet,
      resendAt: new Date(now + reservation.pauseSeconds * 1000).toISOString(),
      expiresAt: new Date(now + otp.codeLifetimeSeconds * 1000).toISOString(),
      attemptsLeft: context.limits.setting('otp-tries-per-code').points,
    }
  },
)

/**
 * Returns spaces that pad a short user id. Otherwise the length of the login cookie could reveal whether a user
 * exists, because the ids of users and of decoys may differ in length.
 */
function createFiller(userId: string): string {
  const length = encodeText(JSON.stringify(userId)).byteLength
  return ' '.repeat(Math.max(0, maxUserIdLength - length))
}

/** Database ids are shorter. */
const maxUserIdLength = 128

/** `POST /otp/verify`: counts the attempt, checks the code with the upstream, and opens the session. */
export const verifyOtp = defineRoute(
  otpEndpoints.verify,
  'otp.verify',
  async ({ body, context, exchange }) => {
    const startedAt = performance.now()
    const { otp } = context.upstream
    if (otp === undefined) throw problem('method_not_offered')
    if (!isCode(otp, body.code)) throw problem('invalid_request')
    // 1. Only the browser that requested the code may enter it, until the code expires.
    const state = await openLogin(context, exchange.cookies)
    if (exchange.cookies.read('login') === undefined) throw problem('cookies_blocked')
    const login = state?.otp
    if (state === undefined || login === undefined || context.now() >= login.expiresAt)
      throw problem('otp_invalid')
    // 2. Count the attempt before checking the code.
    const count = async () => {
      // A second code is requested after the first one was entered.
      const { identifierKey, hasFirstCode } = login
      const requester = await findRequester(context, exchange, identifierKey, hasFirstCode)
      const counted = { ...login, browserId: state.id }
      return { requester, attempt: await countAttempt(context, exchange, otp, counted, requester) }
    }
    const [known, counted] = await Promise.allSettled([
      Promise.all([
        isOfThisStore(context, exchange.cookies, state),
        readCurrentCode(context, login.userKey),
        readCodeTimes(context),
      ]),
      count(),
    ])
    if (known.status === 'rejected' || !known.value[0]) {
      if (counted.status === 'fulfilled') await counted.value.attempt.cancel()
      throw known.status === 'rejected' ? known.reason : problem('otp_invalid')
    }
    if (counted.status === 'rejected') throw counted.reason
    const [, current, times] = known.value
    const { requester, attempt } = counted.value
    // 3. Check the code with the upstream, but only the latest code, and only once.
    const isCurrent = current?.challengeId === login.challengeId
    const verdict = await runCheck(context, () =>
      verifyCode(context, exchange, otp, { login, code: body.code, isCurrent }),
    )
    if (verdict.outcome === 'unjudged') {
      await attempt.cancel()
      throw verdict.error
    }
    if (verdict.outcome === 'wrong') {
      if (!verdict.isCounted) await attempt.forgive()
      await waitForRefusal(context, startedAt, { asked: verdict.asked, times })
      throw problem('otp_invalid', { attemptsLeft: attempt.attemptsLeft })
    }
    const { signedIn } = verdict
    const claim = async () => {
      const [isFirst] = await Promise.all([
        claimCode(context, login.userKey, login),
        attempt.forgive(),
        rememberRightCode(context, startedAt, times),
      ])
      if (isFirst) return
      await discardLogin(context, exchange, signedIn)
      throw problem('otp_invalid', { attemptsLeft: attempt.attemptsLeft })
    }
    // 4. During an attack, one code is not enough for a browser that has not signed in before.
    if (!attempt.isEnough) {
      await claim()
      await discardLogin(context, exchange, signedIn)
      await rememberFirstCode(context, exchange, login.identifierKey)
      throw problem('otp_second_code_required')
    }
    // 5. Set the cookies, and return the session.
    const opened = { ...signedIn, method: 'email-otp', email: login.email } as const
    const record = await openSession(context, exchange, opened, claim)
    await rememberDevice(context, exchange.cookies, login.identifierKey)
    // A stranger has not entered a first code.
    if (requester.kind !== 'stranger') await forgetFirstCode(context, exchange, login.identifierKey)
    return { session: toSession(record) }
  },
)
