import type { AuthError } from '@kit/core'
import type { Secret } from '../audit/Secret.ts'
import type { UpstreamAnswer, UpstreamFetch } from './createUpstreamFetch.ts'

/** A value that JSON can hold. */
export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

/**
 * One third-party auth API. A method that it does not offer is absent, and the browser learns so from
 * `GET /session`. Every function rejects with an `AuthError` and nothing else.
 */
export interface Upstream {
  /** As its folder is called. */
  readonly id: string
  readonly siwe?: SiweUpstream
  readonly otp?: OtpUpstream
  readonly redirect?: RedirectUpstream
  /** What may be asked through `/upstream/*`. Nothing else is. */
  readonly proxy: readonly ProxyRule[]
  /** Its HTTP door, which adds the app's own key. */
  readonly fetch: UpstreamFetch
  /** The headers that make a request the user's. */
  authorize(credential: Json): Record<string, string>
  /** The headers that make a request the server's on behalf of a user; absent where there is no such way. */
  authorizeAs?(userId: string): Record<string, string>
  /** Texts that must never be in an answer, such as the app's key. */
  readonly secrets?: readonly Secret[]
  /**
   * Whether the upstream still accepts the app's own key. Asked when a user's request is refused, where
   * the refusal does not say whose credential it means.
   */
  isKeyAccepted?(): Promise<boolean>
  /** Ends the upstream's own session. Absent where the upstream has no such call. */
  signOut?(credential: Json): Promise<void>
}

/** What a sign-in gave. `credential` stays sealed on the server's side. */
export interface UpstreamLogin {
  readonly userId: string
  readonly credential: Json
  /** When the credential ends, in ms since 1970; absent where the upstream does not say. */
  readonly expiresAt?: number | undefined
  /** The user's address, where the upstream says which; for SIWE it is known already. */
  readonly address?: string
  /** @default 'active' */
  readonly status?: 'active' | 'registration-required' | 'pending'
}

/** Sign-In with Ethereum, or another text that a wallet signs. */
export interface SiweUpstream {
  /** How long a message may say that it is valid, in s. */
  readonly messageLifetimeSeconds: number
  /** Where the upstream knows this app by another name than the page's host. */
  readonly domain?: string | undefined
  readonly uri?: string | undefined
  /**
   * Asks the upstream for its nonce, or for the whole text. Absent, or without an answer: the nonce is
   * ours. `memo` comes back to `verify`, having been sealed in between.
   */
  createChallenge?(request: {
    readonly address: string | undefined
    readonly chainId: number | undefined
    /** What the message will name: {@link SiweUpstream.domain}, or else the page's host. */
    readonly domain: string
  }): Promise<UpstreamChallenge | undefined>
  verify(signed: {
    /** The exact text that was signed. */
    readonly message: string
    readonly signature: string
    /** With its EIP-55 checksum. */
    readonly address: string
    readonly chainId: number | undefined
    readonly memo: Json
  }): Promise<UpstreamLogin>
}

export type UpstreamChallenge =
  | { readonly nonce: string; readonly memo?: Json }
  | { readonly message: string; readonly expiresAt: number; readonly memo?: Json }

/** A code by e-mail. */
export interface OtpUpstream {
  readonly codeLength: number
  readonly codeAlphabet: 'numeric' | 'alphanumeric'
  /** How long a code may be used, in s. */
  readonly codeLifetimeSeconds: number
  /** Has a code sent. A user that the upstream does not know is no error: nobody must learn of it. */
  start(userId: string): Promise<void>
  verify(userId: string, code: string): Promise<UpstreamLogin>
  /** A user id that looks like one and belongs to nobody. */
  createDecoyUserId(): string
}

/** A page of the upstream's own. */
export interface RedirectUpstream {
  /** Where the user goes. `state` comes back in the callback; `memo` is sealed in between. */
  start(request: {
    readonly state: string
    readonly callbackUrl: string
  }): Promise<{ readonly url: string; readonly memo?: Json }>
  finish(callback: {
    readonly query: URLSearchParams
    readonly callbackUrl: string
    readonly memo: Json
    /** When this sign-in began, in ms since 1970. */
    readonly startedAt: number
  }): Promise<UpstreamLogin>
}

/** What may pass to the upstream. */
export interface ProxyRule {
  readonly methods: readonly ('GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE')[]
  /** The exact path; a segment `:name` stands for one of letters, digits, `-`, `_`, `.` or `~`. */
  readonly path: string
  /**
   * Whose right is used: the app's key alone, the user's session, or for the app's own server code
   * also a user's id. A browser always needs its session, except for `api-key`.
   */
  readonly auth: 'api-key' | 'session' | 'session-or-user'
  /** The upstream's own path, where it names the user: nobody can ask for another one's. @default `path` */
  readonly toPath?: (login: { readonly userId: string; readonly credential: Json }) => string
  /** What a refusal by the upstream means. Without it the browser gets the upstream's own body. */
  readonly classify?: (answer: UpstreamAnswer) => AuthError
  /** Names of query parameters that pass. @default none */
  readonly query?: readonly string[]
  /** Members of the answer that the browser does not get, such as an id that is a key elsewhere. */
  readonly omit?: readonly string[]
  /**
   * For a call whose success gives the user another credential: reads it out of the answer. The session
   * goes on with it; name its member in `omit`, too.
   */
  readonly renew?: (answer: unknown) => UpstreamLogin
  /**
   * For files: both bodies pass as they come, and nothing of them is kept. An answer of one of `types`
   * is watched for the app's and the user's secrets, and breaks off before one has gone out; what it
   * holds compressed or enciphered nobody can see. JSON is never streamed: it is checked whole.
   */
  readonly stream?: {
    /** Content types of answers that pass, such as `application/pdf`. */
    readonly types: readonly string[]
    /** Of an answer. @default 67108864 */
    readonly maxBytes?: number
    /** Content types of bodies that pass. @default none */
    readonly bodyTypes?: readonly string[]
    /** Of a body. @default 16777216 */
    readonly maxBodyBytes?: number
  }
  /** How long ago the sign-in may be, in s; longer ago answers 401 `step_up_required`. */
  readonly maxAge?: number
}
