import type { AuthError, Identity } from '@kit/core'
import type { AuthEvent } from '../audit/AuthEvent.ts'
import type { Keys } from '../keys/createKeys.ts'
import type { Secret } from '../keys/Secret.ts'
import type { Store } from '../store/Store.ts'
import type { UpstreamAnswer, UpstreamFetch } from './createUpstreamFetch.ts'

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/**
 * A third-party auth API. A method that it does not offer is absent, which the browser learns from `GET
 * /session`. Every function rejects only with an `AuthError`.
 */
export interface Upstream {
  /** The name of its folder. */
  readonly id: string
  readonly siwe?: SiweUpstream
  readonly otp?: OtpUpstream
  readonly redirect?: RedirectUpstream
  /** The users' email addresses and wallets, if the upstream stores the app's users. */
  readonly identities?: IdentitiesUpstream
  /** The calls allowed through `/upstream/*`. All others are refused. @default nothing */
  readonly proxy?: readonly ProxyRule[]
  /** Calls the upstream by HTTP with the app's key. Absent if nothing can be called apart from signing in. */
  readonly fetch?: UpstreamFetch
  /**
   * Returns the headers that make a request as the user. Absent if users have no credential. In that case
   * `credential` is a value for the app, and may be the same for everybody, such as `null`.
   */
  authorize?(credential: Json): Record<string, string>
  /**
   * Returns the headers that make a request as the server on behalf of a user. Absent if that is not
   * possible.
   *
   * @throws `AuthError` `method_not_allowed` for a call that needs the user's session.
   */
  authorizeAs?(
    userId: string,
    request: { readonly method: string; readonly path: string },
  ): Record<string, string>
  /**
   * Whether a request as the user changes how the user signs in, such as the email address that receives
   * codes. When the upstream has made the change, all sessions of the user end, with an event `session.end`,
   * whether the browser sent the request or the app's server code by `auth.fetch`.
   */
  endsSessions?(request: {
    readonly method: string
    /** Without the query. */
    readonly path: string
    /** Parsed, if it is JSON. */
    readonly body: unknown
  }): boolean
  /** Texts that no answer may contain, such as the app's key. */
  readonly secrets?: readonly Secret[]
  /**
   * Whether the upstream still accepts the app's key. Called when a user's request is refused and the refusal
   * does not say which credential it refers to.
   */
  isKeyAccepted?(): Promise<boolean>
  /**
   * Rejects if nobody could sign in now, for `auth.health()`. Absent if only a call about a user shows it.
   */
  check?(): Promise<void>
  /**
   * Gets a new credential for one that ends or has ended. Absent if the upstream has no such call. It runs
   * once at a time for each session, across all processes, so that a refresh token that works once is safe.
   * The session keeps its sign-in time and its absolute end.
   *
   * @throws `AuthError`: `session_expired` if the upstream refuses. After any other error, the upstream may
   * have used up the old credential, so the session ends.
   */
  renew?(credential: Json): Promise<RenewedCredential>
  /**
   * Checks that a sign-in still holds: while it was verified, the user may have been deleted, or may have removed
   * what they signed in with. Called after the session is stored and before anyone gets its cookie, so that
   * ending all sessions at the same time misses none. Absent if this server does not store the users.
   *
   * @throws `AuthError` if it does not.
   */
  confirm?(login: Pick<UpstreamLogin, 'userId' | 'credential'>): Promise<void>
  /** Ends the upstream's session. Absent if the upstream has no such call. */
  signOut?(credential: Json): Promise<void>
  /** Called once by `createAuth`, with what an upstream inside of this server needs. */
  setUp?(runtime: UpstreamRuntime): void
}

/** An upstream that is called by HTTP, for users whose requests carry a credential. */
export type HttpUpstream = Upstream & Required<Pick<Upstream, 'authorize' | 'fetch' | 'proxy'>>

/** What `createAuth` passes to an upstream that runs inside of this server. */
export interface UpstreamRuntime {
  readonly store: Store
  readonly keys: Keys
  /** Where users open the app. Emails contain the first one. */
  readonly origins: readonly string[]
  /** Returns the time, in ms since 1970. */
  readonly now: () => number
  readonly emit: (event: Omit<AuthEvent, 'at'>) => void
  /** Reports an unexpected error. */
  readonly report: (error: unknown) => void
  /** Keeps the process or the function alive until this work is done. */
  readonly waitUntil: (work: Promise<unknown>) => void
}

/** The result of a renewal. */
export interface RenewedCredential {
  readonly credential: Json
  /** When the credential ends, in ms since 1970. Absent if the upstream does not say. */
  readonly expiresAt?: number | undefined
}

/** The result of a sign-in. `credential` stays on the server, sealed. */
export interface UpstreamLogin {
  readonly userId: string
  readonly credential: Json
  /** When the credential ends, in ms since 1970. Absent if the upstream does not say. */
  readonly expiresAt?: number | undefined
  /** The user's address, if the upstream reports it. For SIWE it is already known. */
  readonly address?: string
  /**
   * The user's pseudonym if the upstream has one, such as a random id. Otherwise one is derived from
   * `userId`.
   */
  readonly subject?: string
  /** @default 'active' */
  readonly status?: 'active' | 'registration-required' | 'pending'
}

/** Sign-In with Ethereum, or another text that a wallet signs. */
export interface SiweUpstream {
  /** The longest validity that a message may have, in s. */
  readonly messageLifetimeSeconds: number
  /** The name under which the upstream knows this app, if it is not the page's host. */
  readonly domain?: string | undefined
  readonly uri?: string | undefined
  /**
   * Whether `createChallenge` needs the account, because the upstream writes it into the text. Pages then fetch a challenge
   * only for a connected wallet. @default false
   */
  readonly isPerAccount?: boolean | undefined
  /**
   * Gets a nonce or the whole text from the upstream. If it is absent or returns nothing, the nonce is ours.
   * `memo` is sealed and passed to `verify`.
   */
  createChallenge?(request: {
    readonly address: string | undefined
    readonly chainId: number | undefined
    /** The domain that the message will contain: {@link SiweUpstream.domain}, otherwise the page's host. */
    readonly domain: string
  }): Promise<UpstreamChallenge | undefined>
  verify(signed: {
    /** The exact text that was signed. */
    readonly message: string
    readonly signature: string
    /** The address with its EIP-55 checksum. */
    readonly address: string
    readonly chainId: number | undefined
    readonly memo: Json
  }): Promise<UpstreamLogin>
}

export type UpstreamChallenge =
  | { readonly nonce: string; readonly memo?: Json }
  | { readonly message: string; readonly expiresAt: number; readonly memo?: Json }

/** A code by email. */
export interface OtpUpstream {
  readonly codeLength: number
  readonly codeAlphabet: 'numeric' | 'alphanumeric'
  /** How long a code is valid, in s. */
  readonly codeLifetimeSeconds: number
  /**
   * Finds the user for an email address, instead of the app's `otp.resolveUser`. Absent if only the app knows
   * its users.
   */
  resolveUser?(identifier: string): Promise<string | undefined>
  /**
   * Sends a code. A user that the upstream does not know is not an error, because the browser must not find
   * out. `isKnown: false` reports it to the operator through the event.
   */
  start(userId: string, request: OtpRequest): Promise<OtpStarted | undefined>
  verify(
    userId: string,
    code: string,
    challenge: Pick<OtpRequest, 'challengeId'>,
  ): Promise<UpstreamLogin>
  /** Creates a user id of the right form that belongs to nobody. */
  createDecoyUserId(): string
}

/** The result of sending a code to a user. */
export interface OtpStarted {
  readonly isKnown: boolean
}

/** A request for a code. */
export interface OtpRequest {
  /** Identifies this request. The browser sends it back, sealed, with the code. */
  readonly challengeId: string
  /** The normalized email address. */
  readonly identifier: string
  /** The languages that the browser requests, as in `Accept-Language`. */
  readonly locale?: string | undefined
  /**
   * Whether this browser has signed in as this user before. An upstream with a queue serves it before
   * strangers, whose number has no bound.
   */
  readonly isKnownBrowser?: boolean | undefined
  /**
   * Whether strangers have requested many codes for other spellings of this mailbox's address, such as `ada+1@`. If
   * so, only people who have an account get the code. This matters to upstreams where a code can create an account.
   */
  readonly isFlooded?: boolean | undefined
}

/**
 * The email addresses and wallets of users that this server stores. Each function is called for a signed-in
 * user.
 */
export interface IdentitiesUpstream {
  /** @throws `AuthError` `session_expired` if the user was deleted. */
  read(userId: string): Promise<{
    readonly createdAt: string
    readonly identities: readonly Identity[]
  }>
  /**
   * Sends a code to an address to link, whoever owns it. Others who link the same address at the same time may
   * share the code: the route counts attempts by browser.
   */
  startEmail(userId: string, request: OtpRequest): Promise<void>
  /**
   * Checks and uses up the code for an address that this user is linking. @throws `AuthError` `otp_invalid`.
   */
  proveEmail(
    userId: string,
    proof: { readonly email: string; readonly challengeId: string; readonly code: string },
  ): Promise<void>
  /** Links an address whose code the user has entered. @throws `AuthError` `identity_taken`. */
  linkEmail(userId: string, email: string): Promise<void>
  /** @throws `AuthError` `signature_rejected`; `identity_taken`, after the proof. */
  linkWallet(
    userId: string,
    signed: {
      readonly message: string
      readonly signature: string
      readonly address: string
      readonly chainId: number | undefined
    },
  ): Promise<void>
  /** Does nothing if the identity is not this user's. @throws `AuthError` `identity_last`. */
  remove(userId: string, id: string): Promise<void>
  /** Deletes the user and all data about them. */
  delete(userId: string): Promise<void>
}

/** A page of the upstream. */
export interface RedirectUpstream {
  /**
   * Returns where the user goes. The callback returns `state`, and `memo` is sealed in between. Send
   * `codeChallenge` (PKCE, method `S256`) to every upstream that supports it, and `codeVerifier` with the
   * exchange, so that a code that was stolen on its way back is useless.
   *
   * @see {@link https://www.rfc-editor.org/rfc/rfc7636}
   */
  start(request: {
    readonly state: string
    readonly callbackUrl: string
    readonly codeChallenge: string
  }): Promise<{ readonly url: string; readonly memo?: Json }>
  finish(callback: {
    readonly query: URLSearchParams
    readonly callbackUrl: string
    readonly codeVerifier: string
    readonly memo: Json
    /** When this sign-in began, in ms since 1970. */
    readonly startedAt: number
  }): Promise<UpstreamLogin>
}

/** A call that may be passed to the upstream. */
export interface ProxyRule {
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  /**
   * The exact path. A segment `:name` matches letters, digits, `-`, `_`, `.` and `~`, and a last segment `*`
   * matches one or more segments.
   */
  readonly path: string
  /**
   * The authorization to use: only the app's key, the user's session, or, for the app's server code, also a
   * user's id. A browser always needs a session, except for `api-key`.
   */
  readonly auth: 'api-key' | 'session' | 'session-or-user'
  /**
   * The upstream's path, if it contains the user, so that nobody can request another user's. @default `path`
   */
  readonly toPath?: (login: { readonly userId: string; readonly credential: Json }) => string
  /** What a refusal by the upstream means. Without it the browser gets the upstream's body. */
  readonly classify?: (answer: UpstreamAnswer) => AuthError
  /** Names of allowed query parameters. @default none */
  readonly query?: readonly string[]
  /** Members to remove from the answer, such as an id that works as a key elsewhere. */
  readonly omit?: readonly string[]
  /**
   * For a call whose success gives the user a new credential: reads it from the answer, given the previous
   * one. The session continues with it. Also list its member in `omit`.
   */
  readonly renew?: (answer: unknown, former: Json) => UpstreamLogin
  /**
   * Streams files: both bodies pass through without being stored. An answer of one of `types` is searched for
   * secrets of the app and the user, and is cut off before one is sent. Compressed or encrypted content
   * cannot be searched. JSON is never streamed, because it is checked as a whole.
   */
  readonly stream?: {
    /** Allowed content types of answers, such as `application/pdf`. */
    readonly types: readonly string[]
    /** The largest answer, in bytes. @default 67108864 */
    readonly maxBytes?: number
    /** Allowed content types of bodies. @default none */
    readonly bodyTypes?: readonly string[]
    /** The largest body, in bytes. @default 16777216 */
    readonly maxBodyBytes?: number
  }
  /**
   * Whether a body requests a change after which earlier sessions must end, such as of the email address that
   * receives codes. When the upstream has made it, all sessions of the user end, including this one, with an
   * event `session.end`.
   */
  readonly endsSessions?: (body: unknown) => boolean
  /** How old the sign-in may be, in s. An older one gets 401 `step_up_required`. */
  readonly maxAge?: number
}
