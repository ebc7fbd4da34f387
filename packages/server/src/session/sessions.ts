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
 * @param claim - marks as used whatever may open only one session, and rejects if it was used before. It runs in the
 * same round trip that stores the session.
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
    // If the credential can be renewed, the session may last longer than the credential.
    endsAt: upstream.renew === undefined ? Math.min(login.expiresAt ?? Infinity, endsAt) : endsAt,
    ...(sessionIdleSeconds === undefined ? {} : { idleSeconds: sessionIdleSeconds }),
    client: describeClient(request.headers.get('user-agent')),
    credential: login.credential,
    credentialAt: now,
    credentialEndsAt: login.expiresAt ?? null,
    generation: 0,
  }
  assertHasNotEnded(record)
  // All in one round trip. If the claim or the credential is refused, the record is deleted before anyone gets its
  // cookie.
  const [claimed, checked, created] = await Promise.allSettled([
    claim(),
    assertCredentialIsTheirs(context, login),
    createRecord(context, record),
  ])
  try {
    if (claimed.status === 'rejected') throw claimed.reason
    if (checked.status === 'rejected') throw checked.reason
    if (created.status === 'rejected') throw created.reason
    // If the account is deleted at the same time, either the deletion finds this session in the user's list, or
    // `confirm` finds that the account is gone.
    await upstream.confirm?.(login)
    await endSurplusSessions(context, record, created.value)
    const former = await findSession(context, cookies)
    if (former.record !== undefined) await deleteRecord(context, former.record)
  } catch (error) {
    // If this fails, the record is harmless, because no browser has its cookie.
    await deleteRecord(context, record).catch(() => {})
    throw error
  }
  cookies.set('session', value, (record.endsAt - now) / 1000)
  cookies.clear('login')
  note.subject = record.subject
  return record
}

/**
 * Returns the session of a request without counting the request as use. If there is none, `reason` says why.
 *
 * @throws `AuthError` `store_unavailable` if it is unknown whether there is a session.
 */
export async function findSession(context: AuthContext, cookies: Cookies): Promise<FoundSession> {
  const value = cookies.read('session')
  if (value === undefined) return { reason: 'session_missing' }
  if (!isSessionValue(value)) return { reason: 'session_expired' }
  const stored = await readRecord(context, await context.keys.sessionId(value))
  return stored === undefined ? { reason: 'session_expired' } : { record: stored.record, stored }
}

/**
 * Ends the session of a cookie whose record cannot be decrypted here, for example because this process lacks
 * the secret.
 */
export async function deleteUnopened(context: AuthContext, cookies: Cookies): Promise<void> {
  const value = cookies.read('session')
  if (value !== undefined && isSessionValue(value))
    await deleteRecordOnly(context, await context.keys.sessionId(value))
}

/** Whether a cookie's value has the form of a session's. Other values are not looked up. */
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
 * Returns the session of a request and counts the request as use, which restarts the idle time. The use is
 * recorded at most once a minute.
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
  // If another request writes at the same time, that request's version stays.
  return (await replaceRecord(context, stored, used)) ? used : record
}

/**
 * Returns the session of a request, or throws if there is none.
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
 * Without this check, a wrong clock on the upstream or on this server would sign users out immediately after a
 * successful sign-in, without an error.
 */
function assertHasNotEnded({ endsAt, createdAt }: SessionRecord): void {
  if (endsAt > createdAt) return
  const cause = new Error('The credential had ended when it arrived: compare both clocks.')
  throw problem('upstream_invalid_answer', { cause })
}

/** Returns the user's pseudonym: the upstream's if it has one, otherwise one derived from the user's id. */
export async function findSubject(
  { keys, upstream }: AuthContext,
  { subject, userId }: UpstreamLogin,
): Promise<string> {
  return subject ?? keys.subject(`${upstream.id}:${userId}`)
}

/**
 * Without this check, an upstream that mixes up two answers would sign one user in with another user's
 * credential. A credential that authorizes nothing is not checked, because it may be the same for all users.
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
