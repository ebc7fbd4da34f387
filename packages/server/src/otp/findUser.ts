import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
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
  if (userId == null || userId === '' || userId === false)
    return {
      userId: otp.createDecoyUserId(),
      userKey: await keys.pseudonym(`otp-decoy:${identifier}`),
      isDecoy: true,
    }
  // Without this check, one user could have two pseudonyms, such as those of 1 and '1'.
  if (typeof userId !== 'string') throw new Error('otp.resolveUser must return a string.')
  return { userId, userKey: await keys.pseudonym(`otp-user:${userId}`), isDecoy: false }
}
