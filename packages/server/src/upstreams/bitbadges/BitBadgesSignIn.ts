import type { Secret } from '../../keys/Secret.ts'
import type { ChallengeParams } from './ChallengeParams.ts'

/**
 * BitBadges' data about a sign-in whose signature or code has been verified. For the app's server code only,
 * because it may contain a signature and tokens, which must not reach a browser or a log.
 */
export interface BitBadgesSignIn {
  /** The canonical address, which does not depend on the chain that the account signs on. */
  readonly userId: string
  /** The address as the user entered or connected it. */
  readonly address: string
  /** BitBadges' name of the chain, such as `Ethereum`, `ETH`, `Cosmos`, `Solana`, `Bitcoin` or `Unknown`. */
  readonly chain: string
  /** In `legacy`: the public key in Base64, which Cosmos signatures need. */
  readonly publicKey: string | undefined
  /** In `legacy`: the exact text that was signed, for an app that verifies it again later. */
  readonly message: string | undefined
  /**
   * In `legacy`: the signature. Empty if an existing sign-in on BitBadges replaced it
   * (`allowReuseOfBitBadgesSignIn`).
   */
  readonly signature: string | undefined
  /** In `legacy`: the members of the message. */
  readonly params: ChallengeParams | undefined
  /** In `legacy`: the user's accounts at other services that they also signed in to. */
  readonly otherSignIns: OtherSignIns
  /**
   * The proofs that the user attached. They are well-formed and signed by `createdBy`. The app has to decide
   * whether it trusts that issuer and the proof's content.
   */
  readonly secretsPresentations: readonly SecretsPresentation[]
  readonly verificationResponse: { readonly success: boolean; readonly errorMessage?: string }
  /** In `oauth`: the user's tokens. */
  readonly tokens: BitBadgesTokens | undefined
}

/** The services whose accounts BitBadges can request in addition to an address. */
export type OtherSignInName = 'discord' | 'github' | 'google' | 'twitter'

export type OtherSignIns = Readonly<Partial<Record<OtherSignInName, OtherSignIn | undefined>>>

export interface OtherSignIn {
  readonly id: string
  readonly username: string
  readonly discriminator?: string | undefined
}

/** A proof of a secret, with BitBadges' member names. Every member may be missing. */
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
