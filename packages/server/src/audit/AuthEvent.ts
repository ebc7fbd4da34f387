import type { ProblemCode } from '@kit/core'
import type { NetworkFault } from '../transport/faults.ts'

/**
 * One attempt and what became of it, for the app's own log. Holds no code, signature, token, key,
 * e-mail address or text of the upstream.
 */
export interface AuthEvent {
  readonly type:
    | 'siwe.challenge'
    | 'siwe.verify'
    | 'otp.start'
    | 'otp.verify'
    | 'otp.fuse'
    | 'redirect.start'
    | 'redirect.callback'
    | 'session.get'
    | 'session.delete'
    | 'upstream'
    | 'request'
  readonly outcome: 'success' | 'failure'
  /** Why it failed. */
  readonly code?: ProblemCode | undefined
  /** What the network did to the call of the upstream, for `upstream_unavailable` and `upstream_timeout`. */
  readonly network?: NetworkFault | undefined
  readonly status?: number | undefined
  readonly requestId?: string | undefined
  readonly upstream?: string | undefined
  /** The pseudonym of the user, where a session was opened, used or ended. */
  readonly subject?: string | undefined
  /** How long it took, in ms. */
  readonly durationMs?: number | undefined
  /** ISO 8601. */
  readonly at: string
}
