import type { AuthError, Identity } from '@kit/core'
import type { AuthEvent } from '../audit/AuthEvent.ts'
import type { Keys } from '../keys/createKeys.ts'
import type { Secret } from '../keys/Secret.ts'
import type { Store } from '../store/Store.ts'
import type { UpstreamAnswer, UpstreamFetch } from './createUpstreamFetch.ts'

/** A JSON value. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/**
 * A third-party auth API, or the app's own users. A sign-in method that it does not offer is absent, which the
 * browser learns from `GET /session`. Every function rejects only with an `AuthError`.
 */
export interface Upstream {
  /** The name of its folder. */
  readonly id: string
  readonly siwe?: SiweUpstream
  readonly otp?: OtpUpstream
  readonly redirect?: RedirectUpstream
  /** The users' email addresses and wallets, if the upstream stores the app's users. */
  readonly identities?: IdentitiesUpstream
  /** The calls that browsers may make through `/upstream/*`. All others are refused. @default none */
  readonly proxy?: readonly ProxyRule[]
  /** Calls the upstream by HTTP with the app's key. Absent if the upstream has no API apart from signing in. */
  readonly fetch?: UpstreamFetch
  /**
   * Returns the headers that authorize a request as the user. Absent if users have no credential. In that case
   * `credential` is only stored, and may be the same for all users, such as `null`.
   */
  authorize?(credential: Json): Record<string, string>
  /**
   * Returns the headers that authorize a request by the server on behalf of a user. Absent if that is not
   * possible.
   *
   * @throws `AuthError` `method_not_allowed` for a call that needs the user's session.
   */
  authorizeAs?(
    userId: string,
    request: { readonly method: string; readonly path: string },
  ): Record<string, string>
  /**
   * Whether a request as the user changes how the user signs in, such as the email address that receives codes.
   * After the upstream has made the change, all sessions of the user end, with an event `session.end`. This
   * applies both to requests of the browser and to `auth.fetch`.
   */
  endsSessions?(request: {
    readonly method: string
    /** The path without the query. */
    readonly path: string
    /** The parsed body if it is JSON. */
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
   * Rejects if nobody can sign in now, for `auth.health()`. Absent if only a call for a user would show that.
   */
  check?(): Promise<void>
  /**
   * Exchanges a credential that expires or has expired for a new one. Absent if the upstream has no such call.
   * Only one renewal runs at a time for each session, across all processes, so that a refresh token that works
   * only once is not sent twice. The session keeps its sign-in time and its absolute end.
   *
   * @throws `AuthError`: `session_expired` if the upstream refuses. After any other error, the upstream may
   * have used up the old credential, so the session ends.
   */
  renew?(credential: Json): Promise<RenewedCredential>
  /**
   * Checks that a sign-in is still valid: since it was verified, the user may have been deleted, or may have
   * unlinked the identity they signed in with. Called after the session is stored and before the browser gets
   * its cookie, so that ending all sessions at the same time does not miss this one. Absent if this server does
   * not store the users.
   *
   * @throws `AuthError` if the sign-in is no longer valid.
   */
  confirm?(login: Pick<UpstreamLogin, 'userId' | 'credential'>): Promise<void>
  /** Ends the upstream's session. Absent if the upstream has no such call. */
  signOut?(credential: Json): Promise<void>
  /** Called once by `createAuth`, with the services that an upstream inside this server needs. */
  setUp?(runtime: UpstreamRuntime): void
}

/** An upstream that is called by HTTP with the user's credential. */
export type HttpUpstream = Upstream & Required<Pick<Upstream, 'authorize' | 'fetch' | 'proxy'>>

/** The services that `createAuth` passes to an upstream inside this server. */
export interface UpstreamRuntime {
  readonly store: Store
  readonly keys: Keys
  /** The app's origins. Emails name the first one. */
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
  /** The user's wallet address, if the upstream reports it. For SIWE it is already known. */
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
  /** The longest lifetime that a message may have, in s. */
  readonly messageLifetimeSeconds: number
  /** The domain under which this app is registered with the upstream. @default the page's host */
  readonly domain?: string | undefined
  readonly uri?: string | undefined
  /**
   * Whether the upstream can read messages whose first line starts with a scheme. Parsers from before 2023 cannot. If
   * this is true, messages for an `http` origin name the scheme. Without it, EIP-4361 assumes `https`, and Brave
   * refuses the message. Messages for `https` origins do not change.
   *
   * @default false
   */
  readonly readsScheme?: boolean | undefined
  /**
   * Gets a nonce or the whole text from the upstream. If this is absent or returns nothing, the Kit creates the
   * nonce. `memo` is stored encrypted and passed to `verify`.
   */
  createChallenge?(request: {
    readonly address: string | undefined
    readonly chainId: number | undefined
    /** The domain that the message will contain: {@link SiweUpstream.domain} or the page's host. */
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

/** What an upstream requires the user to sign: a nonce for a message that the Kit creates, or a finished text. */
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
   * Returns the id of the user with an email address. If present, the app does not set `otp.resolveUser`.
   * Absent if only the app can find its users.
   */
  resolveUser?(identifier: string): Promise<string | undefined>
  /**
   * Sends a code. Must not reject for a user that the upstream does not know, because the browser must not
   * learn that. Return `isKnown: false` instead, which only the operator's event shows.
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
   * Whether this browser has signed in as this user before. An upstream with a queue should serve such browsers
   * first, because there can be any number of others.
   */
  readonly isKnownBrowser?: boolean | undefined
  /**
   * Whether many codes were requested for other spellings of this mailbox's address, such as `ada+1@`. If so,
   * send the code only if the address has an account. This matters only if a code can create an account.
   */
  readonly isFlooded?: boolean | undefined
}

/**
 * Manages the email addresses and wallets of users that this server stores. Each function is called for a
 * signed-in user.
 */
export interface IdentitiesUpstream {
  /** @throws `AuthError` `session_expired` if the user was deleted. */
  read(userId: string): Promise<{
    readonly createdAt: string
    readonly identities: readonly Identity[]
  }>
  /**
   * Sends a code to an address to link, even if another user has it. Users who link the same address at the
   * same time may share the code, because the route counts attempts per browser.
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
  /**
   * Unlinks an identity. Does nothing if it is not this user's.
   * @throws `AuthError` `identity_last`.
   */
  remove(userId: string, id: string): Promise<void>
  /** Deletes the user and all data about them. */
  delete(userId: string): Promise<void>
}

/** Signing in on a page of the upstream. */
export interface RedirectUpstream {
  /**
   * Returns the URL of the page. The page must send `state` back to the callback. `memo` is stored encrypted
   * until then. Send `codeChallenge` (PKCE, method `S256`) if the upstream supports it, and later
   * `codeVerifier` with the exchange, so that a stolen authorization code is useless.
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
   * How the call is authorized: with only the app's key, with the user's session, or, from the app's server code,
   * even with a user's id. Except for `api-key`, a browser always needs a session.
   */
  readonly auth: 'api-key' | 'session' | 'session-or-user'
  /**
   * Returns the upstream's path if that contains the user, so that a browser cannot request another user's
   * data. @default `path`
   */
  readonly toPath?: (login: { readonly userId: string; readonly credential: Json }) => string
  /** Converts a refusal by the upstream to an error. Without this, the browser gets the upstream's body. */
  readonly classify?: (answer: UpstreamAnswer) => AuthError
  /** Names of allowed query parameters. @default none */
  readonly query?: readonly string[]
  /** Members to remove from the answer, such as an id that works as a key elsewhere. */
  readonly omit?: readonly string[]
  /**
   * For a call whose answer contains a new credential: reads it from the answer. The session continues with the
   * new credential. Also list the answer's member in `omit`.
   */
  readonly renew?: (answer: unknown, former: Json) => UpstreamLogin
  /**
   * Streams files instead of reading whole bodies. A streamed answer is searched for secrets of the app and the
   * user, and is cut off before a secret is sent. Compressed or encrypted content cannot be searched. JSON is
   * never streamed, because it is checked as a whole.
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
   * Whether a body requests a change after which earlier sessions must end, such as a new email address that
   * receives codes. After the upstream has made the change, all sessions of the user end, including this one,
   * with an event `session.end`.
   */
  readonly endsSessions?: (body: unknown) => boolean
  /** How old the sign-in may be, in s. If it is older, the answer is 401 `step_up_required`. @default any age */
  readonly maxAge?: number
}
