import type { SessionEntry } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import { findEnd, type SessionRecord } from './SessionRecord.ts'
import { deleteRecord, findRecordIds, readRecord } from './sessionRecords.ts'
import { signOutUpstream } from './signOutUpstream.ts'

/**
 * Lists the sessions of a user, the most recently used first.
 *
 * @throws `AuthError` `store_unavailable`.
 */
export async function listUserSessions(
  context: AuthContext,
  userId: string,
): Promise<SessionEntry[]> {
  const ids = await findRecordIds(context, userId)
  const stored = await Promise.all(ids.map((id) => readRecord(context, id)))
  return stored
    .flatMap((one) => (one === undefined ? [] : [one.record]))
    .toSorted((one, other) => other.lastSeenAt - one.lastSeenAt)
    .map(toEntry)
}

/**
 * Ends the selected sessions of a user, or all of them, for every copy of their cookies. Never affects other
 * users' sessions.
 *
 * @throws `AuthError` `store_unavailable`. Some of the sessions may then have ended, and the call can be
 * repeated.
 */
export async function endUserSessions(
  context: AuthContext,
  userId: string,
  isChosen: (id: string) => boolean = () => true,
): Promise<void> {
  const ids = (await findRecordIds(context, userId)).filter(isChosen)
  const stored = await Promise.all(ids.map((id) => readRecord(context, id)))
  // All records are deleted before the upstream is called. Otherwise a slow upstream would keep the later sessions
  // alive. This also ends sessions that were sealed with another secret, which this process cannot decrypt.
  await Promise.all(ids.map((id) => deleteRecord(context, { id, userId })))
  await Promise.all(
    stored.map(async (one) => one !== undefined && signOutUpstream(context, one.record)),
  )
}

/**
 * Ends the least recently used sessions of a user who has too many. Otherwise one user could fill the store and
 * slow down each listing of their sessions.
 *
 * @param ids - the ids of all sessions of the user.
 * @throws `AuthError` `store_unavailable`.
 */
export async function endSurplusSessions(
  context: AuthContext,
  { id, userId }: Pick<SessionRecord, 'id' | 'userId'>,
  ids: readonly string[],
): Promise<void> {
  const others = ids.filter((other) => other !== id)
  if (others.length < maxSessions) return
  const used = (await listUserSessions(context, userId)).filter((other) => other.id !== id)
  const kept = new Set([id, ...used.slice(0, maxSessions - 1).map((other) => other.id)])
  await endUserSessions(context, userId, (other) => !kept.has(other))
}

/** More sessions than any user has browsers. */
const maxSessions = 200

function toEntry(record: SessionRecord): SessionEntry {
  const { id, method, client, address, connector, createdAt, lastSeenAt } = record
  return {
    id,
    method,
    client,
    ...(address === undefined ? {} : { address }),
    ...(connector === undefined ? {} : { connector }),
    createdAt: new Date(createdAt).toISOString(),
    lastSeenAt: new Date(lastSeenAt).toISOString(),
    expiresAt: new Date(findEnd(record)).toISOString(),
  }
}
