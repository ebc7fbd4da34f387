import type { Json, UpstreamLogin } from '../Upstream.ts'
import type { BitBadgesSignIn } from './BitBadgesSignIn.ts'
import type { ChallengeParams, VerifyChallengeOptions } from './ChallengeParams.ts'

/** One of BitBadges' two APIs for starting a sign-in and reading its result. */
export interface Dialect {
  /**
   * Returns the URL of the page on which the user approves the sign-in. Without `callbackUrl`, the page shows
   * the code or stores it in the user's account.
   */
  createPage(request: {
    origin: string
    callbackUrl?: string | undefined
    state?: string | undefined
    /** The PKCE challenge, if the code comes back to this server. */
    codeChallenge?: string | undefined
  }): Promise<Page> | Page
  finish(callback: {
    code: string
    callbackUrl: string
    codeVerifier: string
    memo: Json
    startedAt: number
  }): Promise<UpstreamLogin>
  exchange(request: ExchangeRequest): Promise<BitBadgesSignIn>
}

interface Page {
  readonly url: string
  readonly memo: Json
  /** The members that the message will have, if the user signs one. */
  readonly expected?: Partial<ChallengeParams> | undefined
}

/** A code that did not arrive through the callback route. */
export interface ExchangeRequest {
  code: string
  /** The redirect URI that the code was created with. A code that was shown or created in advance has none. */
  redirectUri?: string | undefined
  /** With `oauth`, only `issuedAtTimeWindowMs` is used. */
  options?: VerifyChallengeOptions | undefined
  /** With `oauth`: for a code that was requested with PKCE. */
  codeVerifier?: string | undefined
}
