import { Secret } from '../../audit/Secret.ts'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { classifyFailure, isPage, readJson } from '../readAnswer.ts'
import type { Json, ProxyRule, Upstream } from '../Upstream.ts'
import {
  classifyLoginFailure,
  classifyOtpFailure,
  classifyOtpStartFailure,
  isUnknownUser,
} from './errors.ts'
import { CreateUserAnswer, LoginAnswer, OtpAnswer } from './wire.ts'

/**
 * Bakkt's Onboarding API: SIWE and codes by e-mail; the session id goes into `bakkt-session-id`. The
 * API has no sign-out, no refresh and does not say how long a session lives.
 *
 * @param options.apiKey - sent unchanged in `Authorization`, without `Bearer`.
 * @param options.environment - Bakkt's own hosts; or `options.baseUrl`, such as that of the sandbox.
 * @param options.messageLifetimeSeconds - of a SIWE message. Default 4 h less 2 min, Bakkt's maximum
 * less a margin for clocks that differ.
 * @see {@link https://docs.bakkt.com/docs/authentication}
 * @example
 * createAuth({ upstream: bakkt({ apiKey: process.env.BAKKT_API_KEY ?? '', environment: 'production' }), … })
 */
export function bakkt(options: bakkt.Options): bakkt.Instance {
  const { messageLifetimeSeconds = 4 * 3600 - 120, codeLength = 6 } = options
  const apiKey = Secret.from(options.apiKey)
  const api = createUpstreamFetch({
    baseUrl: options.baseUrl ?? hosts[options.environment],
    headers: () => ({ authorization: apiKey.reveal() }),
    timeoutMs: options.timeoutMs,
    fetch: options.fetch,
  })
  const post = (path: string, body: Json) =>
    api(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })

  return {
    id: 'bakkt',
    fetch: api,
    proxy,
    secrets: [apiKey],
    async isKeyAccepted() {
      // An empty body is refused as such by whoever has accepted the key before.
      const { status } = await post('/auth/login', {})
      return status !== 401 && status !== 403
    },
    siwe: {
      messageLifetimeSeconds,
      async verify({ message, signature }) {
        const answer = await post('/auth/login', { message, signature })
        if (answer.status !== 200) throw classifyLoginFailure(answer)
        const { user_uuid, bakkt_session_id } = readJson(answer, LoginAnswer)
        return { userId: user_uuid, credential: bakkt_session_id }
      },
    },
    otp: {
      codeLength,
      codeAlphabet: 'numeric',
      codeLifetimeSeconds: 600,
      createDecoyUserId: () => crypto.randomUUID(),
      async start(userId) {
        const answer = await post('/auth/login', { user_uuid: userId })
        // The body of a success is empty, or repeats the user: nothing in it is needed.
        if (answer.status !== 200) {
          if (isUnknownUser(answer)) return
          throw classifyOtpStartFailure(answer)
        }
        if (isPage(answer)) throw problem('upstream_blocked')
      },
      async verify(userId, code) {
        // The trailing slash is documented; without it a redirect might turn this into a GET.
        const answer = await post('/auth/otp/', { user_uuid: userId, one_time_password: code })
        if (answer.status !== 200) throw classifyOtpFailure(answer)
        const { bakkt_session_id, user_uuid = userId } = readJson(answer, OtpAnswer)
        // Without this a mixed-up answer would sign someone in as somebody else.
        if (user_uuid !== userId) throw problem('upstream_invalid_answer')
        return { userId, credential: bakkt_session_id }
      },
    },
    authorize: (credential) => ({ 'bakkt-session-id': String(credential) }),
    authorizeAs: (userId) => ({ 'user-uuid': userId }),

    async createUser(user) {
      const answer = await post('/user', user)
      if (answer.status !== 200 && answer.status !== 201)
        throw classifyFailure(answer, {
          401: 'upstream_key_rejected',
          403: 'upstream_key_rejected',
          409: 'registration_conflict',
        })
      const { user_uuid, status } = readJson(answer, CreateUserAnswer)
      return { userId: user_uuid, status }
    },
  }
}

export declare namespace bakkt {
  type Options = {
    /** Sent unchanged. */
    apiKey: string | Secret
    /** Of a SIWE message, in s. @default 14280 */
    messageLifetimeSeconds?: number | undefined
    /** Digits of a code; Bakkt's examples show six. @default 6 */
    codeLength?: number | undefined
    /** For one call, in ms. @default 10000 */
    timeoutMs?: number | undefined
    /** Sends in place of the Kit's own connections, such as through a proxy. @default none */
    fetch?: typeof fetch | undefined
  } & (
    | { baseUrl: string; environment?: undefined }
    | { environment: keyof typeof hosts; baseUrl?: undefined }
  )
  interface Instance extends Upstream {
    /** Creates a user, which must exist before anyone can sign in. */
    createUser(user: {
      [name: string]: Json
    }): Promise<{ userId: string; status: string | undefined }>
  }
}

const hosts = {
  sandbox: 'https://sandbox.api.bakkt.com',
  production: 'https://api.bakkt.com',
} as const

/** The part of the auth matrix that an app's browser is likely to need; `policy` replaces it. */
const proxy: readonly ProxyRule[] = [
  // With the app's key this id reads everything of a user: the browser knows its pseudonym instead.
  { methods: ['GET'], path: '/user', auth: 'session-or-user', omit: ['user_uuid'] },
  { methods: ['POST'], path: '/user/kyc/applicant/share-token', auth: 'session-or-user' },
  { methods: ['GET'], path: '/supported/countries', auth: 'api-key' },
]
