import * as v from 'valibot'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { isPage, isSuccess, readJson, readText } from '../readAnswer.ts'
import type { Json, ProxyRule, UpstreamLogin } from '../Upstream.ts'
import { createBearerFetch } from './createBearerFetch.ts'
import { isLoopback } from './domain.ts'
import {
  classifyChallengeFailure,
  classifyNonceFailure,
  classifySignUpCodeFailure,
  classifySignUpFailure,
} from './errors.ts'
import type { GnosisPay, V1Options } from './GnosisPayOptions.ts'
import { toLogin } from './readToken.ts'
import { ChallengeAnswer, SignUpAnswer } from './wire.ts'

/**
 * Creates the upstream for the earlier API. The message contains the upstream's nonce, and the credential is a
 * JWT that cannot be renewed.
 */
export function createV1(options: V1Options): GnosisPay {
  const { baseUrl = 'https://api.gnosispay.com', sessionLifetimeSeconds = 3600 } = options
  const { now = Date.now, domain } = options
  if (!(sessionLifetimeSeconds >= 3600 && sessionLifetimeSeconds <= 86_400))
    throw new Error('sessionLifetimeSeconds must be between 3600 and 86400.')

  const api = createUpstreamFetch({ baseUrl, timeoutMs: options.timeoutMs, fetch: options.fetch })
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  return {
    id: 'gnosis-pay',
    proxy,
    fetch: createBearerFetch(api, (path) => path.startsWith('/api/v1/auth/'), now),
    siwe: {
      messageLifetimeSeconds: 600,
      domain,
      uri: options.uri ?? (domain === undefined ? undefined : `https://${domain}`),
      async createChallenge({ domain: named }) {
        // Fails before the wallet prompt. A loopback host that is configured as `domain` is allowed, because
        // some are registered for development.
        if (domain === undefined && isLoopback(named))
          throw problem('upstream_domain_not_allowed', {
            cause: new Error(
              'Gnosis Pay refuses loopback hosts: pass the registered domain to gnosisPay({ domain }).',
            ),
          })
        const answer = await api('/api/v1/auth/nonce', { method: 'GET' })
        if (!isSuccess(answer)) throw classifyNonceFailure(answer)
        if (isPage(answer)) throw problem('upstream_blocked')
        // Read as text, because JSON would convert a nonce of digits to a number.
        const nonce = readText(answer).trim().replace(/^"|"$/g, '')
        if (!/^[A-Za-z0-9]{8,128}$/.test(nonce)) throw problem('upstream_invalid_answer')
        return { nonce }
      },
      async verify({ message, signature, address }) {
        const body = { message, signature, ttlInSeconds: sessionLifetimeSeconds }
        const answer = await post('/api/v1/auth/challenge', body)
        if (!isSuccess(answer)) throw classifyChallengeFailure(answer)
        return toLogin(readJson(answer, ChallengeAnswer).token, address)
      },
    },
    authorize,

    async sendSignUpCode(email) {
      const answer = await post('/api/v1/auth/signup/otp', { email })
      if (!isSuccess(answer)) throw classifySignUpCodeFailure(answer)
      if (isPage(answer)) throw problem('upstream_blocked')
    },
    async signUp(credential, details) {
      // Copies only these members, because `details` may come from a browser and contain others.
      const { email, otp, partnerId, marketingCampaign, referralCouponCode } = details
      const body = { authEmail: email, otp, partnerId, marketingCampaign, referralCouponCode }
      const answer = await post('/api/v1/auth/signup', body, authorize(credential))
      if (!isSuccess(answer)) throw classifySignUpFailure(answer)
      return toSignUpLogin(readJson(answer, SignUpAnswer))
    },
  }
}

function authorize(credential: Json): Record<string, string> {
  return { authorization: `Bearer ${String(credential)}` }
}

/** Creates the login after a sign-up, with the account's id instead of the id in the token. */
function toSignUpLogin({ id, token }: v.InferOutput<typeof SignUpAnswer>): UpstreamLogin {
  return { ...toLogin(token, id), userId: id, status: 'active' }
}

/** The calls that read the user's account, and the sign-up. `policy` replaces them. */
const proxy: readonly ProxyRule[] = [
  { methods: ['GET'], path: '/api/v1/user', auth: 'session' },
  { methods: ['GET'], path: '/api/v1/account-balances', auth: 'session' },
  { methods: ['GET'], path: '/api/v1/cards', auth: 'session' },
  {
    methods: ['POST'],
    path: '/api/v1/auth/signup/otp',
    auth: 'session',
    classify: classifySignUpCodeFailure,
  },
  {
    methods: ['POST'],
    path: '/api/v1/auth/signup',
    auth: 'session',
    omit: ['token'],
    classify: classifySignUpFailure,
    renew: (answer) => {
      const parsed = v.safeParse(SignUpAnswer, answer)
      if (!parsed.success) throw problem('upstream_invalid_answer')
      return toSignUpLogin(parsed.output)
    },
  },
]
