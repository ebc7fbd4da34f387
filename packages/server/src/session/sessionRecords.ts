import type { AuthContext } from '../AuthContext.ts'
import { guard } from '../store/guard.ts'
import { findEnd, type SessionRecord } from './SessionRecord.ts'
import { seal, unseal } from './seal.ts'

/** A record, and the sealed text that it was read from. A change compares that text with the store's. */
export interface StoredSession {
  readonly record: SessionRecord
  readonly sealed: string
  /** Whether an older secret sealed it. */
  readonly isStale: boolean
}

/**
 * Reads the record of a session. Returns `undefined` if there is none, if the session has ended, or if the
 * record is sealed for another deployment or with a removed secret.
 *
 * @throws `AuthError` `store_unavailable`.
 */
export async function readRecord(
  context: AuthContext,
  id: string,
): Promise<StoredSession | undefined> {
  const sealed = await guard(() => context.store.get(toKey(id)))
  if (sealed === undefined) return undefined
  const opened = await unseal(context.keys, 'session', sealed)
  if (opened === undefined) return undefined
  // Only this server can seal such a value, so its type is known.
  const record = opened.value as SessionRecord
  // Without this check, anyone with write access to the store could replace one session with another.
  if (record.id !== id || record.upstream !== context.upstream.id) return undefined
  if (!(context.now() < findEnd(record))) return undefined
  return { record, sealed, isStale: opened.isStale }
}

/**
 * Writes a new record and adds it to the list of its user's sessions.
 *
 * @returns the ids on that list, which may already include the new one.
 */
export async function createRecord(context: AuthContext, record: SessionRecord): Promise<string[]> {
  const [sealed, lists] = await Promise.all([
    seal(context.keys, 'session', record),
    findLists(context, record.userId),
  ])
  // If one of these fails, nobody receives the session's cookie: "sign out everywhere" could not end an
  // unlisted session.
  const [ids] = await Promise.all([
    readLists(context, lists),
    enterIntoList(context, record, lists),
    guard(() => context.store.set(toKey(record.id), sealed, findTtl(context, record))),
  ])
  return ids
}

/**
 * Replaces the record that was read. Returns false if it has changed or ended since, so that a session ended
 * in the meantime stays ended.
 */
export async function replaceRecord(
  context: AuthContext,
  former: StoredSession,
  record: SessionRecord,
): Promise<boolean> {
  const { store, keys } = context
  const isMoved = record.userId !== former.record.userId
  if (former.isStale || isMoved)
    await enterIntoList(context, record, await findLists(context, record.userId))
  const sealed = await seal(keys, 'session', record)
  const ttlSeconds = findTtl(context, record)
  const isWritten = await guard(() =>
    store.compareAndSet(toKey(record.id), former.sealed, sealed, ttlSeconds),
  )
  if (isWritten && isMoved) await removeFromLists(context, former.record)
  return isWritten
}

/** Ends a session for every copy of its cookie. */
export async function deleteRecord(
  context: AuthContext,
  record: Pick<SessionRecord, 'id' | 'userId'>,
): Promise<void> {
  await deleteRecordOnly(context, record.id)
  await removeFromLists(context, record)
}

/**
 * Deletes only the record, for a session whose user is not known. The session is removed from the user's list
 * later.
 */
export async function deleteRecordOnly(context: AuthContext, id: string): Promise<void> {
  await guard(() => context.store.delete(toKey(id)))
}

/** Returns the ids of a user's sessions, which may include sessions that have ended. */
export async function findRecordIds(context: AuthContext, userId: string): Promise<string[]> {
  return readLists(context, await findLists(context, userId))
}

async function readLists({ store }: AuthContext, lists: readonly string[]): Promise<string[]> {
  const ids = await Promise.all(lists.map((list) => guard(() => store.members(list))))
  return [...new Set(ids.flat())]
}

async function enterIntoList(
  { store, now }: AuthContext,
  record: SessionRecord,
  [list = '']: readonly string[],
): Promise<void> {
  const ttlSeconds = Math.max(1, (record.endsAt - now()) / 1000)
  await guard(() => store.addMember(list, record.id, ttlSeconds))
}

async function removeFromLists(
  context: AuthContext,
  { id, userId }: Pick<SessionRecord, 'id' | 'userId'>,
): Promise<void> {
  for (const list of await findLists(context, userId))
    await guard(() => context.store.removeMember(list, id))
}

/** Returns the store keys of a user's lists: one for each secret, the latest secret first. */
async function findLists({ keys }: AuthContext, userId: string): Promise<string[]> {
  const names = await keys.pseudonyms(`sessions:${userId}`)
  return names.map((name) => `sessions:${name}`)
}

function findTtl({ now }: AuthContext, record: SessionRecord): number {
  return Math.max(1, (findEnd(record) - now()) / 1000)
}

function toKey(id: string): string {
  return `session:${id}`
}
