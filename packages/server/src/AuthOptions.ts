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
   * function that returns whether an origin is yours, for tenants and preview deployments. The function should
   * compare whole origins, or a suffix that begins with a dot: any origin that it accepts can sign users in.
   */
  origin: string | readonly string[] | ((origin: string) => boolean)
  /**
   * The name of this deployment, such as `production` or `staging`. Cookies and challenges of one deployment
   * are refused by all others, even if they have the same secret. Required in production if `origin` is a
   * function, because then nothing else distinguishes deployments.
   * @default the first origin
   */
  deployment?: string | undefined
  /** The names of the cookies. */
  cookies?:
    | {
        /** The prefix of the cookies' names. Two apps on one host need different prefixes. @default 'kit' */
        name?: string | undefined
      }
    | undefined
  /**
   * The sites that embed the app in a frame, as for a Safe App. Cookies then also work in those frames, with a
   * separate cookie jar for each site (`SameSite=None; Secure; Partitioned`), and the route's `frame-ancestors`
   * lists the sites. Send the same `frame-ancestors` with your pages.
   */
  framing?: { origins: readonly string[] } | undefined
  /**
   * At least 32 characters. In a list, the first secret encrypts, and every secret can decrypt. With a list,
   * also set `subjectSecret`.
   */
  secret: string | Secret | readonly (string | Secret)[]
  /**
   * The secret from which session ids are derived, and also users' pseudonyms (`subject`) if the upstream does
   * not store any. At least 32 characters. When you add a second secret for the first time, set this to the
   * first one and never change it. Removing that secret later then changes no subject and ends no session.
   * @default the last entry of `secret`
   */
  subjectSecret?: string | Secret | undefined
  /** Stores sessions, single-use marks and counters. @default memoryStore() */
  store?: Store | undefined
  /** Where the handler is mounted. @default '/api/auth' */
  basePath?: string | undefined
  siwe?:
    | {
        /** The statement of the message, one line that the wallet shows. @default 'Sign in to <domain>.' */
        statement?: string | undefined
        /** The EIP-155 ids of the chains on which users may sign in. @default any chain */
        chainIds?: readonly number[] | undefined
        /**
         * `local` also checks the signature on this server, and refuses a wrong one without calling the
         * upstream.
         * @default 'upstream'
         */
        verify?: 'upstream' | 'local' | undefined
        /** RPCs by chain id, for contract accounts (ERC-1271, ERC-6492) in `local`. @default none */
        rpcUrls?: Readonly<Record<number, string>> | undefined
        /** How long a challenge is valid, in s, at most 600. @default 300 */
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
         * Whether `session.email` contains the email address that the user entered: not at all, masked
         * (`a•••@example.com`) or whole. The address is stored encrypted in the session's record. @default
         * 'none'
         */
        sessionEmail?: 'none' | 'masked' | 'whole' | undefined
        /**
         * In ms. The route answers "send a code" and a wrong code only at multiples of this time, so that the
         * response time does not reveal who has an account. With 0 it answers immediately, which reveals it. If the
         * upstream is called only after more than a third of this time, as in the first call of a process, "send
         * a code" waits for the next multiple, for every address. A wrong code waits as long as recent wrong codes
         * did. Until two existing users have entered a code, it waits for up to four multiples. @default 750
         */
        answerQuantumMs?: number | undefined
        /**
         * Checks a proof that a person is present, such as a Turnstile token. It is called while browsers that
         * have not signed in before request more codes than `otp-start-global` allows. Without a valid proof,
         * such a browser then gets no code; with one, it gets codes at a reduced rate. Browsers that have
         * signed in before need no proof. The client sends the proof in the header `x-presence-proof`. @default
         * none: every new browser gets codes at the reduced rate
         */
        verifyPresence?: ((proof: string) => Promise<boolean>) | undefined
      }
    | undefined
  /** The calls that `/upstream/*` passes to the upstream. Replaces the upstream's default list. */
  policy?: readonly ProxyRule[] | undefined
  /** Limits by name, overriding the defaults. */
  limits?: Partial<Record<LimitName, LimitSetting>> | undefined
  /** The longest duration of a session, in s. @default 43200 (12 hours) */
  sessionLifetimeSeconds?: number | undefined
  /**
   * After how many seconds without use a session ends, at least 120. Calls to `/upstream/*` and calls from the
   * app's server code count as use; `GET /session` does not. @default no limit
   */
  sessionIdleSeconds?: number | undefined
  /**
   * How many proxies in front of the app append to `X-Forwarded-For`. Use this only if nobody can bypass them;
   * otherwise list the proxies in `trustedProxies`. @default 0
   */
  trustedProxyHops?: number | undefined
  /**
   * The networks of the proxies in front of the app, such as `['10.0.0.0/8']`. Only their `X-Forwarded-For` is
   * trusted. Requires a runtime that exposes the peer's address. @default none
   */
  trustedProxies?: readonly string[] | undefined
  /**
   * `'none'` declares that client addresses are unknown and that the app should run anyway. Limits then do not
   * count per client. Without this, the app refuses to work in production if it cannot find an address.
   */
  clientAddress?: 'none' | undefined
  /** How long a request may take to send its body, in ms. @default 10000 */
  bodyTimeoutMs?: number | undefined
  /** The contact that error answers show to users who are locked out, or who get an error that only you can fix. */
  supportContact?: string | undefined
  /**
   * Receives an event for every attempt, with its outcome. It may be async: its promise is passed to
   * `waitUntil`. Without `waitUntil`, the answer waits for the promise, but at most one second, so that no
   * event is lost when a serverless function freezes. Its errors are logged and do not affect the request.
   */
  onEvent?: ((event: AuthEvent) => unknown) | undefined
  /** Receives unexpected errors, such as those of `resolveUser`. @default console.error */
  onError?: ((error: unknown, request: { requestId: string }) => void) | undefined
  /**
   * Keeps a serverless function alive until work that continues after the answer is done. Pass the platform's
   * `waitUntil`.
   * @default none, because a server process stays alive
   */
  waitUntil?: ((work: Promise<unknown>) => void) | undefined
  /** Returns the time, in ms since 1970. @default Date.now */
  now?: (() => number) | undefined
}
