import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'
import { callApp } from '../within.ts'

/**
 * The user whom an identifier belongs to. For an unknown identifier this is a decoy: a user id that does not
 * exist, for which the same work is done.
 */
export interface OtpUser {
  readonly userId: string
  /** A pseudonym of the user. If `ada+1@` and `ada+2@` belong to the same user, their pseudonyms are equal. */
  readonly userKey: string
  readonly isDecoy: boolean
}

export async function findUser(
  { upstream: { otp }, resolveUser, keys }: AuthContext,
  identifier: string,
): Promise<OtpUser> {
  if (otp === undefined || resolveUser === undefined) throw problem('method_not_offered')
  const userId: unknown = await callApp('otp.resolveUser', () => resolveUser(identifier))
  // JavaScript without types may return null, false or an empty text for an unknown user.
  if (userId == null || userId === '' || userId === false) return createDecoy(otp, keys, identifier)
  // Without this check, one user could have two pseudonyms, such as those of 1 and '1'.
  if (typeof userId !== 'string') throw new Error('otp.resolveUser must return a string.')
  return { userId, userKey: await keys.pseudonym(`otp-user:${userId}`), isDecoy: false }
}

/**
 * Like `findUser`, but if the lookup fails only for this address, the result is that of an unknown address, because
 * the failure could reveal that the address has a user. To find out, this also looks up an address that nobody has.
 * If that fails too, all lookups fail.
 *
 * @throws the error of the second lookup, which does not depend on the address.
 */
export async function findRecipient(
  context: AuthContext,
  exchange: Pick<Exchange, 'requestId' | 'client'>,
  identifier: string,
): Promise<OtpUser> {
  try {
    return await findUser(context, identifier)
  } catch (error) {
    await findUser(context, `${crypto.randomUUID()}@example.invalid`)
    const { keys, upstream } = context
    if (upstream.otp === undefined) throw error
    const code = AuthError.is(error) ? error.code : 'internal_error'
    if (code === 'internal_error') context.report(error, exchange)
    context.emit({
      type: 'otp.delivery',
      outcome: 'failure',
      code,
      requestId: exchange.requestId,
      upstream: upstream.id,
      client: exchange.client.key,
    })
    return createDecoy(upstream.otp, keys, identifier)
  }
}

async function createDecoy(
  otp: OtpUpstream,
  keys: AuthContext['keys'],
  identifier: string,
): Promise<OtpUser> {
  return {
    userId: otp.createDecoyUserId(),
    userKey: await keys.pseudonym(`otp-decoy:${identifier}`),
    isDecoy: true,
  }
}
