import type { Method } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../frame/Exchange.ts'
import { toHex } from '../keys/createKeys.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { guard } from '../limits/createLimits.ts'
import { problem } from '../problem.ts'
import type { UpstreamLogin } from '../upstreams/Upstream.ts'
import type { Cookies } from './Cookies.ts'
import type { SessionRecord } from './SessionRecord.ts'
import { seal, unseal } from './seal.ts'

/**
 * Opens a session: seals the upstream's credential into the cookie, and ends the session that this
 * browser had before, if any.
 *
 * @throws `AuthError` `session_too_large`, `store_unavailable`; the former session then stays.
 */
export async function openSession(
  context: AuthContext,
  { cookies, note }: Pick<Exchange, 'cookies' | 'note'>,
  login: UpstreamLogin & { method: Method; address?: string; chainId?: number | undefined },
): Promise<SessionRecord> {
  const { keys, upstream, sessionLifetimeSeconds } = context
  await assertCredentialIsNew(context, login)
  const authenticatedAt = context.now()
  const expiresAt = login.expiresAt ?? null
  const record: SessionRecord = {
    id: toHex(randomBytes(16)),
    userId: login.userId,
    credential: login.credential,
    method: login.method,
    upstream: upstream.id,
    subject: await keys.pseudonym(`subject:${upstream.id}:${login.userId}`),
    ...(login.address === undefined ? {} : { address: login.address }),
    ...(login.chainId === undefined ? {} : { chainId: login.chainId }),
    status: login.status ?? 'active',
    authenticatedAt,
    expiresAt,
    endsAt: Math.min(expiresAt ?? Infinity, authenticatedAt + sessionLifetimeSeconds * 1000),
  }
  await writeSession(context, cookies, record)
  const former = await readSession(context, cookies)
  if (former.record !== undefined) await revokeSession(context, former.record)
  cookies.clear('login')
  note.subject = record.subject
  return record
}

/** Puts a record into the session cookie. */
export async function writeSession(
  context: AuthContext,
  cookies: Cookies,
  record: SessionRecord,
): Promise<void> {
  const value = await seal(context.keys, 'session', record)
  cookies.set('session', value, (record.endsAt - context.now()) / 1000)
}

/**
 * The session of a request. `reason` says why there is none.
 *
 * @throws `AuthError` `store_unavailable` when nobody can say whether it was ended.
 */
export async function readSession(
  context: AuthContext,
  cookies: Cookies,
): Promise<
  | { record: SessionRecord; isStale: boolean; reason?: undefined }
  | { record?: undefined; reason: 'session_missing' | 'session_expired' }
> {
  const value = cookies.read('session')
  if (value === undefined) return { reason: 'session_missing' }
  const opened = await unseal(context.keys, 'session', value)
  if (opened === undefined) return { reason: 'session_expired' }
  // What carries our seal has our form: nobody else can write it.
  const record = opened.value as SessionRecord
  if (!(context.now() < record.endsAt) || record.upstream !== context.upstream.id)
    return { reason: 'session_expired' }
  if (await guard(() => context.store.has(revocationKey(record))))
    return { reason: 'session_expired' }
  return { record, isStale: opened.isStale }
}

/** The session of a request that needs one. @throws `AuthError` `session_missing` or `session_expired`. */
export async function requireSession(
  context: AuthContext,
  cookies: Cookies,
): Promise<SessionRecord> {
  const { record, reason } = await readSession(context, cookies)
  if (record === undefined) throw problem(reason)
  return record
}

/** Ends a session for every copy of its cookie, until the cookie would have ended by itself. */
export async function revokeSession(context: AuthContext, record: SessionRecord): Promise<void> {
  const ttlSeconds = Math.max(1, (record.endsAt - context.now()) / 1000 + clockMarginSeconds)
  await guard(() => context.store.claim(revocationKey(record), ttlSeconds))
}

/**
 * Without this an upstream that mixes up two answers would make one person another. One atomic step: a
 * process that is killed here leaves no credential that belongs to nobody.
 */
async function assertCredentialIsNew(context: AuthContext, login: UpstreamLogin): Promise<void> {
  const { keys, store, sessionLifetimeSeconds } = context
  const credential = await keys.pseudonym(`credential:${JSON.stringify(login.credential)}`)
  const owner = await keys.pseudonym(`owner:${login.userId}`)
  const isTheirs = await guard(() =>
    store.own(`credential:${credential}`, owner, sessionLifetimeSeconds),
  )
  if (!isTheirs) throw problem('upstream_invalid_answer')
}

function revocationKey({ id }: SessionRecord): string {
  return `revoked:${id}`
}

/** Processes' clocks may differ by this much. */
const clockMarginSeconds = 60
