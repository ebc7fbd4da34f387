import type { Method } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Cookies } from '../http/Cookies.ts'
import { toBase64Url } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import { guard } from '../store/guard.ts'
import type { UpstreamLogin } from '../upstreams/Upstream.ts'
import { assertCredentialForm } from './assertCredentialForm.ts'
import { describeClient } from './describeClient.ts'
import type { SessionRecord } from './SessionRecord.ts'
import {
  createRecord,
  deleteRecord,
  deleteRecordOnly,
  readRecord,
  replaceRecord,
  type StoredSession,
} from './sessionRecords.ts'
import { endSurplusSessions } from './userSessions.ts'

/**
 * Opens a session: stores the upstream's credential under a new random id, gives the browser that id, and
 * ends the session that the browser had before.
 *
 * @param claim - uses up what may open only one session, and rejects if something else has used it. It shares the
 * round trip in which the session is stored.
 * @throws `AuthError` `store_unavailable`, the upstream's if the sign-in no longer holds, or what `claim` rejects with.
 * The previous session then stays.
 */
export async function openSession(
  context: AuthContext,
  { cookies, note, request }: Pick<Exchange, 'cookies' | 'note' | 'request'>,
  login: UpstreamLogin & {
    method: Method
    address?: string
    chainId?: number | undefined
    connector?: string | undefined
    email?: string | undefined
  },
  claim: () => Promise<void> = async () => {},
): Promise<SessionRecord> {
  const { keys, upstream, sessionLifetimeSeconds, sessionIdleSeconds } = context
  const now = context.now()
  const value = toBase64Url(randomBytes(32))
  const endsAt = now + sessionLifetimeSeconds * 1000
  const record: SessionRecord = {
    id: await keys.sessionId(value),
    userId: login.userId,
    method: login.method,
    upstream: upstream.id,
    subject: await findSubject(context, login),
    ...(login.address === undefined ? {} : { address: login.address }),
    ...(login.chainId === undefined ? {} : { chainId: login.chainId }),
    ...(login.connector === undefined ? {} : { connector: login.connector }),
    ...(login.email === undefined ? {} : { email: login.email }),
    status: login.status ?? 'active',
    authenticatedAt: now,
    createdAt: now,
    lastSeenAt: now,
    // A renewable credential ends before its session does.
    endsAt: upstream.renew === undefined ? Math.min(login.expiresAt ?? Infinity, endsAt) : endsAt,
    ...(sessionIdleSeconds === undefined ? {} : { idleSeconds: sessionIdleSeconds }),
    client: describeClient(request.headers.get('user-agent')),
    credential: login.credential,
    credentialAt: now,
    credentialEndsAt: login.expiresAt ?? null,
    generation: 0,
  }
  assertHasNotEnded(record)
  // In one round trip. A record whose claim or credential is refused is deleted before anyone gets its cookie.
  const [claimed, checked, created] = await Promise.allSettled([
    claim(),
    assertCredentialIsTheirs(context, login),
    createRecord(context, record),
  ])
  try {
    if (claimed.status === 'rejected') throw claimed.reason
    if (checked.status === 'rejected') throw checked.reason
    if (created.status === 'rejected') throw created.reason
    // A deletion of the account either finds the record in the user's list, or is found here.
    await upstream.confirm?.(login)
    await endSurplusSessions(context, record, created.value)
    const former = await findSession(context, cookies)
    if (former.record !== undefined) await deleteRecord(context, former.record)
  } catch (error) {
    // Nobody has received this session's cookie.
    await deleteRecord(context, record).catch(() => {})
    throw error
  }
  cookies.set('session', value, (record.endsAt - now) / 1000)
  cookies.clear('login')
  note.subject = record.subject
  return record
}

/**
 * Returns the session of a request without counting it as use. `reason` says why there is none.
 *
 * @throws `AuthError` `store_unavailable` if it is not known whether there is one.
 */
export async function findSession(context: AuthContext, cookies: Cookies): Promise<FoundSession> {
  const value = cookies.read('session')
  if (value === undefined) return { reason: 'session_missing' }
  if (!isSessionValue(value)) return { reason: 'session_expired' }
  const stored = await readRecord(context, await context.keys.sessionId(value))
  return stored === undefined ? { reason: 'session_expired' } : { record: stored.record, stored }
}

/**
 * Ends the session of a cookie whose record cannot be opened here, for example because its secret is missing.
 */
export async function deleteUnopened(context: AuthContext, cookies: Cookies): Promise<void> {
  const value = cookies.read('session')
  if (value !== undefined && isSessionValue(value))
    await deleteRecordOnly(context, await context.keys.sessionId(value))
}

/** A value in any other form does not identify a session and need not be looked up. */
function isSessionValue(value: string): boolean {
  return /^[\w-]{43}$/.test(value)
}

export type FoundSession =
  | {
      readonly record: SessionRecord
      readonly stored: StoredSession
      readonly reason?: undefined
    }
  | { readonly record?: undefined; readonly reason: 'session_missing' | 'session_expired' }

/**
 * Returns the session of a request and counts as use, which restarts its idle time. That is written at most
 * once a minute.
 *
 * @throws `AuthError` `store_unavailable`.
 */
export async function useSession(
  context: AuthContext,
  cookies: Cookies,
): Promise<SessionRecord | undefined> {
  const { record, stored } = { stored: undefined, ...(await findSession(context, cookies)) }
  if (record === undefined || stored === undefined) return undefined
  const now = context.now()
  if (now - record.lastSeenAt < useIntervalMs && !stored.isStale) return record
  const used = { ...record, lastSeenAt: Math.max(now, record.lastSeenAt) }
  // If another request writes at the same time, its version counts.
  return (await replaceRecord(context, stored, used)) ? used : record
}

/**
 * Returns the session of a request that needs one.
 *
 * @throws `AuthError` `session_missing` or `session_expired`.
 */
export async function requireSession(
  context: AuthContext,
  cookies: Cookies,
): Promise<SessionRecord> {
  const record = await useSession(context, cookies)
  if (record !== undefined) return record
  throw problem(cookies.read('session') === undefined ? 'session_missing' : 'session_expired')
}

/**
 * Without this check, a user whose upstream or server has a wrong clock would sign in successfully and be signed
 * out immediately, without anyone learning why.
 */
function assertHasNotEnded({ endsAt, createdAt }: SessionRecord): void {
  if (endsAt > createdAt) return
  const cause = new Error('The credential had ended when it arrived: compare both clocks.')
  throw problem('upstream_invalid_answer', { cause })
}

/** The user's pseudonym: the upstream's if it has one, otherwise derived from the user's id. */
export async function findSubject(
  { keys, upstream }: AuthContext,
  { subject, userId }: UpstreamLogin,
): Promise<string> {
  return subject ?? keys.subject(`${upstream.id}:${userId}`)
}

/**
 * Without this check, an upstream that mixes up two answers would turn one person into another. A credential
 * that authorizes nothing belongs to the app and may be the same for everybody.
 */
export async function assertCredentialIsTheirs(
  context: AuthContext,
  { credential, userId }: UpstreamLogin,
): Promise<void> {
  const { keys, store, upstream, sessionLifetimeSeconds } = context
  assertCredentialForm(context, credential)
  const sent = Object.values(upstream.authorize?.(credential) ?? {})
  if (sent.length === 0) return
  const key = `credential:${await keys.pseudonym(`credential:${JSON.stringify(credential)}`)}`
  const owner = await keys.pseudonym(`owner:${userId}`)
  const isTheirs = await guard(async () => {
    if (await store.compareAndSet(key, undefined, owner, sessionLifetimeSeconds)) return true
    return (await store.get(key)) === owner
  })
  if (!isTheirs) throw problem('upstream_invalid_answer')
}

const useIntervalMs = 60_000
