import { type SessionAnswer, sessionEndpoints } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Cookies } from '../http/Cookies.ts'
import { defineRoute } from '../routes/Route.ts'
import { type SessionRecord, toSession } from './SessionRecord.ts'
import { deleteRecord } from './sessionRecords.ts'
import { deleteUnopened, findSession, requireSession } from './sessions.ts'
import { signOutUpstream } from './signOutUpstream.ts'
import { endUserSessions, listUserSessions } from './userSessions.ts'

/** `GET /session`: returns the session, and the methods that this backend offers. */
export const getSession = defineRoute(
  sessionEndpoints.get,
  'session.get',
  async ({ context, exchange: { cookies, note } }) => {
    const answer = await readSessionAnswer(context, cookies)
    note.subject = answer.session?.subject
    return answer
  },
)

/** `DELETE /session`: ends the session for every copy of its cookie. Answers 204 even if there is no session. */
export const deleteSession = defineRoute(
  sessionEndpoints.delete,
  'session.delete',
  async ({ context, exchange: { cookies, note } }) => {
    const { record } = await findSession(context, cookies)
    note.subject = record?.subject
    // 1. Delete the record, so that no copy of the cookie works anymore. If the store cannot be reached, the
    // browser keeps the cookie, because it is needed to repeat the sign-out.
    if (record !== undefined) await deleteRecord(context, record)
    // The record may be sealed with a secret that only another process has. It is deleted as well.
    else await deleteUnopened(context, cookies)
    // 2. Clear the cookie.
    cookies.clear('session')
    // 3. End the upstream's session if possible. If that fails, the session here has ended anyway.
    if (record !== undefined) await signOutUpstream(context, record)
    return undefined
  },
)

/** `POST /session/extend`: restarts the idle time of the session. */
export const extendSession = defineRoute(
  sessionEndpoints.extend,
  'session.extend',
  async ({ context, exchange: { cookies, note } }) => {
    const record = await requireSession(context, cookies)
    note.subject = record.subject
    return toSessionAnswer(context, record)
  },
)

/** `GET /sessions`: lists the user's sessions. */
export const listSessions = defineRoute(
  sessionEndpoints.list,
  'session.list',
  async ({ context, exchange: { cookies, note } }) => {
    const record = await requireSession(context, cookies)
    note.subject = record.subject
    return { currentId: record.id, sessions: await listUserSessions(context, record.userId) }
  },
)

/** `DELETE /sessions/{id}`: ends one of the user's sessions. Does nothing for any other id. */
export const endSession = defineRoute(
  sessionEndpoints.end,
  'session.end',
  async ({ context, exchange: { cookies, note, url } }) => {
    const record = await requireSession(context, cookies)
    note.subject = record.subject
    await endUserSessions(context, record.userId, (id) => id === url.pathname.split('/').at(-1))
    return undefined
  },
)

/** `DELETE /sessions`: ends all sessions of the user except this one. */
export const endOtherSessions = defineRoute(
  sessionEndpoints.endOthers,
  'session.end',
  async ({ context, exchange: { cookies, note } }) => {
    const record = await requireSession(context, cookies)
    note.subject = record.subject
    await endUserSessions(context, record.userId, (id) => id !== record.id)
    return undefined
  },
)

/**
 * Returns the answer of `GET /session`. It clears no cookie: a late answer would clear the cookie of a newer
 * session, and an unknown cookie may belong to a process with another secret.
 */
async function readSessionAnswer(context: AuthContext, cookies: Cookies): Promise<SessionAnswer> {
  const { record } = await findSession(context, cookies)
  return toSessionAnswer(context, record)
}

/** Returns the answer for a session, or for a signed-out user. */
export function toSessionAnswer(
  context: AuthContext,
  record: SessionRecord | undefined,
): SessionAnswer {
  return { session: record === undefined ? null : toSession(record), methods: findMethods(context) }
}

function findMethods({ upstream, resolveUser }: AuthContext): SessionAnswer['methods'] {
  return [
    ...(upstream.siwe === undefined ? [] : (['siwe'] as const)),
    ...(upstream.otp === undefined || resolveUser === undefined ? [] : (['email-otp'] as const)),
    ...(upstream.redirect === undefined ? [] : (['redirect'] as const)),
  ]
}
