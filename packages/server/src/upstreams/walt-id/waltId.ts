import { problem } from '../../problem.ts'
import {
  createUpstreamFetch,
  type UpstreamAnswer,
  type UpstreamConnection,
} from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, isSuccess, readJson, readText } from '../readAnswer.ts'
import type { HttpUpstream, ProxyRule } from '../Upstream.ts'
import { createEmailCodes } from './createEmailCodes.ts'
import { classifyChallengeFailure, classifySignedFailure } from './errors.ts'
import { readChallenge } from './readChallenge.ts'
import { toClassic } from './toClassic.ts'
import { SignedAnswer } from './wire.ts'

/**
 * walt.id's wallet-api: the wallet signs a line of text as it stands, a JWT or in newer versions
 * `Sign in: 0x…`. walt.id does not bind that text to a browser, and older versions do not use it up; this
 * route does both. Contract accounts cannot sign in there.
 *
 * @param options.baseUrl - the URL of your installation, such as `https://wallet.example.com`, without
 * `/wallet-api`.
 * @param options.timeoutMs - for one call. Default 10 000 ms.
 * @throws Error at once when the base URL is neither https nor loopback.
 * @see {@link https://docs.walt.id/community-stack/wallet/api/auth/web3-auth}
 * @example
 * createAuth({ upstream: waltId({ baseUrl: 'https://wallet.example.com' }), … })
 */
export function waltId(options: waltId.Options): HttpUpstream {
  const { baseUrl, timeoutMs, fetch, now = Date.now, emailCodes } = options
  const api = createUpstreamFetch({ baseUrl, timeoutMs, fetch })
  const codes = emailCodes && createEmailCodes(api, emailCodes, readLogin)

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
        if (!isSuccess(answer)) throw classifyChallengeFailure(answer)
        if (isPage(answer)) throw problem('upstream_blocked')
        // It is plain text in every version.
        if (answer.headers.get('content-type')?.includes('json'))
          throw problem('upstream_invalid_answer')
        return readChallenge(readText(answer), now())
      },
      async verify({ message, signature, address }) {
        const body = { challenge: message, signed: toClassic(signature), publicKey: address }
        const answer = await api('/wallet-api/auth/account/web3/signed', {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
        if (!isSuccess(answer)) throw classifySignedFailure(answer)
        // The answer names no user. An account is called by its address there, in lower case.
        return { userId: address.toLowerCase(), ...readLogin(answer) }
      },
    },
    ...(codes === undefined ? {} : { otp: codes.otp, setUp: codes.setUp }),
    authorize: (credential) => ({ authorization: `Bearer ${String(credential)}` }),
    async signOut(credential) {
      const answer = await api('/wallet-api/auth/logout', {
        method: 'POST',
        headers: { authorization: `Bearer ${String(credential)}` },
      })
      // A token that is refused has ended already.
      if (!isSuccess(answer) && answer.status !== 401) throw classifyFailure(answer, {})
    },
  }
}

export declare namespace waltId {
  type Options = {
    /** The URL of your installation, without `/wallet-api`. */
    baseUrl: string
    /**
     * The paths of email codes, in versions and installations that have them: walt.id's public ones do not
     * mount them. `:sessionId` stands for the id that the first answer gives.
     *
     * @default none: wallets only
     */
    emailCodes?: EmailCodePaths | undefined
    /** In ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  } & UpstreamConnection
  type EmailCodePaths = {
    /** Such as `/wallet-api/auth/account/email-code/send`. */
    sendPath: string
    /** Such as `/wallet-api/auth/account/:sessionId/email-code`. */
    verifyPath: string
    /** @default 6 */
    codeLength?: number | undefined
  }
}

/** The token of an answer that needs no further step, and its end. */
function readLogin(answer: UpstreamAnswer): { credential: string; expiresAt: number | undefined } {
  const { status, token, expiration } = readJson(answer, SignedAnswer)
  if (/^CONTINUE/.test(status)) throw problem('step_up_required')
  if (status !== 'OK' && status !== 'SUCCESS') throw problem('upstream_invalid_answer')
  const credential = token || readCookie(answer.headers)
  if (!credential) throw problem('upstream_invalid_answer')
  return { credential, expiresAt: expiration ? Date.parse(expiration) : undefined }
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
