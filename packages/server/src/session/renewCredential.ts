import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { problem } from '../problem.ts'
import { guard } from '../store/guard.ts'
import { findNetworkFault } from '../transport/faults.ts'
import type { RenewedCredential } from '../upstreams/Upstream.ts'
import { changeRecord } from './changeRecord.ts'
import type { SessionRecord } from './SessionRecord.ts'
import { deleteRecord, readRecord, replaceRecord } from './sessionRecords.ts'

/**
 * Returns the session, and renews its credential first if that is about to expire and the upstream can renew
 * it.
 */
export async function ensureCredential(
  context: AuthContext,
  record: SessionRecord,
): Promise<SessionRecord> {
  const { credentialAt, credentialEndsAt, renewal } = record
  const lifetimeMs = (credentialEndsAt ?? Infinity) - credentialAt
  const marginMs = Math.min(maxMarginMs, lifetimeMs / 10)
  // If a credential had already expired when it arrived, the two clocks differ, so its end is known only when
  // the upstream refuses it.
  const isEnding = lifetimeMs > 0 && context.now() >= credentialAt + lifetimeMs - marginMs
  if (context.upstream.renew === undefined || !(isEnding || renewal !== undefined)) return record
  return renewCredential(context, record)
}

/**
 * Replaces a credential with a renewed one. Only one request of a session, in all processes, calls the
 * upstream, and the others wait for the result. A refresh token is sent only once, because it may work only
 * once: if no answer arrives, the session ends.
 *
 * @param record - the caller's version of the session. If its credential has been replaced in the meantime, the
 * current version is returned.
 * @throws `AuthError` `session_expired` if the session has ended, including because this renewal failed;
 * `store_unavailable`; the upstream's error if it did not process the request, such as `upstream_rate_limited`.
 */
export async function renewCredential(
  context: AuthContext,
  record: SessionRecord,
): Promise<SessionRecord> {
  const { renew } = context.upstream
  if (renew === undefined) throw problem('session_expired')
  for (;;) {
    const stored = await readRecord(context, record.id)
    if (stored === undefined) throw problem('session_expired')
    const { renewal, ...current } = stored.record
    if (current.generation !== record.generation) return stored.record
    if (renewal === undefined) {
      const started = { id: toHex(randomBytes(16)) }
      // The mark expires by the store's clock, because the clocks of two processes may differ.
      await guard(() => context.store.set(toMarkKey(started.id), '1', maxRenewalSeconds))
      // From now on every process knows that the token may have been sent, even if this process is killed.
      if (await replaceRecord(context, stored, { ...current, renewal: started }))
        return renewOnce(context, renew, { ...current, renewal: started })
    } else if (!(await guard(() => context.store.has(toMarkKey(renewal.id))))) {
      await endForRenewal(context, current, 'upstream_timeout')
    } else {
      await new Promise((resolve) => setTimeout(resolve, waitMs * (0.5 + Math.random())))
    }
  }
}

/** Calls the upstream, and stores the new credential before it is used. */
async function renewOnce(
  context: AuthContext,
  renew: (credential: SessionRecord['credential']) => Promise<RenewedCredential>,
  record: SessionRecord,
): Promise<SessionRecord> {
  let renewed: RenewedCredential
  try {
    renewed = await renew.call(context.upstream, record.credential)
  } catch (error) {
    if (!wasNotSent(error)) return endForRenewal(context, record, readCode(error))
    await changeRecord(context, record, ({ renewal, ...rest }) => rest)
    throw error
  }
  context.emit({ type: 'session.renew', outcome: 'success', subject: record.subject })
  try {
    return await changeRecord(context, record, ({ renewal, ...rest }) => ({
      ...rest,
      credential: renewed.credential,
      credentialAt: context.now(),
      credentialEndsAt: renewed.expiresAt ?? null,
      generation: rest.generation + 1,
    }))
  } catch (error) {
    // The user signed out in the meantime, so nobody uses this credential anymore.
    if (AuthError.is(error) && error.code === 'session_expired')
      await context.upstream.signOut?.(renewed.credential).catch(() => {})
    throw error
  }
}

async function endForRenewal(
  context: AuthContext,
  record: SessionRecord,
  code: AuthError['code'],
): Promise<never> {
  await deleteRecord(context, record)
  context.emit({ type: 'session.renew', outcome: 'failure', code, subject: record.subject })
  throw problem('session_expired')
}

/**
 * Whether the upstream certainly did not use up the credential, because it was not reached or did not process
 * the request.
 */
function wasNotSent(error: unknown): boolean {
  if (AuthError.is(error) && error.code === 'upstream_rate_limited') return true
  const fault = findNetworkFault(error)
  return fault === 'dns' || fault === 'connect' || fault === 'tls'
}

function toMarkKey(renewalId: string): string {
  return `renewal:${renewalId}`
}

function readCode(error: unknown): AuthError['code'] {
  return AuthError.is(error) ? error.code : 'internal_error'
}

/** How long before its end a credential is renewed, so that it does not expire in transit. */
const maxMarginMs = 30_000
/** After this many seconds without a result, the process that began a renewal is considered dead. */
const maxRenewalSeconds = 30
const waitMs = 50
