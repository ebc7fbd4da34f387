import { AuthError } from '@kit/core'
import type { AuthContext } from '../AuthContext.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { UpstreamLogin } from '../upstreams/Upstream.ts'
import type { SessionRecord } from './SessionRecord.ts'

/** Ends the upstream's session, if there is a call for that. Never rejects. */
export async function signOutUpstream(context: AuthContext, record: SessionRecord): Promise<void> {
  await context.upstream.signOut?.(record.credential).catch(() => {
    context.emit({ type: 'session.delete', outcome: 'failure', code: 'upstream_unavailable' })
  })
}

/** Ends the upstream's session of a sign-in that opens no session here. Never rejects. */
export async function discardLogin(
  context: AuthContext,
  { requestId }: Pick<Exchange, 'requestId'>,
  { credential }: UpstreamLogin,
): Promise<void> {
  await context.upstream.signOut?.(credential).catch((error: unknown) => {
    const code = AuthError.is(error) ? error.code : 'upstream_unavailable'
    context.emit({ type: 'session.delete', outcome: 'failure', code, requestId })
  })
}
