import type { AuthContext } from '../AuthContext.ts'
import { problem } from '../problem.ts'

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
  const userId = await resolveUser(identifier)
  if (userId === undefined)
    return {
      userId: otp.createDecoyUserId(),
      userKey: await keys.pseudonym(`otp-decoy:${identifier}`),
      isDecoy: true,
    }
  return { userId, userKey: await keys.pseudonym(`otp-user:${userId}`), isDecoy: false }
}
