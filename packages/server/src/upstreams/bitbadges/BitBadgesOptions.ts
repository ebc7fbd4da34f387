import type { Secret } from '../../audit/Secret.ts'

/** What an exchange or a renewal gives. Times are in ms since 1970. */
export interface BitBadgesTokens {
  readonly userId: string
  readonly accessToken: Secret
  readonly accessTokenExpiresAt: number | undefined
  /** Absent where BitBadges gives none. */
  readonly refreshToken: Secret | undefined
  readonly refreshTokenExpiresAt: number | undefined
}

/** What `bitbadges` is told. */
export interface BitBadgesOptions {
  clientId: string
  clientSecret: string | Secret
  apiKey: string | Secret
  /** @default 'oauth' */
  dialect?: 'oauth' | 'legacy' | undefined
  /** @default 'https://api.bitbadges.io' */
  baseUrl?: string | undefined
  /** The page that approves. @default that of the dialect at bitbadges.io */
  authorizeUrl?: string | undefined
  /** What the token may do; none for signing in alone. */
  scope?: readonly string[] | undefined
  /**
   * In `legacy`: whether a sign-in at BitBadges may stand for a signature. Then nothing is signed here.
   * @default false
   */
  allowBlankSignature?: boolean | undefined
  /** In `legacy`: how long ago the message may have been issued, in ms. @default 600000 */
  issuedAtTimeWindowMs?: number | undefined
  /**
   * In `legacy`: hears of what the user presented, and says whether it counts. Well-formed is not
   * trusted: check who issued it, and let no asset open two sessions (an asset can be lent).
   */
  acceptPresentations?:
    | ((presented: {
        userId: string
        wellFormedButUntrusted: readonly unknown[]
        params: Readonly<Record<string, unknown>>
      }) => Promise<boolean>)
    | undefined
  /**
   * In `legacy`: hears of each asset that the message requires, and says whether this sign-in may use it.
   * An asset that moves from hand to hand within a minute opens one session for each hand: remember in a
   * shared store who used it, and refuse others for as long as a session lasts.
   *
   * @example
   * claimAsset: async ({ asset, userId }) =>
   *   (await redis.set(`asset:${asset}`, userId, 'EX', 43_200, 'NX', 'GET') ?? userId) === userId
   */
  claimAsset?: ((claim: { asset: string; userId: string }) => Promise<boolean>) | undefined
  /**
   * In `oauth`: is given the tokens of each sign-in, for an app that acts for its users later. They are
   * for the server's own storage; the Kit's session keeps the access token alone.
   */
  onTokens?: ((tokens: BitBadgesTokens) => Promise<void>) | undefined
  /** For one call, in ms. @default 10000 */
  timeoutMs?: number | undefined
  /** Sends in place of the Kit's own connections, such as through a proxy. @default none */
  fetch?: typeof fetch | undefined
}
