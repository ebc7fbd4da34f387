import type { Json, UpstreamLogin } from '../Upstream.ts'
import type { BitBadgesSignIn } from './BitBadgesSignIn.ts'
import type { ChallengeParams, VerifyChallengeOptions } from './ChallengeParams.ts'

/** One of the APIs with which BitBadges starts a sign-in and returns its result. */
export interface Dialect {
  /** The page on which the user approves. Without `callbackUrl` it shows the code, or stores it in the user's account. */
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
  /** What the message will say, if the user signs one. */
  readonly expected?: Partial<ChallengeParams> | undefined
}

/** A code that did not come through our callback. */
export interface ExchangeRequest {
  code: string
  /** Exactly the one that the code was created with. A code that was shown or prefetched has none. */
  redirectUri?: string | undefined
  /** With `oauth`, only `issuedAtTimeWindowMs` is used. */
  options?: VerifyChallengeOptions | undefined
  /** With `oauth`: for a code that was requested with PKCE. */
  codeVerifier?: string | undefined
}
