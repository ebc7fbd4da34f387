import type { Json, UpstreamLogin } from '../Upstream.ts'
import type { BitBadgesSignIn } from './BitBadgesSignIn.ts'
import type { ChallengeParams, VerifyChallengeOptions } from './ChallengeParams.ts'

/** One way of BitBadges to ask for a sign-in and to hand it out. */
export interface Dialect {
  /** The page that approves. Without `callbackUrl` it shows the code, or keeps it in the user's account. */
  createPage(request: {
    origin: string
    callbackUrl?: string | undefined
    state?: string | undefined
    /** Of PKCE, where a code comes back to this server. */
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
  /** What the message will say, where there is one. */
  readonly expected?: Partial<ChallengeParams> | undefined
}

/** A code that came another way than by our callback. */
export interface ExchangeRequest {
  code: string
  /** The one that the code was made with, exactly; none for a code that was shown or prefetched. */
  redirectUri?: string | undefined
  /** In `oauth` only `issuedAtTimeWindowMs` counts there. */
  options?: VerifyChallengeOptions | undefined
  /** In `oauth`, for a code that was asked for with PKCE. */
  codeVerifier?: string | undefined
}
