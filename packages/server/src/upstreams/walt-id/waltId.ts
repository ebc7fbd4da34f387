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
 * walt.id's wallet-api: the wallet signs one line of text, a JWT or, in newer versions, `Sign in: 0x…`. walt.id
 * does not bind the text to a browser, and older versions accept it more than once. This route binds it to a
 * browser and accepts it once. Contract accounts cannot sign in.
 *
 * @param options.baseUrl - the URL of your installation, such as `https://wallet.example.com`, without
 * `/wallet-api`.
 * @param options.timeoutMs - the time limit for one call. Default 10,000 ms.
 * @throws Error immediately if the base URL is neither https nor loopback.
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
        // This is a GET in every released version, although older pages of the documentation say otherwise.
        const answer = await api('/wallet-api/auth/account/web3/nonce', {
          method: 'GET',
          // The answer is plain text.
          headers: { accept: '*/*' },
        })
        if (!isSuccess(answer)) throw classifyChallengeFailure(answer)
        if (isPage(answer)) throw problem('upstream_blocked')
        // Every version answers with plain text, so JSON is an error.
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
        // The answer contains no user id. walt.id identifies an account by its address in lower case.
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
      // If the token is refused, it has already expired.
      if (!isSuccess(answer) && answer.status !== 401) throw classifyFailure(answer, {})
    },
  }
}

export declare namespace waltId {
  type Options = {
    /** The URL of your installation, without `/wallet-api`. */
    baseUrl: string
    /**
     * The paths for email codes, if your installation offers them. walt.id's public installations do not.
     * `:sessionId` is replaced with the id from the first answer.
     *
     * @default none: wallets only
     */
    emailCodes?: EmailCodePaths | undefined
    /** In ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  } & UpstreamConnection
  type EmailCodePaths = {
    /** The path that sends a code, such as `/wallet-api/auth/account/email-code/send`. */
    sendPath: string
    /** The path that verifies a code, such as `/wallet-api/auth/account/:sessionId/email-code`. */
    verifyPath: string
    /** @default 6 */
    codeLength?: number | undefined
  }
}

/** Reads the token, and when it expires, from an answer that requires no further step. */
function readLogin(answer: UpstreamAnswer): { credential: string; expiresAt: number | undefined } {
  const { status, token, expiration } = readJson(answer, SignedAnswer)
  if (/^CONTINUE/.test(status)) throw problem('step_up_required')
  if (status !== 'OK' && status !== 'SUCCESS') throw problem('upstream_invalid_answer')
  const credential = token || readCookie(answer.headers)
  if (!credential) throw problem('upstream_invalid_answer')
  return { credential, expiresAt: expiration ? Date.parse(expiration) : undefined }
}

/** Reads the token from the cookie, where it is if the body does not contain it. */
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
