import type { AuthEvent } from './audit/AuthEvent.ts'
import type { CookieStyle } from './http/Cookies.ts'
import type { ClientSource } from './http/findClient.ts'
import type { Keys } from './keys/createKeys.ts'
import type { Limits } from './limits/createLimits.ts'
import type { Gate } from './proxy/createGate.ts'
import type { Store } from './store/Store.ts'
import type { ProxyRule, Upstream } from './upstreams/Upstream.ts'

/** Everything that the routes need, derived from the options of `createAuth`. */
export interface AuthContext {
  readonly upstream: Upstream
  /** Whether the last upstream call succeeded; `unknown` before the first call. */
  readonly upstreamHealth: { state: 'up' | 'down' | 'unknown' }
  /** The configured origins. Empty if `origin` is a function. */
  readonly origins: readonly string[]
  readonly acceptsOrigin: (origin: string) => boolean
  readonly basePath: string
  readonly keys: Keys
  readonly store: Store
  readonly limits: Limits
  readonly isProduction: boolean
  readonly cookies: CookieStyle
  /** The sites that may embed the app in a frame. */
  readonly frameAncestors: readonly string[]
  readonly siwe: {
    readonly statement: string | undefined
    /** `undefined` allows any. */
    readonly chainIds: readonly number[] | undefined
    readonly challengeLifetimeSeconds: number
    readonly verify: 'upstream' | 'local'
    readonly rpcUrls: Readonly<Record<number, string>>
  }
  readonly resolveUser: ((identifier: string) => Promise<string | undefined>) | undefined
  /** How much of the email address `session.email` shows. */
  readonly sessionEmail: 'none' | 'masked' | 'whole'
  /**
   * In ms. Answers to "send a code" and to a wrong code are delayed until a multiple of this time; 0 sends them
   * immediately.
   */
  readonly answerQuantumMs: number
  /**
   * Checks the proof that a person is present. Browsers that have not signed in before must send one while the
   * app is under attack.
   */
  readonly verifyPresence: ((proof: string) => Promise<boolean>) | undefined
  readonly sessionLifetimeSeconds: number
  readonly sessionIdleSeconds: number | undefined
  readonly proxy: readonly ProxyRule[]
  /** Limits simultaneous proxied calls. */
  readonly gate: Gate
  readonly clientSource: ClientSource
  readonly bodyTimeoutMs: number
  readonly supportContact: string | undefined
  readonly now: () => number
  /** Keeps a serverless function alive until this work is done. */
  readonly waitUntil: (work: Promise<unknown>) => void
  /** Reports an unexpected error to the operator. */
  readonly report: (error: unknown, request: { requestId: string }) => void
  readonly emit: (event: Omit<AuthEvent, 'at'>) => void
  /** Resolves when all events so far have been delivered, but after one second at the latest. */
  readonly waitForEvents: () => Promise<void>
}
