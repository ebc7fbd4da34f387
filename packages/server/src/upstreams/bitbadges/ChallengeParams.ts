/** A whole number. Decimal strings are accepted everywhere, because JSON has no bigint. */
export type NumberLike = string | number | bigint

/** From `start` to `end`, both included. */
export interface UintRange {
  readonly start: NumberLike
  readonly end: NumberLike
}

/** One kind of asset that a sign-in requires. */
export interface AssetRequirement {
  /** `BitBadges`, `Ethereum` or `Polygon`. */
  readonly chain: string
  /** A number for BitBadges, a contract's address for other chains, `BitBadges Lists` for address lists. */
  readonly collectionId: NumberLike
  /** Ranges of badge ids for BitBadges, strings for other chains. */
  readonly assetIds: readonly (string | UintRange)[]
  /** UNIX ms. An empty list means the time of the sign-in. */
  readonly ownershipTimes: readonly UintRange[]
  /** How many the user must own. `0` to `0` requires that the user owns none. */
  readonly mustOwnAmounts: UintRange
  readonly additionalCriteria?: string | undefined
}

/** The assets that a sign-in requires, in groups that can be nested. */
export type AssetConditionGroup =
  | { readonly $and: readonly AssetConditionGroup[] }
  | { readonly $or: readonly AssetConditionGroup[] }
  | {
      readonly assets: readonly AssetRequirement[]
      readonly options?:
        | {
            /** How many of the ids the user must own. @default all */
            readonly numMatchesForVerification?: NumberLike | undefined
          }
        | undefined
    }

/** The members of a Blockin message, under BitBadges' names. */
export interface ChallengeParams {
  /** The origin, such as `https://app.example.com`. In EIP-4361, the domain has no scheme. */
  readonly domain: string
  /** The statement of the message, one line. */
  readonly statement: string
  /** The address as the message contains it. */
  readonly address: string
  readonly uri: string
  readonly nonce: string
  /** @default '1' */
  readonly version?: string | undefined
  /** @default '1' */
  readonly chainId?: string | undefined
  /** ISO 8601, in UTC. */
  readonly issuedAt: string
  /** ISO 8601, in UTC. */
  readonly expirationDate?: string | undefined
  /** ISO 8601, in UTC. */
  readonly notBefore?: string | undefined
  /** The resources. For an empty list BitBadges writes a `Resources:` line, for an absent one it does not. */
  readonly resources?: readonly string[] | undefined
  readonly assetOwnershipRequirements?: AssetConditionGroup | undefined
}

/** How many of some badges an account owns at some times. */
export interface Balance {
  readonly amount: NumberLike
  readonly badgeIds: readonly UintRange[]
  /** UNIX ms. */
  readonly ownershipTimes: readonly UintRange[]
}

/** Ownership: collection id → canonical (`cosmos…`) address → balances. */
export type BalancesSnapshot = Readonly<
  Record<string, Readonly<Record<string, readonly Balance[]>>>
>

/** How to verify a Blockin message. Names and meanings are those of BitBadges' documentation. */
export interface VerifyChallengeOptions {
  /**
   * The expected members of the message. If a member is present here as `undefined`, the message must not have
   * it.
   */
  readonly expectedChallengeParams?: Partial<ChallengeParams> | undefined
  /** Called first, on this server. If it rejects, the message is refused. */
  readonly beforeVerification?: ((params: ChallengeParams) => Promise<void>) | undefined
  /** Balances to use instead of today's. */
  readonly balancesSnapshot?: BalancesSnapshot | undefined
  /** Skips the checks of `expirationDate` and `notBefore`, but not of `issuedAt`. @default false */
  readonly skipTimestampVerification?: boolean | undefined
  /** @default false */
  readonly skipAssetVerification?: boolean | undefined
  /** ISO 8601. An earlier `issuedAt` is refused. @default none */
  readonly earliestIssuedAt?: string | undefined
  /** How long ago the message may have been issued, in ms. 0 allows any time. @default 0 */
  readonly issuedAtTimeWindowMs?: number | undefined
  /** @default false */
  readonly skipSignatureVerification?: boolean | undefined
  /** The time for `expirationDate` and `notBefore`, in UNIX ms. @default now */
  readonly verificationTimeOverride?: number | undefined
}
