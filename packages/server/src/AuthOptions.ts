import type { AuthEvent } from './audit/AuthEvent.ts'
import type { Secret } from './audit/Secret.ts'
import type { LimitName, LimitSetting } from './limits/defaultLimits.ts'
import type { Store } from './store/Store.ts'
import type { ProxyRule, Upstream } from './upstreams/Upstream.ts'

/** What `createAuth` is told. */
export interface AuthOptions {
  /** Which API verifies the users. */
  upstream: Upstream
  /** Where users open the app: `https://…`, or loopback by http. Several for several domains. */
  origin: string | readonly string[]
  /** At least 32 characters. In a list the first one seals, all of them open. */
  secret: string | Secret | readonly (string | Secret)[]
  /** Marks and counters. @default memoryStore() */
  store?: Store | undefined
  /** Where the handler is mounted. @default '/api/auth' */
  basePath?: string | undefined
  siwe?:
    | {
        /** One line that the wallet shows. @default 'Sign in to <domain>.' */
        statement?: string | undefined
        /** The chains that a wallet may be on. @default the well-known ones */
        chainIds?: readonly number[] | undefined
        /**
         * `local` checks the signature here before the upstream is asked, and refuses what is wrong.
         * @default 'upstream'
         */
        verify?: 'upstream' | 'local' | undefined
        /** RPCs by chain id, for contract accounts (ERC-1271, ERC-6492) in `local`. @default none */
        rpcUrls?: Readonly<Record<number, string>> | undefined
        /** How long a challenge may be answered, in s, at most 600. @default 300 */
        challengeLifetimeSeconds?: number | undefined
      }
    | undefined
  otp?:
    | {
        /** The upstream's id of the user with this e-mail address, `undefined` for nobody. */
        resolveUser: (identifier: string) => Promise<string | undefined>
        /**
         * Answers to "send a code", and to a wrong one, are held until a multiple of this, in ms; 0 for
         * never, which lets their times tell who has an account. @default 750
         */
        answerQuantumMs?: number | undefined
      }
    | undefined
  /** What passes to the upstream, in place of the upstream's own list. */
  policy?: readonly ProxyRule[] | undefined
  /** Limits by name, in place of the defaults. */
  limits?: Partial<Record<LimitName, LimitSetting>> | undefined
  /** How long a session lasts at most, in s. @default 43200, 12 h */
  sessionLifetimeSeconds?: number | undefined
  /** How many proxies in front may be believed for the client's address. @default 0 */
  trustedProxyHops?: number | undefined
  /** How long a request may take to bring its body, in ms. @default 10000 */
  bodyTimeoutMs?: number | undefined
  /** Whom a locked-out user may write to. */
  supportContact?: string | undefined
  /** Hears of every attempt and its outcome. What it throws is ignored. */
  onEvent?: ((event: AuthEvent) => void) | undefined
  /** Hears of what nobody foresaw, such as a `resolveUser` that throws. @default console.error */
  onError?: ((error: unknown, request: { requestId: string }) => void) | undefined
  /** The time, in ms since 1970. @default Date.now */
  now?: (() => number) | undefined
}
