import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'
import { callApp } from '../within.ts'

/** The owner of an identifier. An unknown identifier gets a decoy, for which the same work is done. */
export interface OtpUser {
  readonly userId: string
  /** A pseudonym. If `ada+1@` and `ada+2@` belong to one user, they have the same one. */
  readonly userKey: string
  readonly isDecoy: boolean
}

export async function findUser(
  { upstream: { otp }, resolveUser, keys }: AuthContext,
  identifier: string,
): Promise<OtpUser> {
  if (otp === undefined || resolveUser === undefined) throw problem('method_not_offered')
  const userId: unknown = await callApp('otp.resolveUser', () => resolveUser(identifier))
  // Untyped code may say in other ways that there is nobody.
  if (userId == null || userId === '' || userId === false)
    return {
      userId: otp.createDecoyUserId(),
      userKey: await keys.pseudonym(`otp-decoy:${identifier}`),
      isDecoy: true,
    }
  // Without this check, one user could have two names here, such as 1 and '1'.
  if (typeof userId !== 'string') throw new Error('otp.resolveUser must return a string.')
  return { userId, userKey: await keys.pseudonym(`otp-user:${userId}`), isDecoy: false }
}
