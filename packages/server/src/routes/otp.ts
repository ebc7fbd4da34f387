import { otpEndpoints } from '@kit/core'
import { defineRoute } from '../frame/Route.ts'
import { toHex } from '../keys/createKeys.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { applyLimit, everyone } from '../limits/applyLimit.ts'
import { normalizeIdentifier } from '../otp/normalizeIdentifier.ts'
import { pauseBetweenCodes } from '../otp/pauseBetweenCodes.ts'
import { countTry, settleTry } from '../otp/tries.ts'
import { problem } from '../problem.ts'
import { readLogin, writeLogin } from '../session/loginState.ts'
import { toSession } from '../session/SessionRecord.ts'
import { openSession } from '../session/sessions.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'

/**
 * `POST /otp/start`: has a code sent. Known and unknown users get the same answer, after the same
 * work: for an unknown one the upstream is asked for somebody who does not exist.
 */
export const startOtp = defineRoute(
  otpEndpoints.start,
  'otp.start',
  async ({ body, context, exchange }) => {
    const startedAt = performance.now()
    const { otp } = context.upstream
    const { resolveUser } = context
    if (otp === undefined || resolveUser === undefined) throw problem('method_not_offered')
    const identifier = normalizeIdentifier(body.identifier)
    const identifierKey = await context.keys.pseudonym(`identifier:${identifier}`)
    await applyLimit(context, exchange, 'otp-start-per-client', exchange.client)
    const pauseSeconds = await pauseBetweenCodes(context, exchange, identifierKey)
    await applyLimit(context, exchange, 'otp-start-per-identifier-daily', identifierKey)
    await applyLimit(context, exchange, 'otp-start-global', everyone)

    const userId = (await resolveUser(identifier)) ?? otp.createDecoyUserId()
    try {
      await otp.start(userId)
    } finally {
      await context.holds.start(startedAt)
    }

    const now = context.now()
    const expiresAt = now + otp.codeLifetimeSeconds * 1000
    const challengeId = toHex(randomBytes(16))
    await writeLogin(context, exchange.cookies, {
      otp: { challengeId, userId, identifierKey, expiresAt },
    })
    return {
      codeLength: otp.codeLength,
      codeAlphabet: otp.codeAlphabet,
      resendAt: new Date(now + pauseSeconds * 1000).toISOString(),
      expiresAt: new Date(expiresAt).toISOString(),
      attemptsLeft: context.limits.setting('otp-tries-per-code').points,
    }
  },
)

/** `POST /otp/verify`: counts the try, asks the upstream, opens the session. */
export const verifyOtp = defineRoute(
  otpEndpoints.verify,
  'otp.verify',
  async ({ body, context, exchange }) => {
    const { otp } = context.upstream
    if (otp === undefined) throw problem('method_not_offered')
    // What cannot be a code is a slip, and no try: neither the user nor the upstream pays for it.
    if (!isCode(otp, body.code)) throw problem('invalid_request')
    await applyLimit(context, exchange, 'otp-verify-per-client', exchange.client)
    // 1. Only the browser that asked for the code may try it, while the code may be used.
    const login = (await readLogin(context, exchange.cookies))?.otp
    if (login === undefined || context.now() >= login.expiresAt) throw problem('otp_invalid')
    // 2. The try counts before anyone knows whether it is right: parallel tries count apart.
    const attemptsLeft = await countTry(context, login)
    // 3. The upstream decides.
    const signedIn = await settleTry(context, exchange, login, attemptsLeft, () =>
      otp.verify(login.userId, body.code),
    )
    // 4. Cookie and public view.
    const record = await openSession(context, exchange, {
      ...signedIn,
      method: 'email-otp',
    })
    return { session: toSession(record) }
  },
)

function isCode({ codeLength, codeAlphabet }: OtpUpstream, text: string): boolean {
  return text.length === codeLength && (codeAlphabet === 'alphanumeric' || /^\d+$/.test(text))
}
