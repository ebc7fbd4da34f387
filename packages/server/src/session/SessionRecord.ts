import type { Method, Session } from '@kit/core'
import type { Json } from '../upstreams/Upstream.ts'

/** The stored data of a session. The store contains it sealed (encrypted). Times are in ms since 1970. */
export interface SessionRecord {
  /** Identifies the session in the store and in lists. The cookie cannot be derived from it. */
  readonly id: string
  readonly userId: string
  readonly method: Method
  readonly upstream: string
  readonly subject: string
  /** The account of the wallet that signed in. */
  readonly address?: string
  readonly chainId?: number
  /** The wallet's connector, such as `io.metamask`, as the page reported it. It is only shown, never trusted. */
  readonly connector?: string
  /** The email address that the user entered, whole or masked, depending on `sessionEmail`. */
  readonly email?: string
  readonly status: Session['status']
  /** When the user proved their identity. Only another sign-in changes it. */
  readonly authenticatedAt: number
  readonly createdAt: number
  /** When the session was last used, written at most once a minute. */
  readonly lastSeenAt: number
  /** When the session ends at the latest. */
  readonly endsAt: number
  /** After how many seconds without use the session ends. */
  readonly idleSeconds?: number
  /** The name of the browser in the user's list of sessions, such as `Firefox · Windows`. */
  readonly client: string
  readonly credential: Json
  /** When the credential expires, or `null` if the upstream does not say. */
  readonly credentialEndsAt: number | null
  /** When the credential was written. */
  readonly credentialAt: number
  /** How often the credential was replaced. */
  readonly generation: number
  /** The id of a renewal that may be running. A mark in the store says whether it still is. */
  readonly renewal?: { readonly id: string }
}

/** When the session ends if it is not used from now on. */
export function findEnd({ endsAt, lastSeenAt, idleSeconds }: SessionRecord): number {
  return Math.min(endsAt, idleSeconds === undefined ? Infinity : lastSeenAt + idleSeconds * 1000)
}

/** The part of a session that the browser may know. */
export function toSession(record: SessionRecord): Session {
  const { method, upstream, subject, address, chainId, email, status, authenticatedAt } = record
  return {
    method,
    upstream,
    subject,
    ...(address === undefined ? {} : { address }),
    ...(chainId === undefined ? {} : { chainId }),
    ...(email === undefined ? {} : { email }),
    status,
    authenticatedAt: new Date(authenticatedAt).toISOString(),
    expiresAt: new Date(findEnd(record)).toISOString(),
  }
}
