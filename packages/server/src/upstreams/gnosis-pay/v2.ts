import * as v from 'valibot'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, isSuccess, readJson } from '../readAnswer.ts'
import type { Json, ProxyRule, UpstreamLogin } from '../Upstream.ts'
import { createBearerFetch } from './createBearerFetch.ts'
import { isLoopback } from './domain.ts'
import type { GnosisPay, SignUpDetails, V2Options } from './GnosisPayOptions.ts'
import { readMessage } from './readMessage.ts'
import { readToken } from './readToken.ts'
import {
  classifyMessageFailure,
  classifySignedFailure,
  classifyV2SignUpCodeFailure,
  classifyV2SignUpFailure,
} from './v2Errors.ts'
import { MessageAnswer, OnboardingAnswer, PairAnswer, UserAnswer, V2Credential } from './wire.ts'

/**
 * Creates the upstream for the current API. The upstream writes the whole message. An access token is valid for
 * 15 minutes and is renewed with a refresh token that works once. Using a refresh token twice ends the
 * upstream's session, so only one renewal may run at a time.
 */
export function createV2(options: V2Options): GnosisPay {
  const { environment = 'production', domain, now = Date.now, timeoutMs, fetch } = options
  const baseUrl = options.baseUrl ?? hosts[environment]
  const api = createUpstreamFetch({ baseUrl, timeoutMs, fetch })
  const post = (path: string, body: object, headers: Record<string, string> = {}) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })

  /** Returns the user's status, which depends on how much of the sign-up is complete. */
  async function findStatus(accessToken: string): Promise<NonNullable<UpstreamLogin['status']>> {
    if (readToken(accessToken).userId === undefined) return 'registration-required'
    const headers = { authorization: `Bearer ${accessToken}` }
    const answer = await api('/user/onboarding', { method: 'GET', headers })
    if (!isSuccess(answer)) throw classifyFailure(answer, {})
    return readJson(answer, OnboardingAnswer).status === 'completed' ? 'active' : 'pending'
  }

  return {
    id: 'gnosis-pay',
    proxy,
    fetch: createBearerFetch(api, isExempt, now),
    siwe: {
      messageLifetimeSeconds: 300,
      domain,
      async createChallenge({ address, domain: named }) {
        // The upstream writes the address into the text, so nothing can be prefetched without an address.
        if (address === undefined) throw problem('invalid_request')
        // Fails before the wallet prompt. A loopback host that is configured as `domain` is allowed.
        if (domain === undefined && isLoopback(named))
          throw problem('upstream_domain_not_allowed', {
            cause: new Error('Gnosis Pay: pass the registered domain to gnosisPay({ domain }).'),
          })
        const uri = options.uri ?? `https://${named}`
        const query = new URLSearchParams({ domain: named, uri, appName: options.appName ?? named })
        const answer = await api(`/auth/siwe/${address}?${query}`, { method: 'GET' })
        if (!isSuccess(answer)) throw classifyMessageFailure(answer)
        const { message } = readJson(answer, MessageAnswer)
        return { message, expiresAt: readMessage(message, { domain: named, uri, address }, now()) }
      },
      async verify({ message, signature, address }) {
        const answer = await post('/auth/siwe', { address, signature, message })
        if (!isSuccess(answer)) throw classifySignedFailure(answer)
        const { accessToken, refreshToken } = readJson(answer, PairAnswer)
        const { userId, expiresAt } = readToken(accessToken)
        return {
          userId: userId ?? address,
          credential: { accessToken, refreshToken },
          ...(expiresAt === undefined ? {} : { expiresAt }),
          status: await findStatus(accessToken),
        }
      },
    },
    authorize,
    async renew(credential) {
      const { refreshToken } = v.parse(V2Credential, credential)
      const answer = await post('/auth/refresh', { refreshToken })
      // The token was used, revoked or has expired. In each case the user has to sign in again.
      if ([400, 401, 403, 404].includes(answer.status) && !isPage(answer))
        throw problem('session_expired')
      if (!isSuccess(answer)) throw classifyFailure(answer, {})
      const pair = readJson(answer, PairAnswer)
      const { expiresAt } = readToken(pair.accessToken)
      return {
        credential: { accessToken: pair.accessToken, refreshToken: pair.refreshToken },
        ...(expiresAt === undefined ? {} : { expiresAt }),
      }
    },
    async signOut(credential) {
      const { refreshToken } = v.parse(V2Credential, credential)
      const answer = await post('/auth/logout', { refreshToken })
      // If the token is refused, it has already expired or been revoked.
      const hasEnded = isSuccess(answer) || answer.status === 401 || answer.status === 404
      if (!hasEnded) throw classifyFailure(answer, {})
    },

    async sendSignUpCode(email, credential) {
      const headers = credential === undefined ? {} : authorize(credential)
      const answer = await post('/email-verification', { email }, headers)
      if (!isSuccess(answer)) throw classifyV2SignUpCodeFailure(answer)
      if (isPage(answer)) throw problem('upstream_blocked')
    },
    async signUp(credential, details) {
      const answer = await post('/user', toBody(details), authorize(credential))
      if (!isSuccess(answer)) throw classifyV2SignUpFailure(answer)
      return toSignUpLogin(readJson(answer, UserAnswer), credential)
    },
  }
}

const hosts = {
  production: 'https://core.prod.gnosispay.com/user-api',
  sandbox: 'https://core.sandbox.gnosispay.in/user-api',
} as const

/** Copies only these members, because the details may come from a browser and contain others. */
function toBody({ email, otp, shareToken }: SignUpDetails): Record<string, string | undefined> {
  return { email, otp, shareToken }
}

/** Whether a 401 for this call may refer to the sign-up code instead of the token. */
function isExempt(path: string, method: string): boolean {
  return path.startsWith('/auth/') || (path === '/user' && method === 'POST')
}

function authorize(credential: Json): Record<string, string> {
  return { authorization: `Bearer ${v.parse(V2Credential, credential).accessToken}` }
}

/** Creates the login after a sign-up, with the new access token and the refresh token of the sign-in. */
function toSignUpLogin(
  { userId, accessToken }: v.InferOutput<typeof UserAnswer>,
  former: Json,
): UpstreamLogin {
  const { refreshToken } = v.parse(V2Credential, former)
  const { expiresAt } = readToken(accessToken)
  return {
    userId,
    credential: { accessToken, refreshToken },
    ...(expiresAt === undefined ? {} : { expiresAt }),
    // The user still has to accept the terms and submit documents.
    status: 'pending',
  }
}

/** The calls that read the user's account, and the sign-up. `policy` replaces them. */
const proxy: readonly ProxyRule[] = [
  { methods: ['GET'], path: '/user', auth: 'session' },
  { methods: ['GET'], path: '/user/onboarding', auth: 'session' },
  { methods: ['GET'], path: '/terms', auth: 'session' },
  { methods: ['GET', 'POST'], path: '/user/terms', auth: 'session' },
  {
    methods: ['POST'],
    path: '/email-verification',
    auth: 'session',
    classify: classifyV2SignUpCodeFailure,
  },
  {
    methods: ['POST'],
    path: '/user',
    auth: 'session',
    omit: ['accessToken'],
    classify: classifyV2SignUpFailure,
    renew: (answer, former) => {
      const parsed = v.safeParse(UserAnswer, answer)
      if (!parsed.success) throw problem('upstream_invalid_answer')
      return toSignUpLogin(parsed.output, former)
    },
  },
]
