import type { Secret } from '../../audit/Secret.ts'

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
  /** For one call, in ms. @default 10000 */
  timeoutMs?: number | undefined
}
