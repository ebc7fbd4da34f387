import type { AuthEvent } from './audit/AuthEvent.ts'
import type { Secret } from './keys/Secret.ts'
import type { LimitName, LimitSetting } from './limits/defaultLimits.ts'
import type { Store } from './store/Store.ts'
import type { ProxyRule, Upstream } from './upstreams/Upstream.ts'

/** The options of `createAuth`. */
export interface AuthOptions {
  /** The API that verifies users. */
  upstream: Upstream
  /**
   * Where users open the app: `https://…`, or http on this machine. Pass a list for several domains, or a
   * function for tenants and preview deployments, which says whether an origin is yours. Let it compare whole
   * origins, or a suffix that begins with a dot: any origin that it accepts can sign users in.
   */
  origin: string | readonly string[] | ((origin: string) => boolean)
  /**
   * Tells this deployment from others with the same secret, such as `production` from `staging`: what one has
   * issued is refused by the other. A function as `origin` needs it in production, because nothing else tells
   * them apart.
   * @default the first origin
   */
  deployment?: string | undefined
  /** The names of the cookies. */
  cookies?:
    | {
        /** The beginning of the cookies' names. Two apps on one host need two names. @default 'kit' */
        name?: string | undefined
      }
    | undefined
  /**
   * For an app that other sites embed in a frame, such as a Safe App. Cookies are then sent there, in a
   * separate jar for each of those sites (`SameSite=None; Secure; Partitioned`), and `frame-ancestors` lists
   * them. Send the same `frame-ancestors` with your pages.
   */
  framing?: { origins: readonly string[] } | undefined
  /** At least 32 characters. In a list, the first one seals and all of them open. Set `subjectSecret` as well. */
  secret: string | Secret | readonly (string | Secret)[]
  /**
   * The secret from which the ids of sessions are derived, and users' pseudonyms (`subject`) if the upstream
   * stores none, at least 32 characters. When you put a new secret in front of the current one for the first time, set this to the
   * current one and never change it: removing a secret then changes no subject and ends no session.
   * @default the last entry of `secret`
   */
  subjectSecret?: string | Secret | undefined
  /** Stores sessions, marks and counters. @default memoryStore() */
  store?: Store | undefined
  /** Where the handler is mounted. @default '/api/auth' */
  basePath?: string | undefined
  siwe?:
    | {
        /** The one line of text that the wallet shows. @default 'Sign in to <domain>.' */
        statement?: string | undefined
        /** The chains that a message may name. @default any (EIP-155) */
        chainIds?: readonly number[] | undefined
        /**
         * `local` checks the signature here before the upstream is called, and refuses a wrong one.
         * @default 'upstream'
         */
        verify?: 'upstream' | 'local' | undefined
        /** RPCs by chain id, for contract accounts (ERC-1271, ERC-6492) in `local`. @default none */
        rpcUrls?: Readonly<Record<number, string>> | undefined
        /** How long a challenge can be answered, in s, at most 600. @default 300 */
        challengeLifetimeSeconds?: number | undefined
      }
    | undefined
  otp?:
    | {
        /**
         * Returns the upstream's id of the user with this email address, or `undefined` if there is none. A
         * self-hosted upstream finds its users itself.
         */
        resolveUser?: ((identifier: string) => Promise<string | undefined>) | undefined
        /**
         * Whether the browser gets the address that the user typed back in `session.email`: `a•••@example.com` if
         * masked. It is kept in the session's record, sealed. @default 'none'
         */
        sessionEmail?: 'none' | 'masked' | 'whole' | undefined
        /**
         * In ms. The route delays its answers to "send a code" and to a wrong code until a multiple of this
         * time has passed. With 0 it does not, and the time reveals who has an account. If more than a third
         * of this has passed before the upstream is called, as at the first call of a process, "send a code"
         * waits for the next multiple, for every address. A wrong code waits as long as other wrong codes
         * recently did, and for four multiples until two existing users have entered a code. @default 750
         */
        answerQuantumMs?: number | undefined
        /**
         * Checks a proof that a person is present, such as a Turnstile token. While strangers request more
         * codes than `otp-start-global` allows, only those with a proof can continue, slowly; browsers that
         * have signed in before need none. The proof is sent in the header `x-presence-proof`. @default none:
         * strangers slow down
         */
        verifyPresence?: ((proof: string) => Promise<boolean>) | undefined
      }
    | undefined
  /** The calls that are passed to the upstream, instead of the upstream's default list. */
  policy?: readonly ProxyRule[] | undefined
  /** Limits by name, overriding the defaults. */
  limits?: Partial<Record<LimitName, LimitSetting>> | undefined
  /** How long a session lasts at most, in s. @default 43200, 12 h */
  sessionLifetimeSeconds?: number | undefined
  /**
   * After how many seconds without use a session ends, at least 120. Calls of `/upstream/*` and of the app's
   * server code are use; reading `GET /session` is not. @default none
   */
  sessionIdleSeconds?: number | undefined
  /**
   * How many proxies in front append to `X-Forwarded-For`. Use this only if nobody can reach the backend
   * except through them; otherwise list them in `trustedProxies`. @default 0
   */
  trustedProxyHops?: number | undefined
  /**
   * The networks of the proxies in front, such as `['10.0.0.0/8']`. `X-Forwarded-For` is trusted only from
   * them. Needs a runtime that exposes the client's address. @default none
   */
  trustedProxies?: readonly string[] | undefined
  /**
   * `'none'` declares that clients cannot be told apart here and that the app should run anyway. Limits then
   * do not count by client. Without it, production refuses to work if no address can be found.
   */
  clientAddress?: 'none' | undefined
  /** How long a request may take to send its body, in ms. @default 10000 */
  bodyTimeoutMs?: number | undefined
  /** The contact for users who are locked out, or meet an error that only you can fix. */
  supportContact?: string | undefined
  /**
   * Receives every attempt and its outcome. It may be async: its promise is passed to `waitUntil`, or the
   * answer waits for it for a second at most, so that nothing is lost when a serverless function freezes.
   * Errors go to the console and break nothing.
   */
  onEvent?: ((event: AuthEvent) => unknown) | undefined
  /** Receives unexpected errors, such as those of `resolveUser`. @default console.error */
  onError?: ((error: unknown, request: { requestId: string }) => void) | undefined
  /**
   * Keeps a serverless function alive until work after an answer is done, such as the platform's `waitUntil`.
   * @default none: a server stays alive anyway
   */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /** Returns the time, in ms since 1970. @default Date.now */
  now?: (() => number) | undefined
}
