import { Secret } from '../../keys/Secret.ts'
import { problem } from '../../problem.ts'
import type { UpstreamAnswer, UpstreamFetch } from '../createUpstreamFetch.ts'
import { classifyFailure, isSuccess, readJson, readWords } from '../readAnswer.ts'
import type { HttpUpstream, ProxyRule } from '../Upstream.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'
import type { BitBadgesSignIn, BitBadgesTokens } from './BitBadgesSignIn.ts'
import type { ChallengeParams, VerifyChallengeOptions } from './ChallengeParams.ts'
import { assertIsClaimable } from './claimAssets.ts'
import { createApi } from './createApi.ts'
import type { ExchangeRequest } from './Dialect.ts'
import { assertIsAskable, createLegacyDialect } from './legacyDialect.ts'
import { type ListedRequests, listRequests } from './listRequests.ts'
import { createOauthDialect, readCredential } from './oauthDialect.ts'
import { type SignedRequest, verifyOnline } from './verifyOnline.ts'
import { StatusAnswer } from './wire.ts'

/**
 * Sign In with BitBadges: the user signs in on a page of BitBadges, and the server exchanges the resulting
 * code. Users are identified by their canonical address, which does not depend on the chain that they signed
 * on.
 *
 * @param options.dialect - `oauth` is the current API, `legacy` the earlier one with the `blockin` envelope.
 * @throws Error with one sentence for options that would refuse every user, or that cannot be enforced.
 * @see {@link https://docs.bitbadges.io}
 * @example
 * createAuth({ upstream: bitbadges({ clientId, clientSecret, apiKey }), … })
 */
export function bitbadges(options: bitbadges.Options): BitBadges {
  assertIsAskable(options)
  assertIsClaimable(options.assetOwnershipRequirements, options)
  const api = createApi(options)
  const isOauth = (options.dialect ?? 'oauth') === 'oauth'
  const oauth = createOauthDialect(options, api)
  const dialect = isOauth ? oauth : createLegacyDialect(options, api)

  return {
    id: 'bitbadges',
    fetch: createStatusFetch(api.fetch),
    proxy: isOauth ? proxy : [],
    secrets: api.secrets,
    redirect: {
      async start({ state, callbackUrl, codeChallenge }) {
        const { origin } = new URL(callbackUrl)
        const request = { origin, callbackUrl, state, codeChallenge }
        const { url, memo } = await dialect.createPage(request)
        return { url, memo }
      },
      finish: ({ query, ...callback }) => dialect.finish({ ...callback, code: readCode(query) }),
    },
    authorize: (credential) =>
      isOauth ? { authorization: `Bearer ${readCredential(credential).accessToken}` } : {},
    // If the app receives the tokens, only the app renews them, because a refresh token works only once.
    ...(isOauth && options.onTokens === undefined
      ? { renew: (credential) => oauth.renew(credential) }
      : {}),
    async signOut(credential) {
      if (!isOauth) return
      const token = readCredential(credential).accessToken
      const answer = await api.post('/api/v0/siwbb/token/revoke', { token })
      if (!isSuccess(answer) && !hasEnded(answer)) throw classifyFailure(answer, {})
    },
    refresh: (refreshToken) => oauth.refresh(Secret.from(refreshToken).reveal()),
    exchange: (request) => dialect.exchange(request),
    verify: (signed, asked) => verifyOnline(api, signed, asked),
    async createRequest({ origin }) {
      const { url, expected } = await dialect.createPage({ origin })
      return { url, expectedChallengeParams: expected }
    },
    listRequests: (page) => listRequests(api, isOauth, page),
  }
}

/** The upstream, with further calls of the BitBadges API for the app's server code. */
export interface BitBadges extends HttpUpstream {
  /**
   * Renews the tokens that `onTokens` received. Both tokens are replaced, and the previous ones no longer work.
   *
   * @throws AuthError `redirect_state_invalid` for a used or unknown token.
   */
  refresh(refreshToken: string | Secret): Promise<BitBadgesTokens>
  /**
   * Exchanges a code that did not arrive through the callback: one that the page displayed, or one from
   * `listRequests`. A valid code is not enough to identify the user: compare `userId` (and in `legacy` the
   * nonce) with the value you expect, or set `options.expectedChallengeParams`. The rules for every sign-in
   * apply, such as `acceptSignIn` and `oneUse`.
   *
   * @throws AuthError `message_refused` and others for a sign-in that is not accepted; TypeError for an
   * option that the dialect does not have.
   * @example
   * const { userId } = await upstream.exchange({ code, options: { expectedChallengeParams: { nonce } } })
   */
  exchange(request: ExchangeRequest): Promise<BitBadgesSignIn>
  /**
   * Verifies a message with BitBadges, using the current balances. Resolves if the message is valid.
   * `verifyOffline` works without BitBadges.
   *
   * @throws AuthError `message_refused` if it is not valid.
   */
  verify(signed: SignedRequest, options?: VerifyChallengeOptions): Promise<void>
  /**
   * Creates the URL of a page without a callback, for a QR code or a sign-in in advance. The page shows the
   * code or stores it in the user's account. Store `expectedChallengeParams`, which contain the nonce, to check
   * the code later.
   */
  createRequest(request: {
    /** The app's origin. */
    origin: string
  }): Promise<{
    url: string
    /** In `legacy`: the members that the message must have. */
    expectedChallengeParams: Partial<ChallengeParams> | undefined
  }>
  /**
   * Returns a page of the requests that users approved in advance. Requests with a redirect URI are not
   * included. The requests are not verified: use `verify`, `verifyOffline` or `exchange` for each. BitBadges
   * requires the session of the person who registered the app for this call, instead of the client secret.
   *
   * @returns the requests in BitBadges' format, and the `bookmark` of the next page if there is one.
   */
  listRequests(page: {
    /** The complete `Cookie` header of that person's session. */
    ownerCookie: string | Secret
    bookmark?: string | undefined
  }): Promise<ListedRequests>
}

export declare namespace bitbadges {
  type Options = BitBadgesOptions
}

/** Creates a fetch that answers 401 for an expired token, because BitBadges answers 200. */
function createStatusFetch(fetch: UpstreamFetch): UpstreamFetch {
  const call: UpstreamFetch = async (path, request) => {
    const answer = await fetch(path, request)
    const isSignedOut =
      path === statusPath && isSuccess(answer) && !readJson(answer, StatusAnswer).signedIn
    return isSignedOut ? { ...answer, status: 401 } : answer
  }
  // Keeps `stream`, and `baseUrl`, to which sessions are bound.
  return Object.assign(call, fetch)
}

/** Returns the code from the query of the callback. */
function readCode(query: URLSearchParams): string {
  const code = query.get('code') ?? ''
  if (!/^[\w.~-]{8,512}$/.test(code)) throw problem('redirect_state_invalid')
  return code
}

/** Whether a refused revocation means that the token no longer exists. */
function hasEnded(answer: UpstreamAnswer): boolean {
  if (answer.status === 401 || answer.status === 404) return true
  return answer.status === 500 && /not found|no such|unknown|invalid token/i.test(readWords(answer))
}

const statusPath = '/api/v0/auth/status'

const proxy: readonly ProxyRule[] = [{ methods: ['POST'], path: statusPath, auth: 'session' }]
