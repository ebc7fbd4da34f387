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
 * Sign In with BitBadges: a page of the upstream, then an exchange on the server. Users are identified by
 * their canonical address, whatever chain they signed on.
 *
 * @param options.dialect - `oauth`, today's exchange, or `legacy`, the earlier `blockin` envelope.
 * @throws Error with one sentence for options that let nobody in, or that cannot be enforced.
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
    // The app that receives the tokens renews them. If both did, each would use up the other's.
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

/** The upstream, with more calls of the BitBadges API for your server. */
export interface BitBadges extends HttpUpstream {
  /**
   * Renews the tokens of a user, see `onTokens`. Both are replaced, and the previous ones end.
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
   * Verifies a message through BitBadges, with today's balances. Resolves if it is valid. `verifyOffline`
   * works without BitBadges.
   *
   * @throws AuthError `message_refused` if it is not valid.
   */
  verify(signed: SignedRequest, options?: VerifyChallengeOptions): Promise<void>
  /**
   * Creates the address of a page that sends nobody back: it shows a code, or keeps it in the user's account,
   * for a QR code or a sign-in in advance. Store `expectedChallengeParams`, which contain the nonce.
   */
  createRequest(request: {
    /** Where users open the app. */
    origin: string
  }): Promise<{
    url: string
    /** In `legacy`. */
    expectedChallengeParams: Partial<ChallengeParams> | undefined
  }>
  /**
   * Returns a page of the requests that users approved in advance, without an app waiting for them. Requests
   * with a redirect URI are not included. None is verified yet: use `verify`, `verifyOffline` or `exchange`
   * for each. The call is made as the person who registered the app, because BitBadges needs their session
   * instead of the client secret.
   *
   * @returns the requests as BitBadges writes them, and the `bookmark` of the next page, if there is one.
   */
  listRequests(page: {
    /** The complete `Cookie` header of the owner's session. */
    ownerCookie: string | Secret
    bookmark?: string | undefined
  }): Promise<ListedRequests>
}

export declare namespace bitbadges {
  type Options = BitBadgesOptions
}

/** Calls BitBadges with a session's token. It answers 200 for a token that has ended. */
function createStatusFetch(fetch: UpstreamFetch): UpstreamFetch {
  const call: UpstreamFetch = async (path, request) => {
    const answer = await fetch(path, request)
    const isSignedOut =
      path === statusPath && isSuccess(answer) && !readJson(answer, StatusAnswer).signedIn
    return isSignedOut ? { ...answer, status: 401 } : answer
  }
  // Keeps streaming, and the base URL, which binds sessions to this deployment.
  return Object.assign(call, fetch)
}

/** Returns the code in the address to which the browser came back. */
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
