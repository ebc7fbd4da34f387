import { type SessionAnswer, sessionEndpoints } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import { defineRoute } from '../frame/Route.ts'
import type { Cookies } from '../session/Cookies.ts'
import { toSession } from '../session/SessionRecord.ts'
import { readSession, revokeSession, writeSession } from '../session/sessions.ts'

/** `GET /session`: who is signed in, and what this backend offers. */
export const getSession = defineRoute(
  sessionEndpoints.get,
  'session.get',
  async ({ context, exchange: { cookies, note } }) => {
    const answer = await readSessionAnswer(context, cookies)
    note.subject = answer.session?.subject
    return answer
  },
)

/** `DELETE /session`: ends the session for every copy of its cookie. Also without one: 204. */
export const deleteSession = defineRoute(
  sessionEndpoints.delete,
  'session.delete',
  async ({ context, exchange: { cookies, note } }) => {
    // 1. The cookie goes in any case, even when the store cannot be told.
    cookies.clear('session')
    const { record } = await readSession(context, cookies)
    if (record === undefined) return undefined
    note.subject = record.subject
    // 2. Every other copy of it dies.
    await revokeSession(context, record)
    // 3. The upstream's own session ends, where it can. When that fails, ours has ended all the same.
    await context.upstream.signOut?.(record.credential).catch(() => {
      context.emit({ type: 'session.delete', outcome: 'failure', code: 'upstream_unavailable' })
    })
    return undefined
  },
)

/** What `GET /session` answers to these cookies. A cookie that holds no session is cleared. */
export async function readSessionAnswer(
  context: AuthContext,
  cookies: Cookies,
): Promise<SessionAnswer> {
  const { record, isStale, reason } = { isStale: false, ...(await readSession(context, cookies)) }
  if (reason === 'session_expired') cookies.clear('session')
  if (record !== undefined && isStale) await writeSession(context, cookies, record)
  return { session: record === undefined ? null : toSession(record), methods: findMethods(context) }
}

function findMethods({ upstream, resolveUser }: AuthContext): SessionAnswer['methods'] {
  return [
    ...(upstream.siwe === undefined ? [] : (['siwe'] as const)),
    ...(upstream.otp === undefined || resolveUser === undefined ? [] : (['email-otp'] as const)),
    ...(upstream.redirect === undefined ? [] : (['redirect'] as const)),
  ]
}
