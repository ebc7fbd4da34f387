import type { AuthEvent } from './audit/AuthEvent.ts'
import type { Keys } from './keys/createKeys.ts'
import type { Limits } from './limits/createLimits.ts'
import type { Hold } from './otp/createHold.ts'
import type { Store } from './store/Store.ts'
import type { ProxyRule, Upstream } from './upstreams/Upstream.ts'

/** What `createAuth` made of its options: everything that the routes work with. */
export interface AuthContext {
  readonly upstream: Upstream
  /** How the last call to the upstream went. */
  readonly upstreamHealth: { state: 'up' | 'down' | 'unknown' }
  readonly origins: readonly string[]
  readonly basePath: string
  readonly keys: Keys
  readonly store: Store
  readonly limits: Limits
  /** Whether cookies carry `Secure` and the `__Host-` prefix. */
  readonly isSecure: boolean
  readonly siwe: {
    readonly statement: string | undefined
    readonly chainIds: readonly number[]
    readonly challengeLifetimeSeconds: number
    readonly verify: 'upstream' | 'local'
    readonly rpcUrls: Readonly<Record<number, string>>
  }
  readonly resolveUser: ((identifier: string) => Promise<string | undefined>) | undefined
  /** Holds each answer to "send a code", and each that says that a code is wrong. */
  readonly holds: { readonly start: Hold; readonly wrong: Hold }
  readonly sessionLifetimeSeconds: number
  readonly proxy: readonly ProxyRule[]
  readonly trustedProxyHops: number
  readonly bodyTimeoutMs: number
  readonly supportContact: string | undefined
  readonly now: () => number
  /** Tells whoever runs this of what nobody foresaw. */
  readonly report: (error: unknown, request: { requestId: string }) => void
  readonly emit: (event: Omit<AuthEvent, 'at'>) => void
}
