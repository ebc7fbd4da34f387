import type { AuthContext } from '../AuthContext.ts'
import type { UpstreamLogin } from '../upstreams/Upstream.ts'
import { changeRecord } from './changeRecord.ts'
import type { SessionRecord } from './SessionRecord.ts'
import { assertCredentialIsTheirs, findSubject } from './sessions.ts'

/**
 * Continues a session with the result of an upstream call, such as a sign-up: a new credential, and perhaps a
 * new id of the same user. The user has not signed in again, so the time of the sign-in and the absolute end of
 * the session stay the same.
 *
 * @throws `AuthError` `session_expired` if the session was ended in the meantime.
 */
export async function replaceLogin(
  context: AuthContext,
  record: SessionRecord,
  login: UpstreamLogin,
): Promise<SessionRecord> {
  await assertCredentialIsTheirs(context, login)
  const subject = await findSubject(context, login)
  return changeRecord(context, record, (current) => ({
    ...current,
    userId: login.userId,
    subject,
    status: login.status ?? 'active',
    credential: login.credential,
    credentialAt: context.now(),
    credentialEndsAt: login.expiresAt ?? null,
    generation: current.generation + 1,
  }))
}
