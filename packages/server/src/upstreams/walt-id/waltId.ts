import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readJson, readText } from '../readAnswer.ts'
import type { ProxyRule, Upstream } from '../Upstream.ts'
import { classifyChallengeFailure, classifySignedFailure } from './errors.ts'
import { readExpiry } from './readChallenge.ts'
import { toClassic } from './toClassic.ts'
import { SignedAnswer } from './wire.ts'

/**
 * walt.id's wallet-api: the wallet signs a JWT as it stands. walt.id neither binds that text to a browser
 * nor uses it up; this route does both. Contract accounts cannot sign in there.
 *
 * @param options.baseUrl - of your own installation, such as `https://wallet.example.com`, without
 * `/wallet-api`.
 * @param options.timeoutMs - for one call. Default 10 000 ms.
 * @throws Error at once when the base URL is neither https nor loopback.
 * @see {@link https://docs.walt.id/community-stack/wallet/api/auth/web3-auth}
 * @example
 * createAuth({ upstream: waltId({ baseUrl: 'https://wallet.example.com' }), … })
 */
export function waltId(options: waltId.Options): Upstream {
  const api = createUpstreamFetch({
    baseUrl: options.baseUrl,
    timeoutMs: options.timeoutMs,
    fetch: options.fetch,
  })

  return {
    id: 'walt-id',
    fetch: api,
    proxy,
    siwe: {
      messageLifetimeSeconds: 300,
      async createChallenge() {
        // GET in every released version, whatever older pages say.
        const answer = await api('/wallet-api/auth/account/web3/nonce', {
          method: 'GET',
          // It is plain text.
          headers: { accept: '*/*' },
        })
        if (answer.status !== 200) throw classifyChallengeFailure(answer)
        if (isPage(answer)) throw problem('upstream_blocked')
        const message = readText(answer).trim()
        return { message, expiresAt: readExpiry(message) }
      },
      async verify({ message, signature, address }) {
        const body = { challenge: message, signed: toClassic(signature), publicKey: address }
        const answer = await api('/wallet-api/auth/account/web3/signed', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        if (answer.status !== 200) throw classifySignedFailure(answer)
        const { status, token, expiration } = readJson(answer, SignedAnswer)
        if (/^CONTINUE/.test(status)) throw problem('step_up_required')
        if (status !== 'OK' && status !== 'SUCCESS') throw problem('upstream_invalid_answer')
        const credential = token || readCookie(answer.headers)
        if (!credential) throw problem('upstream_invalid_answer')
        const expiresAt = expiration ? Date.parse(expiration) : undefined
        if (Number.isNaN(expiresAt)) throw problem('upstream_invalid_answer')
        // The answer names no user. An account is called by its address there, in lower case.
        return { userId: address.toLowerCase(), credential, expiresAt }
      },
    },
    authorize: (credential) => ({ authorization: `Bearer ${String(credential)}` }),
    async signOut(credential) {
      const answer = await api('/wallet-api/auth/logout', {
        method: 'POST',
        headers: { authorization: `Bearer ${String(credential)}` },
      })
      // A token that is refused has ended already.
      if (answer.status >= 300 && answer.status !== 401) throw classifyFailure(answer, {})
    },
  }
}

export declare namespace waltId {
  type Options = {
    /** Of your own installation, without `/wallet-api`. */
    baseUrl: string
    /** For one call, in ms. @default 10000 */
    timeoutMs?: number | undefined
    /** Sends in place of the Kit's own connections, such as through a proxy. @default none */
    fetch?: typeof fetch | undefined
  }
}

/** Where the token is not in the body, it is in the cookie. */
function readCookie(headers: Pick<Headers, 'getSetCookie'>): string | undefined {
  for (const cookie of headers.getSetCookie()) {
    const token = /^ktor-authnz-auth=([^;]+)/.exec(cookie)?.[1]
    if (token !== undefined) return token
  }
  return undefined
}

const proxy: readonly ProxyRule[] = [
  { methods: ['GET'], path: '/wallet-api/wallet/accounts/wallets', auth: 'session' },
]
