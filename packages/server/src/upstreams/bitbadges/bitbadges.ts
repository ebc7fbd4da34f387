import { Secret } from '../../audit/Secret.ts'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { classifyFailure, readJson } from '../readAnswer.ts'
import type { Json, ProxyRule, Upstream, UpstreamLogin } from '../Upstream.ts'
import type { BitBadgesOptions, BitBadgesTokens } from './BitBadgesOptions.ts'
import { classifyExchangeFailure } from './errors.ts'
import { createLegacyDialect } from './legacyDialect.ts'
import { readTokens } from './readTokens.ts'
import { RequestsAnswer, TokenAnswer } from './wire.ts'

/**
 * Sign In with BitBadges: a page of the upstream's own, then an exchange on the server. Users are known by
 * their canonical address, whatever chain they signed on.
 *
 * @param options.dialect - `oauth`, the exchange of today; `legacy`, the `blockin` envelope of before.
 * @see {@link https://docs.bitbadges.io}
 * @example
 * createAuth({ upstream: bitbadges({ clientId, clientSecret, apiKey }), … })
 */
export function bitbadges(options: bitbadges.Options): BitBadges {
  const { clientId, baseUrl = 'https://api.bitbadges.io', dialect = 'oauth' } = options
  const apiKey = Secret.from(options.apiKey)
  const clientSecret = Secret.from(options.clientSecret)
  const api = createUpstreamFetch({
    baseUrl,
    headers: () => ({ 'x-api-key': apiKey.reveal() }),
    timeoutMs: options.timeoutMs,
    fetch: options.fetch,
  })
  const post = (path: string, body: Json) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  const oauth: NonNullable<Upstream['redirect']> = {
    async start({ state, callbackUrl }) {
      const url = new URL(options.authorizeUrl ?? 'https://bitbadges.io/siwbb/authorize')
      url.searchParams.set('client_id', clientId)
      url.searchParams.set('redirect_uri', callbackUrl)
      url.searchParams.set('state', state)
      if (options.scope) url.searchParams.set('scope', options.scope.join(','))
      return { url: url.toString() }
    },
    async finish({ query, callbackUrl }) {
      const answer = await post('/api/v0/siwbb/token', {
        grant_type: 'authorization_code',
        code: readCode(query),
        client_id: clientId,
        client_secret: clientSecret.reveal(),
        redirect_uri: callbackUrl,
      })
      if (answer.status !== 200) throw classifyExchangeFailure(answer)
      const found = readJson(answer, TokenAnswer)
      const tokens = readTokens(found)
      await options.onTokens?.(tokens)
      return {
        userId: tokens.userId,
        credential: tokens.accessToken.reveal(),
        expiresAt: tokens.accessTokenExpiresAt,
        ...readAddress(found.address),
      }
    },
  }

  return {
    id: 'bitbadges',
    fetch: api,
    proxy,
    secrets: [apiKey, clientSecret],
    redirect:
      dialect === 'oauth'
        ? oauth
        : createLegacyDialect({ ...options, post, clientSecret, readCode }),
    authorize: (credential) =>
      dialect === 'oauth' ? { authorization: `Bearer ${String(credential)}` } : {},
    async signOut(credential) {
      if (dialect !== 'oauth') return
      const answer = await post('/api/v0/siwbb/token/revoke', { token: credential })
      // A token that is refused has ended already.
      if (answer.status >= 300 && answer.status !== 401) throw classifyFailure(answer, {})
    },
    async refresh(refreshToken) {
      const answer = await post('/api/v0/siwbb/token', {
        grant_type: 'refresh_token',
        refresh_token: Secret.from(refreshToken).reveal(),
        client_id: clientId,
        client_secret: clientSecret.reveal(),
      })
      if (answer.status !== 200) throw classifyExchangeFailure(answer)
      return readTokens(readJson(answer, TokenAnswer))
    },
    async listRequests({ ownerCookie, bookmark }) {
      const headers = { cookie: Secret.from(ownerCookie).reveal() }
      const query = new URLSearchParams({ clientId, ...(bookmark ? { bookmark } : {}) })
      const answer =
        dialect === 'oauth'
          ? await api(`/api/v0/developerApps/siwbbRequests?${query}`, { method: 'GET', headers })
          : await api('/api/v0/developerApp/siwbbRequests', {
              method: 'POST',
              headers: { ...headers, 'content-type': 'application/json' },
              body: JSON.stringify(Object.fromEntries(query)),
            })
      if (answer.status !== 200) throw classifyExchangeFailure(answer)
      const { siwbbRequests, pagination } = readJson(answer, RequestsAnswer)
      return {
        requests: siwbbRequests,
        bookmark: pagination.hasMore === false ? undefined : pagination.bookmark,
      }
    },
  }
}

/** The upstream, with what BitBadges has beside signing in. For the server's own code. */
export interface BitBadges extends Upstream {
  /**
   * Renews the tokens of a user, see `onTokens`. Both are new afterwards, and the former ones have ended.
   *
   * @throws AuthError `redirect_state_invalid` for a token that is used up or unknown.
   */
  refresh(refreshToken: string | Secret): Promise<BitBadgesTokens>
  /**
   * One page of the requests that users approved beforehand, without an app that waited. Asked in the name
   * of whoever registered the app: BitBadges takes their signed-in session, not the client secret.
   *
   * @returns the requests as BitBadges writes them, and the `bookmark` of the next page, if there is one.
   */
  listRequests(page: {
    /** The whole `Cookie` header of the owner's session. */
    ownerCookie: string | Secret
    bookmark?: string | undefined
  }): Promise<{
    requests: readonly Readonly<Record<string, unknown>>[]
    bookmark: string | undefined
  }>
}

export declare namespace bitbadges {
  type Options = BitBadgesOptions
}

/** The code in the address that the browser came back to. */
function readCode(query: URLSearchParams): string {
  const code = query.get('code') ?? ''
  if (!/^[\w.~-]{8,512}$/.test(code)) throw problem('redirect_state_invalid')
  return code
}

/** The address, where it is one of Ethereum's. */
function readAddress(address: string): Pick<UpstreamLogin, 'address'> {
  return /^0x[0-9a-fA-F]{40}$/.test(address) ? { address } : {}
}

const proxy: readonly ProxyRule[] = [
  { methods: ['POST'], path: '/api/v0/auth/status', auth: 'session' },
]
