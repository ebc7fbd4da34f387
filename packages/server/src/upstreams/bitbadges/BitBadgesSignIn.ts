import type { Secret } from '../../keys/Secret.ts'
import type { ChallengeParams } from './ChallengeParams.ts'

/**
 * BitBadges' data about a sign-in whose cryptography has been verified. For the app's server code only: it
 * contains a signature and possibly tokens, which must not reach a browser or a log.
 */
export interface BitBadgesSignIn {
  /** The canonical address: the same for an account whatever chain it signs on. */
  readonly userId: string
  /** The address as the user typed or connected it. */
  readonly address: string
  /** BitBadges' name of the chain, such as `Ethereum`, `ETH`, `Cosmos`, `Solana`, `Bitcoin` or `Unknown`. */
  readonly chain: string
  /** Base64; Cosmos signatures need it. In `legacy`. */
  readonly publicKey: string | undefined
  /** The exact text that was signed, for an app that verifies it again later. In `legacy`. */
  readonly message: string | undefined
  /** Blank if a sign-in on BitBadges replaced it (`allowReuseOfBitBadgesSignIn`). In `legacy`. */
  readonly signature: string | undefined
  /** The members of the message. In `legacy`. */
  readonly params: ChallengeParams | undefined
  /** The user's accounts at other services to which they signed in as well. In `legacy`. */
  readonly otherSignIns: OtherSignIns
  /**
   * Proofs that the user attached. They are well-formed and signed by `createdBy`. The app has to decide
   * whether it trusts that issuer and what the proof says.
   */
  readonly secretsPresentations: readonly SecretsPresentation[]
  readonly verificationResponse: { readonly success: boolean; readonly errorMessage?: string }
  /** In `oauth`. */
  readonly tokens: BitBadgesTokens | undefined
}

/** Services whose accounts BitBadges can request in addition to an address. */
export type OtherSignInName = 'discord' | 'github' | 'google' | 'twitter'

export type OtherSignIns = Readonly<Partial<Record<OtherSignInName, OtherSignIn | undefined>>>

export interface OtherSignIn {
  readonly id: string
  readonly username: string
  readonly discriminator?: string | undefined
}

/** A proof of a secret, with BitBadges' names. Every member may be missing. */
export interface SecretsPresentation {
  /** The canonical address of the issuer. */
  readonly createdBy?: string | undefined
  readonly scheme?: string | undefined
  readonly secretMessages?: readonly string[] | undefined
  readonly name?: string | undefined
  readonly description?: string | undefined
  readonly image?: string | undefined
  readonly updateHistory?: readonly unknown[] | undefined
  /** Records on the chain that show when the secret existed. */
  readonly anchors?: readonly unknown[] | undefined
  readonly proofOfIssuance?: Readonly<Record<string, unknown>> | undefined
  readonly dataIntegrityProof?: Readonly<Record<string, unknown>> | undefined
}

/** The result of an exchange or a renewal. Times are in ms since 1970. */
export interface BitBadgesTokens {
  readonly userId: string
  readonly accessToken: Secret
  readonly accessTokenExpiresAt: number | undefined
  /** Absent if BitBadges returns none. */
  readonly refreshToken: Secret | undefined
  readonly refreshTokenExpiresAt: number | undefined
}
