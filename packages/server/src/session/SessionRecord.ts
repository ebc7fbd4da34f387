import type { Method, Session } from '@kit/core'
import type { Json } from '../upstreams/Upstream.ts'

/** What the session cookie seals. Times are in ms since 1970. */
export interface SessionRecord {
  readonly id: string
  readonly userId: string
  readonly credential: Json
  readonly method: Method
  readonly upstream: string
  readonly subject: string
  readonly address?: string
  readonly chainId?: number
  readonly status: Session['status']
  readonly authenticatedAt: number
  /** When the upstream's credential ends, where the upstream says. */
  readonly expiresAt: number | null
  /** When the cookie ends, whatever the upstream says. */
  readonly endsAt: number
}

/** What the browser may know of a session. */
export function toSession(record: SessionRecord): Session {
  const { method, upstream, subject, address, chainId, status, authenticatedAt, expiresAt } = record
  return {
    method,
    upstream,
    subject,
    ...(address === undefined ? {} : { address }),
    ...(chainId === undefined ? {} : { chainId }),
    status,
    authenticatedAt: new Date(authenticatedAt).toISOString(),
    expiresAt: expiresAt === null ? null : new Date(expiresAt).toISOString(),
  }
}
