import type { ProblemCode } from '@kit/core'
import type { LimitName } from '../limits/defaultLimits.ts'
import type { NetworkFault } from '../transport/faults.ts'

/**
 * An attempt and its outcome, for the app's log. It contains no code, signature, token, key or email address,
 * and the upstream's message only after redaction.
 */
export interface AuthEvent {
  readonly type:
    | 'siwe.challenge'
    | 'siwe.verify'
    | 'otp.start'
    | 'otp.verify'
    | 'otp.fuse'
    | 'otp.mail'
    | 'otp.delivery'
    | 'limit'
    | 'identity.list'
    | 'identity.link'
    | 'identity.remove'
    | 'account.export'
    | 'account.delete'
    | 'redirect.start'
    | 'redirect.callback'
    | 'session.get'
    | 'session.delete'
    | 'session.extend'
    | 'session.list'
    | 'session.end'
    | 'session.renew'
    | 'store'
    | 'upstream'
    | 'request'
  readonly outcome: 'success' | 'failure'
  /** The error code, if the attempt failed. */
  readonly code?: ProblemCode | undefined
  /** The network failure of the upstream call, for `upstream_unavailable` and `upstream_timeout`. */
  readonly network?: NetworkFault | undefined
  /** The HTTP status with which the upstream refused. */
  readonly upstreamStatus?: number | undefined
  /**
   * Why the upstream refused, in its words: at most 200 characters, in which email addresses, wallet addresses,
   * tokens, ids and codes are replaced by their kind, such as `[email]`. Do not send it to browsers.
   */
  readonly upstreamWords?: string | undefined
  readonly status?: number | undefined
  /** The limit that was reached, for `limit`. `auth.limits.lift` lifts it. */
  readonly limit?: LimitName | undefined
  /** A pseudonym of the client's network address, the same for every request from that address. */
  readonly client?: string | undefined
  readonly requestId?: string | undefined
  readonly upstream?: string | undefined
  /** The pseudonym of the user, if a session was opened, used or ended. */
  readonly subject?: string | undefined
  /** How long the attempt took, in ms. */
  readonly durationMs?: number | undefined
  /** The time of the event, in ISO 8601. */
  readonly at: string
}
