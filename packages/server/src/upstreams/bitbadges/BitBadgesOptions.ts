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

/** What the user is asked for. All of it is in the page's URL, where the user can change it. */
export interface AskOptions {
  /** How old the message or the code may be, in ms; 0 for any age. @default 600000 */
  issuedAtTimeWindowMs?: number | undefined
  /** Whether the page stops a sign-in that would not verify. The server checks anyway. @default false */
  expectVerifySuccess?: boolean | undefined
  /** In `oauth`: the scopes of the token. @default none, for signing in only */
  scope?: readonly string[] | undefined
  /**
   * In `oauth`: a claim to show. With `expectVerifySuccess` only users who have claimed it get in, which the
   * server checks with BitBadges.
   */
  claimId?: string | undefined
  /** In `oauth`: hides the claim from users who have it. @default false */
  hideIfAlreadyClaimed?: boolean | undefined
  /**
   * In `oauth`: sends a PKCE challenge (S256). BitBadges documents only the exchange, so turn it on only if
   * your tests with the service show that its page passes the challenge on. @default false
   */
  pkce?: boolean | undefined
  /** In `legacy`: shown by the page, but not part of the message. */
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
   * In `legacy`: whether a sign-in on BitBadges may replace a signature. In that case the signature is blank,
   * nothing is signed, and everything depends on BitBadges' word. @default false
   */
  allowReuseOfBitBadgesSignIn?: boolean | undefined
}

/** The rules for who may sign in. */
export interface AdmitOptions {
  /**
   * Only these may sign in: addresses as typed, or canonical ones, compared case-insensitively. @default
   * anyone
   */
  allowedAddresses?: readonly string[] | undefined
  /** These may not sign in. @default none */
  deniedAddresses?: readonly string[] | undefined
  /** Decides about a verified sign-in, and can store what the app needs of it. */
  acceptSignIn?: ((signIn: BitBadgesSignIn) => Promise<boolean>) | undefined
  /**
   * In `legacy`: decides about the proofs that the user attached. Well-formed does not mean trusted: check
   * who issued each one and what it says.
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
        /** A store that all processes share. */
        store: Pick<Store, 'claim' | 'compareAndSet' | 'get'>
        /** An account can sign in once in this many seconds. */
        perAddressSeconds?: number | undefined
        /**
         * In `legacy`: a badge can sign in one account in this many seconds. Set it to the length of a
         * session: otherwise, a badge that is passed on opens a session for every new owner.
         */
        perAssetSeconds?: number | undefined
      }
    | undefined
  /**
   * In `legacy`: the same for an app with its own list. Called for each badge that the sign-in uses, as
   * `chain:collection:id`. Returns whether this user may use it.
   */
  claimAsset?: ((claim: { asset: string; userId: string }) => Promise<boolean>) | undefined
  /**
   * In `legacy`: what a user owns of a required collection, to find out which badges are used.
   * @default BitBadges is asked; for other chains nothing is known, so every id must be required
   */
  readBalances?:
    | ((of: {
        asset: AssetRequirement
        userId: string
        address: string
      }) => Promise<readonly Balance[]>)
    | undefined
}

/** What happens to the tokens, in `oauth`. */
export interface TokenOptions {
  /**
   * Receives the tokens of each sign-in, for an app that acts for its users later. The app then has to renew
   * the refresh token (`refresh`), and the Kit's session ends with the access token. Otherwise the Kit renews
   * the tokens: if both did, each would use up the other's.
   */
  onTokens?: ((tokens: BitBadgesTokens) => Promise<void>) | undefined
}
