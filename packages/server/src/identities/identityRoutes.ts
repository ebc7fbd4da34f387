import {
  type AccountAnswer,
  AuthError,
  accountEndpoints,
  type IdentitiesAnswer,
  identityEndpoints,
} from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import { reserveForClient } from '../limits/reserve.ts'
import { undoIfUnanswered } from '../limits/undoIfUnanswered.ts'
import { chooseCode } from '../otp/chooseCode.ts'
import { claimCode, readCurrentCode, toSlot } from '../otp/currentCode.ts'
import { findUser } from '../otp/findUser.ts'
import { rememberFirstCode } from '../otp/firstCode.ts'
import { isCode } from '../otp/isCode.ts'
import { normalizeIdentifier } from '../otp/normalizeIdentifier.ts'
import { findRequester } from '../otp/requester.ts'
import { reserveStart } from '../otp/reserveStart.ts'
import { countAttempt } from '../otp/tries.ts'
import { problem } from '../problem.ts'
import { assertIsFresh } from '../proxy/passToUpstream.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { defineRoute } from '../routes/Route.ts'
import { readLogin, writeLogin } from '../session/loginState.ts'
import type { SessionRecord } from '../session/SessionRecord.ts'
import { requireSession } from '../session/sessions.ts'
import { endUserSessions, listUserSessions } from '../session/userSessions.ts'
import { redeemChallenge } from '../siwe/redeemChallenge.ts'
import type { IdentitiesUpstream } from '../upstreams/Upstream.ts'

/** `GET /identities`: lists the signed-in user's email addresses and wallets. */
export const listIdentities = defineRoute(
  identityEndpoints.list,
  'identity.list',
  async ({ context, exchange }) => answer(await requireAccount(context, exchange)),
)

/** `POST /identities/email/start`: sends a code to an address to link. */
export const startEmailLink = defineRoute(
  identityEndpoints.startEmail,
  'identity.link',
  async ({ body, context, exchange }) => {
    const { identities, record } = await requireFreshAccount(context, exchange)
    const { otp } = context.upstream
    if (otp === undefined) throw problem('method_not_offered')
    const email = normalizeIdentifier(body.identifier)
    const identifierKey = await context.keys.pseudonym(`identifier:${email}`)
    const requester = await findRequester(context, exchange, identifierKey)
    // Codes sent to this mailbox, and guesses of them, count towards the same limits as for signing in.
    const { userKey } = await findUser(context, email)
    const reservation = await reserveStart(context, exchange, requester, identifierKey)
    let undo = reservation.refund
    try {
      // The mailbox gets the code even if another account has the address. The user learns that only after
      // entering the code.
      const recipient = { identifier: email, userKey, purpose: 'link' } as const
      const { startPause } = reservation
      const chosen = await chooseCode(context, otp, requester, recipient, startPause)
      const { challengeId, expiresAt } = chosen.code
      if (chosen.undo !== undefined) {
        undo = async () => {
          await Promise.all([reservation.refund(), chosen.undo?.()])
        }
        const locale = exchange.request.headers.get('accept-language') ?? undefined
        const isKnownBrowser = requester.kind !== 'stranger'
        const { isFlooded } = chosen
        const request = { identifier: email, challengeId, locale, isKnownBrowser, isFlooded }
        await identities.startEmail(record.userId, request)
      }
      await writeLogin(context, exchange.cookies, {
        link: { challengeId, userId: record.userId, userKey, identifierKey, email, expiresAt },
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

/** `POST /identities/email/verify`: links the address to which the code was sent. */
export const verifyEmailLink = defineRoute(
  identityEndpoints.verifyEmail,
  'identity.link',
  async ({ body, context, exchange }) => {
    const account = await requireFreshAccount(context, exchange)
    const { identities, record } = account
    const { otp } = context.upstream
    if (otp === undefined) throw problem('method_not_offered')
    if (!isCode(otp, body.code)) throw problem('invalid_request')
    const login = await readLogin(context, exchange.cookies)
    const link = login?.link
    // Another user may have signed in to this browser in the meantime.
    const isTheirs = link?.userId === record.userId && context.now() < link.expiresAt
    if (login === undefined || link === undefined || !isTheirs) throw problem('otp_invalid')
    // Guesses count together with those for signing in. Otherwise an attacker could use linking to guess codes
    // of an address.
    const requester = await findRequester(context, exchange, link.identifierKey)
    const counted = { ...link, browserId: login.id }
    const attempt = await countAttempt(context, exchange, otp, counted, requester)
    const slot = toSlot('link', link.userKey)
    const current = await readCurrentCode(context, slot)
    if (current?.challengeId !== link.challengeId) {
      // A later code was sent, or this code was used, so the attempt was not a guess.
      await attempt.forgive()
      throw problem('otp_invalid', { attemptsLeft: attempt.attemptsLeft })
    }
    try {
      await identities.proveEmail(record.userId, { ...link, code: body.code })
    } catch (error) {
      const isWrong = AuthError.is(error) && error.code === 'otp_invalid'
      if (!isWrong) await attempt.cancel()
      throw isWrong ? problem('otp_invalid', { attemptsLeft: attempt.attemptsLeft }) : error
    }
    await attempt.forgive()
    if (!(await claimCode(context, slot, link)))
      throw problem('otp_invalid', { attemptsLeft: attempt.attemptsLeft })
    if (!attempt.isEnough) {
      await rememberFirstCode(context, exchange, link.identifierKey)
      throw problem('otp_second_code_required')
    }
    await identities.linkEmail(record.userId, link.email)
    await writeLogin(context, exchange.cookies, { link: undefined })
    return answer(account)
  },
)

/** `POST /identities/wallet`: links the wallet that signed a challenge from `POST /siwe/challenge`. */
export const linkWallet = defineRoute(
  identityEndpoints.linkWallet,
  'identity.link',
  async ({ body, context, exchange }) => {
    const account = await requireFreshAccount(context, exchange)
    const { siwe } = context.upstream
    if (siwe === undefined) throw problem('method_not_offered')
    const { refund } = await reserveForClient(context, exchange, 'siwe-verify-per-client')
    const { message, signature } = body
    const { address, chainId, release, finish } = await redeemChallenge(
      context,
      exchange,
      siwe,
      body,
    )
    const signed = { message, signature, address, chainId }
    await undoIfUnanswered({ refund, release }, () =>
      account.identities.linkWallet(account.record.userId, signed),
    )
    await finish()
    return answer(account)
  },
)

/** `POST /identities/remove`: unlinks an identity, but never the last one. */
export const removeIdentity = defineRoute(
  identityEndpoints.remove,
  'identity.remove',
  async ({ body, context, exchange }) => {
    const account = await requireFreshAccount(context, exchange)
    const { id, userId } = account.record
    await account.identities.remove(userId, body.id)
    // All other sessions of the user end, because they may have been opened with this identity.
    await endUserSessions(context, userId, (other) => other !== id)
    return answer(account)
  },
)

/** `GET /account`: returns everything that is stored about the signed-in user. */
export const exportAccount = defineRoute(
  accountEndpoints.export,
  'account.export',
  async ({ context, exchange }): Promise<AccountAnswer> => {
    const { identities, record } = await requireFreshAccount(context, exchange)
    const { subject, userId } = record
    const [{ createdAt, identities: listed }, sessions] = await Promise.all([
      identities.read(userId),
      listUserSessions(context, userId),
    ])
    return { subject, createdAt, identities: [...listed], sessions }
  },
)

/** `DELETE /account`: deletes the user and ends all their sessions. */
export const deleteAccount = defineRoute(
  accountEndpoints.delete,
  'account.delete',
  async ({ context, exchange }) => {
    const { identities, record } = await requireFreshAccount(context, exchange)
    // The user is deleted first, so that a leftover session belongs to nobody.
    await identities.delete(record.userId)
    await endUserSessions(context, record.userId)
    exchange.cookies.clear('session')
    return undefined
  },
)

interface Account {
  readonly identities: IdentitiesUpstream
  readonly record: SessionRecord
}

async function requireAccount(context: AuthContext, exchange: Exchange): Promise<Account> {
  const { identities } = context.upstream
  if (identities === undefined) throw problem('method_not_offered')
  const record = await requireSession(context, exchange.cookies)
  exchange.note.subject = record.subject
  return { identities, record }
}

/** Requires a recent sign-in, so that nobody can take over an account in a browser that was left open. */
async function requireFreshAccount(context: AuthContext, exchange: Exchange): Promise<Account> {
  const account = await requireAccount(context, exchange)
  assertIsFresh(context, { maxAge: maxAgeSeconds }, account.record)
  return account
}

async function answer({ identities, record }: Account): Promise<IdentitiesAnswer> {
  return { identities: [...(await identities.read(record.userId)).identities] }
}

const maxAgeSeconds = 300
