import { decodeJwt } from 'jose'
import * as v from 'valibot'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { isPage, readJson, readText } from '../readAnswer.ts'
import type { Json, ProxyRule, Upstream, UpstreamLogin } from '../Upstream.ts'
import { classifyChallengeFailure, classifyNonceFailure, classifySignUpFailure } from './errors.ts'
import { ChallengeAnswer, SignUpAnswer, TokenClaims } from './wire.ts'

/**
 * Gnosis Pay: SIWE with the upstream's nonce, a JWT of one hour. A wallet that has no account yet signs
 * in all the same, with the status `registration-required`; `sendSignUpCode` and `signUp` complete it.
 *
 * @param options.domain - as registered with Gnosis Pay, which refuses loopback hosts. Default: the page's.
 * @param options.uri - default `https://` and the domain.
 * @param options.sessionLifetimeSeconds - of the JWT, at most 86 400 s. Default 3600 s.
 * @see {@link https://docs.gnosispay.com/auth}
 * @example
 * createAuth({ upstream: gnosisPay({ domain: 'app.example.com' }), … })
 */
export function gnosisPay(options: gnosisPay.Options = {}): gnosisPay.Instance {
  const { baseUrl = 'https://api.gnosispay.com', domain, sessionLifetimeSeconds = 3600 } = options
  const api = createUpstreamFetch({ baseUrl, timeoutMs: options.timeoutMs })
  const post = (path: string, body: Json, headers: Record<string, string> = {}) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  return {
    id: 'gnosis-pay',
    fetch: api,
    proxy,
    siwe: {
      messageLifetimeSeconds: 600,
      domain,
      uri: options.uri ?? (domain === undefined ? undefined : `https://${domain}`),
      async createChallenge() {
        const answer = await api('/api/v1/auth/nonce', { method: 'GET' })
        if (answer.status !== 200) throw classifyNonceFailure(answer)
        if (isPage(answer)) throw problem('upstream_blocked')
        // Plain text, and never JSON: a nonce of digits alone would become a number.
        const nonce = readText(answer).trim().replace(/^"|"$/g, '')
        if (!/^[A-Za-z0-9]{8,128}$/.test(nonce)) throw problem('upstream_invalid_answer')
        return { nonce }
      },
      async verify({ message, signature, address }) {
        const body = { message, signature, ttlInSeconds: sessionLifetimeSeconds }
        const answer = await post('/api/v1/auth/challenge', body)
        if (answer.status !== 200) throw classifyChallengeFailure(answer)
        return toLogin(readJson(answer, ChallengeAnswer).token, address)
      },
    },
    authorize: (credential) => ({ authorization: `Bearer ${String(credential)}` }),

    async sendSignUpCode(email) {
      const answer = await post('/api/v1/auth/signup/otp', { email })
      if (answer.status !== 200) throw classifySignUpFailure(answer)
    },
    async signUp(credential, { email, ...rest }) {
      const body = { authEmail: email, ...rest }
      const answer = await post('/api/v1/auth/signup', body, {
        authorization: `Bearer ${String(credential)}`,
      })
      if (answer.status !== 201) throw classifySignUpFailure(answer)
      const { id, token } = readJson(answer, SignUpAnswer)
      return { ...toLogin(token, id), userId: id, status: 'active' }
    },
  }
}

export declare namespace gnosisPay {
  type Options = {
    /** @default 'https://api.gnosispay.com' */
    baseUrl?: string | undefined
    /** As registered with Gnosis Pay. @default the page's host */
    domain?: string | undefined
    /** @default 'https://<domain>' */
    uri?: string | undefined
    /** Of the JWT, in s. @default 3600 */
    sessionLifetimeSeconds?: number | undefined
    /** For one call, in ms. @default 10000 */
    timeoutMs?: number | undefined
  }
  interface Instance extends Upstream {
    /** Sends the code that `signUp` takes. */
    sendSignUpCode(email: string): Promise<void>
    /**
     * Gives the wallet of a session an account. The credential that comes back replaces the one before.
     *
     * @throws `AuthError` `otp_invalid`, `registration_conflict`, `invalid_request`.
     */
    signUp(
      credential: Json,
      details: { email: string; otp?: string; partnerId?: string },
    ): Promise<UpstreamLogin>
  }
}

/** What the token says of itself; the address stands for a user that has none yet. */
function toLogin(token: string, address: string): UpstreamLogin {
  const { exp, userId } = readClaims(token)
  return {
    userId: userId ?? address,
    credential: token,
    ...(exp === undefined ? {} : { expiresAt: exp * 1000 }),
    status: userId === undefined ? 'registration-required' : 'active',
  }
}

function readClaims(token: string): v.InferOutput<typeof TokenClaims> {
  try {
    return v.parse(TokenClaims, decodeJwt(token))
  } catch (cause) {
    throw problem('upstream_invalid_answer', { cause })
  }
}

const proxy: readonly ProxyRule[] = [{ methods: ['GET'], path: '/api/v1/user', auth: 'session' }]
