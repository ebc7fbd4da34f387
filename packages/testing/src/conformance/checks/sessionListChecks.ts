import type { Check, Stage } from '../Check.ts'
import type { Visitor } from '../createVisitor.ts'
import { expectRefusal, isSignedIn } from './expectRefusal.ts'

const needsSignIn = ({ canSignIn }: Stage) =>
  canSignIn ? undefined : 'nothing here can sign in: neither a wallet nor a code that can be read'

/** Checks of the user's list of sessions. */
export const sessionListChecks: readonly Check[] = [
  {
    name: 'session-list',
    says: 'Users see all of their sessions, and which one is the current one. Nobody else does.',
    fix: 'Answer GET /sessions with { currentId, sessions }, or 401 session_missing.',
    skipReason: needsSignIn,
    async run(stage) {
      const { ids, sessions } = await openTwo(stage)
      if (new Set(ids).size !== 2) return 'two sessions have the same id'
      if (!ids.every((id) => sessions.includes(id)))
        return 'a session of the user is not in the list'
      return expectRefusal(await stage.visit().send('GET', '/sessions'), 'session_missing')
    },
  },
  {
    name: 'session-end',
    says: 'Users can end one of their sessions by its id. No other id ends anything.',
    fix: 'End the session of DELETE /sessions/{id} if it is the user’s; answer 204 either way.',
    skipReason: needsSignIn,
    async run(stage) {
      const { visitors, ids } = await openTwo(stage)
      const [own, other] = visitors
      for (const id of ['no-such-id', ids[1]]) {
        const { status } = await own.send('DELETE', `/sessions/${id}`)
        if (status !== 204) return `DELETE /sessions/{id} was answered with ${status}`
        if (!(await isSignedIn(own))) return 'the session that asked has ended'
        const isEnded = !(await isSignedIn(other))
        if (isEnded !== (id === ids[1]))
          return isEnded ? 'an unknown id ended a session' : 'the session has not ended'
      }
      const answer = await stage.visit().send('DELETE', `/sessions/${ids[0]}`)
      return expectRefusal(answer, 'session_missing')
    },
  },
  {
    name: 'session-end-others',
    says: 'Users can end all of their sessions except the current one.',
    fix: 'Answer DELETE /sessions with 204, and keep the session of its cookie.',
    skipReason: needsSignIn,
    async run(stage) {
      const [own, other] = (await openTwo(stage)).visitors
      const { status } = await own.send('DELETE', '/sessions')
      if (status !== 204) return `DELETE /sessions was answered with ${status}`
      if (!(await isSignedIn(own))) return 'the session that asked has ended'
      return (await isSignedIn(other)) ? 'another session has not ended' : undefined
    },
  },
  {
    name: 'session-extend',
    says: 'Extending a session needs a session, and never makes it end earlier.',
    fix: 'Answer POST /session/extend with the session as GET /session does, or 401 session_missing.',
    skipReason: needsSignIn,
    async run({ visit, signIn }) {
      const visitor = visit()
      const { json: before } = await signIn(visitor)
      const { status, json } = await visitor.send('POST', '/session/extend', { body: {} })
      if (status !== 200) return `POST /session/extend was answered with ${status}`
      if (!(findEnd(json) >= findEnd(before))) return 'the session ends earlier than before'
      const answer = await visit().send('POST', '/session/extend', { body: {} })
      return expectRefusal(answer, 'session_missing')
    },
  },
]

/** Signs one user in in two browsers, and reads the list in the first one. */
async function openTwo({ visit, signIn }: Stage): Promise<{
  visitors: readonly [Visitor, Visitor]
  ids: readonly [string, string]
  sessions: readonly string[]
}> {
  const visitors = [visit(), visit()] as const
  for (const visitor of visitors) await signIn(visitor)
  const [own, other] = [await readList(visitors[0]), await readList(visitors[1])]
  return { visitors, ids: [own.currentId, other.currentId], sessions: own.sessions }
}

async function readList(visitor: Visitor): Promise<{ currentId: string; sessions: string[] }> {
  const { status, json } = await visitor.send('GET', '/sessions')
  const { currentId, sessions } = json
  if (status === 200 && typeof currentId === 'string' && Array.isArray(sessions))
    return { currentId, sessions: sessions.map((entry) => String(Object(entry).id)) }
  throw new Error(`GET /sessions was answered with ${status} without { currentId, sessions }`)
}

/** Null means that the session has no end. */
function findEnd(json: Visitor.Answer['json']): number {
  const { expiresAt } = Object(json['session'])
  return expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(String(expiresAt))
}
