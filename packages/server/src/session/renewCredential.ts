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

/** Returns the session with a credential that has not ended, if the upstream can renew one. */
export async function ensureCredential(
  context: AuthContext,
  record: SessionRecord,
): Promise<SessionRecord> {
  const { credentialAt, credentialEndsAt, renewal } = record
  const lifetimeMs = (credentialEndsAt ?? Infinity) - credentialAt
  const marginMs = Math.min(maxMarginMs, lifetimeMs / 10)
  // A credential that had ended when it arrived has another clock, so only a refusal says when it ends.
  const isEnding = lifetimeMs > 0 && context.now() >= credentialAt + lifetimeMs - marginMs
  if (context.upstream.renew === undefined || !(isEnding || renewal !== undefined)) return record
  return renewCredential(context, record)
}

/**
 * Replaces a credential with a renewed one. Among all requests of a session, in every process, one calls the
 * upstream, and the others wait for its result. A refresh token that works once is sent only once: if no
 * answer came, the session ends, because the old token may be used up.
 *
 * @param record - the caller's version. If its credential has been replaced since, the current one is
 * returned.
 * @throws `AuthError` `session_expired` if the session has ended, including by this; `store_unavailable`; the
 * upstream's error if it did not process the request, such as `upstream_rate_limited`.
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
      // The mark lives by the store's clock, because the clocks of two processes may differ.
      await guard(() => context.store.set(toMarkKey(started.id), '1', maxRenewalSeconds))
      // From here on every process knows that the token may have been sent, even if this process is killed.
      if (await replaceRecord(context, stored, { ...current, renewal: started }))
        return renewOnce(context, renew, { ...current, renewal: started })
    } else if (!(await guard(() => context.store.has(toMarkKey(renewal.id))))) {
      await endForRenewal(context, current, 'upstream_timeout')
    } else {
      await new Promise((resolve) => setTimeout(resolve, waitMs * (0.5 + Math.random())))
    }
  }
}

/** Calls the upstream, and writes the new credential before anyone uses it. */
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
 * Whether the upstream certainly did not use up the credential: it was not reached, or did not process the
 * request.
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

/** How long before its end a credential is renewed, so that it does not end in transit. */
const maxMarginMs = 30_000
/** After how many seconds without a result the process that began a renewal counts as dead. */
const maxRenewalSeconds = 30
const waitMs = 50
