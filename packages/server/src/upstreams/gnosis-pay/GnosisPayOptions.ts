import type { UpstreamConnection } from '../createUpstreamFetch.ts'
import type { HttpUpstream, Json, UpstreamLogin } from '../Upstream.ts'

/**
 * Options of `gnosisPay`. The two APIs have different hosts, users and tokens, so `dialect` has to select one.
 */
export type GnosisPayOptions = V1Options | V2Options

/** Options for the current API. */
export type V2Options = CommonOptions & {
  /** @default 'v2' */
  dialect?: 'v2' | undefined
  /** Selects one of Gnosis Pay's hosts, unless `baseUrl` is set. @default 'production' */
  environment?: 'production' | 'sandbox' | undefined
  /** The app's name, shown in the wallet as part of the message. @default the domain */
  appName?: string | undefined
  sessionLifetimeSeconds?: undefined
}

/** Options for the earlier API, which Gnosis Pay keeps for existing partners. */
export type V1Options = CommonOptions & {
  dialect: 'v1'
  /** The lifetime of the JWT, in s, from 3600 to 86400. @default 3600 */
  sessionLifetimeSeconds?: number | undefined
  environment?: undefined
  appName?: undefined
}

type CommonOptions = UpstreamConnection & {
  /** @default the host of the dialect and environment */
  baseUrl?: string | undefined
  /** The domain registered with Gnosis Pay, such as `app.example.com`. @default the page's host */
  domain?: string | undefined
  /** @default 'https://<domain>' */
  uri?: string | undefined
  /** Returns the time, in ms since 1970. @default Date.now */
  now?: (() => number) | undefined
}

export interface SignUpDetails {
  email: string
  /** The code from the email that `sendSignUpCode` sent. `v1` does not always require it. */
  otp?: string | undefined
  /** In `v2`: the token with which Sumsub shares documents that the user submitted for another partner. */
  shareToken?: string | undefined
  /** In `v1`. */
  partnerId?: string | undefined
  /** In `v1`. */
  marketingCampaign?: string | undefined
  /** In `v1`. */
  referralCouponCode?: string | undefined
}

/** The upstream, with Gnosis Pay's calls for signing up. */
export interface GnosisPay extends HttpUpstream {
  /**
   * Sends the code that `signUp` needs.
   *
   * @param credential - the session's credential, which `v2` may require.
   * @throws `AuthError` `invalid_request` for an invalid email address, `upstream_rate_limited`.
   */
  sendSignUpCode(email: string, credential?: Json): Promise<void>
  /**
   * Creates the account of a session's wallet. The returned credential replaces the previous one.
   *
   * @throws `AuthError` `otp_invalid`, `registration_conflict`, `session_expired`, `invalid_request`.
   */
  signUp(credential: Json, details: SignUpDetails): Promise<UpstreamLogin>
}
