import { decodeJwt } from 'jose'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { isPage, readJson, readText } from '../readAnswer.ts'
import type { ProxyRule, Upstream } from '../Upstream.ts'
import { classifyChallengeFailure, classifySignedFailure } from './errors.ts'
import { SignedAnswer } from './wire.ts'

/**
 * walt.id's wallet-api: the wallet signs a JWT as it stands. walt.id neither binds that text to a browser
 * nor uses it up; this route does both.
 *
 * @param options.baseUrl - of your own installation, such as `https://wallet.example.com`.
 * @see {@link https://docs.walt.id/community-stack/wallet/api/auth/web3-auth}
 * @example
 * createAuth({ upstream: waltId({ baseUrl: 'https://wallet.example.com' }), … })
 */
export function waltId(options: waltId.Options): Upstream {
  const api = createUpstreamFetch({ baseUrl: options.baseUrl, timeoutMs: options.timeoutMs })

  return {
    id: 'walt-id',
    fetch: api,
    proxy,
    siwe: {
      messageLifetimeSeconds: 300,
      async createChallenge() {
        // GET in every released version, whatever older pages say.
        const answer = await api('/wallet-api/auth/account/web3/nonce', { method: 'GET' })
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
        const credential = token ?? readCookie(answer.headers)
        if (credential === undefined) throw problem('upstream_invalid_answer')
        const expiresAt = expiration ? Date.parse(expiration) : undefined
        if (Number.isNaN(expiresAt)) throw problem('upstream_invalid_answer')
        return { userId: address.toLowerCase(), credential, expiresAt }
      },
    },
    authorize: (credential) => ({ authorization: `Bearer ${String(credential)}` }),
    async signOut(credential) {
      await api('/wallet-api/auth/logout', {
        method: 'POST',
        headers: { authorization: `Bearer ${String(credential)}` },
      })
    },
  }
}

export declare namespace waltId {
  type Options = {
    /** Of your own installation. */
    baseUrl: string
    /** For one call, in ms. @default 10000 */
    timeoutMs?: number | undefined
  }
}

/** When the challenge ends, in ms since 1970, as its own text says. It is not ours to verify. */
function readExpiry(jwt: string): number {
  try {
    const { exp } = decodeJwt(jwt)
    if (exp !== undefined) return exp * 1000
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
  throw problem('upstream_invalid_answer')
}

/**
 * The only form that walt.id reads: 65 bytes, `v` 27 or 28. Some hardware wallets write 0 or 1; a
 * contract's signature would be answered by a 500.
 */
function toClassic(signature: string): string {
  if (signature.length !== 132) throw problem('signature_rejected')
  const v = Number.parseInt(signature.slice(-2), 16)
  return v > 1 ? signature : signature.slice(0, -2) + (v + 27).toString(16)
}

/** Where the token is not in the body, it is in the cookie. */
function readCookie(headers: Headers): string | undefined {
  for (const cookie of headers.getSetCookie()) {
    const token = /^ktor-authnz-auth=([^;]+)/.exec(cookie)?.[1]
    if (token !== undefined) return token
  }
  return undefined
}

const proxy: readonly ProxyRule[] = [
  { methods: ['GET'], path: '/wallet-api/wallet/accounts/wallets', auth: 'session' },
]
