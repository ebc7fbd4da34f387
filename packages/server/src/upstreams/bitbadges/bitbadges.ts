import { Secret } from '../../audit/Secret.ts'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { readJson } from '../readAnswer.ts'
import type { Json, ProxyRule, Upstream, UpstreamLogin } from '../Upstream.ts'
import type { BitBadgesOptions } from './BitBadgesOptions.ts'
import { classifyExchangeFailure } from './errors.ts'
import { createLegacyDialect } from './legacyDialect.ts'
import { TokenAnswer } from './wire.ts'

/**
 * Sign In with BitBadges: a page of the upstream's own, then an exchange on the server. Users are known by
 * their canonical address, whatever chain they signed on.
 *
 * @param options.dialect - `oauth`, the exchange of today; `legacy`, the `blockin` envelope of before.
 * @see {@link https://docs.bitbadges.io}
 * @example
 * createAuth({ upstream: bitbadges({ clientId, clientSecret, apiKey }), … })
 */
export function bitbadges(options: bitbadges.Options): Upstream {
  const { clientId, baseUrl = 'https://api.bitbadges.io', dialect = 'oauth' } = options
  const apiKey = Secret.from(options.apiKey)
  const clientSecret = Secret.from(options.clientSecret)
  const api = createUpstreamFetch({
    baseUrl,
    headers: () => ({ 'x-api-key': apiKey.reveal() }),
    timeoutMs: options.timeoutMs,
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
      const token = readJson(answer, TokenAnswer)
      // A success by its status alone is none.
      if (!token.verificationResponse.success) throw problem('message_refused')
      const userId = token.bitbadgesAddress ?? token.cosmosAddress
      // An access token that is the address proves nothing: old requests without scopes gave that.
      const credential = token.access_token === token.address ? undefined : token.access_token
      if (userId === undefined || credential === undefined) throw problem('upstream_invalid_answer')
      return {
        userId,
        credential,
        expiresAt: Number(token.access_token_expires_at ?? Number.NaN) || undefined,
        ...readAddress(token.address),
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
      if (dialect === 'oauth') await post('/api/v0/siwbb/token/revoke', { token: credential })
    },
  }
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
