import type { Secret } from '../../keys/Secret.ts'
import type { Store } from '../../store/Store.ts'
import type { UpstreamConnection } from '../createUpstreamFetch.ts'
import type {
  BitBadgesSignIn,
  BitBadgesTokens,
  OtherSignInName,
  SecretsPresentation,
} from './BitBadgesSignIn.ts'
import type { AssetConditionGroup, AssetRequirement, Balance } from './ChallengeParams.ts'
import type { SignatureVerifiers } from './chains/verifySigned.ts'

/** Options of `bitbadges`. */
export type BitBadgesOptions = {
  clientId: string
  clientSecret: string | Secret
  apiKey: string | Secret
  /** @default 'oauth' */
  dialect?: 'oauth' | 'legacy' | undefined
  /** @default 'https://api.bitbadges.io' */
  baseUrl?: string | undefined
  /** The approval page. @default the page of the dialect at bitbadges.io */
  authorizeUrl?: string | undefined
} & AskOptions &
  AdmitOptions &
  TokenOptions &
  UpstreamConnection

/** What the page asks of the user. All of it is in the page's URL, where the user can change it. */
export interface AskOptions {
  /** How old the message or the code may be, in ms. 0 allows any age. @default 600000 */
  issuedAtTimeWindowMs?: number | undefined
  /**
   * Whether the page stops a sign-in that would fail the verification. The server verifies in any case.
   * @default false
   */
  expectVerifySuccess?: boolean | undefined
  /** In `oauth`: the scopes of the token. @default none, for signing in only */
  scope?: readonly string[] | undefined
  /**
   * In `oauth`: a claim to show. With `expectVerifySuccess`, only users who have claimed it can sign in, which
   * the server checks with BitBadges.
   */
  claimId?: string | undefined
  /** In `oauth`: hides the claim from users who have it. @default false */
  hideIfAlreadyClaimed?: boolean | undefined
  /**
   * In `oauth`: sends a PKCE challenge (S256). BitBadges documents only the exchange, so turn it on only if
   * your tests with the service show that its page passes the challenge on. @default false
   */
  pkce?: boolean | undefined
  /** In `legacy`: a name that the page shows, but that is not part of the message. */
  name?: string | undefined
  description?: string | undefined
  image?: string | undefined
  /** In `legacy`: the line of text that the wallet shows. @default 'Sign in to <host>.' */
  statement?: string | undefined
  /** In `legacy`: whether the page lets the user pick the account. @default true, unless `address` is set */
  allowAddressSelect?: boolean | undefined
  /** In `legacy`: the only account that may sign. @default any */
  address?: string | undefined
  /** In `legacy`: the resources of the message, each one line. @default none */
  resources?: readonly string[] | undefined
  /** In `legacy`: when the message expires: ISO 8601 in UTC, or a function for a time relative to now. */
  expirationDate?: string | (() => string) | undefined
  /** In `legacy`: when the message becomes valid: ISO 8601 in UTC, or a function. */
  notBefore?: string | (() => string) | undefined
  /** In `legacy`: assets that the user must own. */
  assetOwnershipRequirements?: AssetConditionGroup | undefined
  /** In `legacy`: other services that the user must be signed in to. */
  otherSignIns?: readonly OtherSignInName[] | undefined
  /** In `legacy`: lets the user attach proofs of secrets, see `acceptPresentations`. @default false */
  expectSecretsPresentations?: boolean | undefined
  /**
   * In `legacy`: whether an existing sign-in on BitBadges may replace a signature. In that case the signature
   * is empty, so this server can verify nothing and has to trust BitBadges. @default false
   */
  allowReuseOfBitBadgesSignIn?: boolean | undefined
}

/** The rules for who may sign in. */
export interface AdmitOptions {
  /**
   * The only addresses that may sign in, as entered or in canonical form, compared case-insensitively. @default
   * all
   */
  allowedAddresses?: readonly string[] | undefined
  /** The addresses that may not sign in. @default none */
  deniedAddresses?: readonly string[] | undefined
  /** Decides whether to accept a verified sign-in. It can also store what the app needs from it. */
  acceptSignIn?: ((signIn: BitBadgesSignIn) => Promise<boolean>) | undefined
  /**
   * In `legacy`: decides whether to accept the proofs that the user attached. The proofs are well-formed, but
   * not trusted: check who issued each one and what it says.
   */
  acceptPresentations?:
    | ((presented: {
        userId: string
        wellFormedButUntrusted: readonly SecretsPresentation[]
        params: Readonly<Record<string, unknown>>
      }) => Promise<boolean>)
    | undefined
  /** In `legacy`: verifiers for accounts on chains other than Ethereum. @default none: such accounts are refused */
  verifiers?: SignatureVerifiers | undefined
  /** Limits how often an account, or an asset, may be used. @default no limit */
  oneUse?:
    | {
        /** A store that all processes of the app share. */
        store: Pick<Store, 'claim' | 'compareAndSet' | 'get'>
        /** An account can sign in only once in this many seconds. */
        perAddressSeconds?: number | undefined
        /**
         * In `legacy`: a badge can be used by only one account in this many seconds. Set this to the length of
         * a session. Otherwise a badge that is transferred opens a session for each new owner.
         */
        perAssetSeconds?: number | undefined
      }
    | undefined
  /**
   * In `legacy`: like `oneUse`, for an app that keeps its own list. Called for each badge that the sign-in
   * uses, as `chain:collection:id`. Returns whether this user may use it.
   */
  claimAsset?: ((claim: { asset: string; userId: string }) => Promise<boolean>) | undefined
  /**
   * In `legacy`: returns what a user owns of a required collection, to find out which badges the sign-in uses.
   * @default asks BitBadges; for other chains, the requirements must name every id
   */
  readBalances?:
    | ((of: {
        asset: AssetRequirement
        userId: string
        address: string
      }) => Promise<readonly Balance[]>)
    | undefined
}

/** How the tokens are handled, in `oauth`. */
export interface TokenOptions {
  /**
   * Receives the tokens of each sign-in, for an app that makes calls for its users later. The app then has to
   * renew the tokens (`refresh`), and the Kit's session ends with the access token. Without this option, the
   * Kit renews the tokens. They cannot both do it, because a refresh token works only once.
   */
  onTokens?: ((tokens: BitBadgesTokens) => Promise<void>) | undefined
}
