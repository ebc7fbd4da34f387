import { Secret } from '../../keys/Secret.ts'
import { problem } from '../../problem.ts'
import { createUpstreamFetch, type UpstreamConnection } from '../createUpstreamFetch.ts'
import { isPage, isSuccess, readJson } from '../readAnswer.ts'
import type { HttpUpstream, Json, ProxyRule } from '../Upstream.ts'
import { createStartCount } from './createStartCount.ts'
import {
  classifyCreateFailure,
  classifyLoginFailure,
  classifyOtpFailure,
  classifyOtpStartFailure,
  isUnknownUser,
} from './errors.ts'
import { CreateUserAnswer, LoginAnswer, OtpAnswer } from './wire.ts'

/**
 * Bakkt's Onboarding API: SIWE and codes by email. The session id is sent in `bakkt-session-id`. The API has
 * no sign-out and no refresh, and does not say how long a session lives.
 *
 * @param options.apiKey - sent unchanged in `Authorization`, without `Bearer`.
 * @param options.environment - Bakkt's hosts; or `options.baseUrl`, such as that of the sandbox.
 * @param options.domain - if it is not the page's host, for example behind a tunnel.
 * @param options.messageLifetimeSeconds - of a SIWE message. Default 4 h minus 2 min: Bakkt's maximum
 * minus a margin for clocks that differ.
 * @see {@link https://docs.bakkt.com/docs/authentication}
 * @example
 * createAuth({ upstream: bakkt({ apiKey: process.env.BAKKT_API_KEY ?? '', environment: 'production' }), … })
 */
export function bakkt(options: bakkt.Options): bakkt.Instance {
  const { messageLifetimeSeconds = 4 * 3600 - 120, codeLength = 6, domain } = options
  if (domain !== undefined && !/^[^\s/@?#]+$/.test(domain))
    throw new Error(`domain is "${domain}": write it like app.example.com, without https://.`)
  const apiKey = Secret.from(options.apiKey)
  const api = createUpstreamFetch({
    baseUrl: options.baseUrl ?? hosts[options.environment],
    headers: () => ({ authorization: apiKey.reveal() }),
    timeoutMs: options.timeoutMs,
    fetch: options.fetch,
  })
  const countStart = createStartCount()
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
      // An upstream that accepts the key refuses an empty body for being empty.
      const { status } = await post('/auth/login', {})
      return status !== 401 && status !== 403
    },
    siwe: {
      messageLifetimeSeconds,
      domain,
      uri: options.uri ?? (domain === undefined ? undefined : `https://${domain}`),
      async verify({ message, signature }) {
        const answer = await post('/auth/login', { message, signature })
        if (!isSuccess(answer)) throw classifyLoginFailure(answer)
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
        const isRepeated = countStart(userId)
        const answer = await post('/auth/login', { user_uuid: userId })
        // The body of a success is empty or repeats the user. Nothing in it is needed.
        if (!isSuccess(answer)) {
          if (isUnknownUser(answer)) return { isKnown: false }
          throw classifyOtpStartFailure(answer, { isRepeated })
        }
        if (isPage(answer)) throw problem('upstream_blocked')
        return { isKnown: true }
      },
      async verify(userId, code) {
        // The trailing slash is documented. Without it, a redirect might turn this into a GET.
        const answer = await post('/auth/otp/', { user_uuid: userId, one_time_password: code })
        if (!isSuccess(answer)) throw classifyOtpFailure(answer)
        const { bakkt_session_id, user_uuid = userId } = readJson(answer, OtpAnswer)
        // Without this check, a mixed-up answer would sign someone in as another user.
        if (user_uuid.toLowerCase() !== userId.toLowerCase())
          throw problem('upstream_invalid_answer')
        return { userId, credential: bakkt_session_id }
      },
    },
    authorize: (credential) => ({ 'bakkt-session-id': String(credential) }),
    authorizeAs(userId, { method, path }) {
      // By Bakkt's matrix, a write for a user needs the user's session, with one exception.
      if (method !== 'GET' && path !== shareTokenPath)
        throw problem('method_not_allowed', {
          cause: new Error(`${method} ${path} needs the user's session: use auth.fetch.`),
        })
      return { 'user-uuid': userId }
    },
    endsSessions: ({ method, path, body }) =>
      method !== 'GET' && path === '/user' && changesAddress(body),

    async createUser(user) {
      const answer = await post('/user', user)
      if (!isSuccess(answer)) throw classifyCreateFailure(answer)
      const { user_uuid, status } = readJson(answer, CreateUserAnswer)
      return { userId: user_uuid, status }
    },
  }
}

export declare namespace bakkt {
  type Options = {
    /** Sent unchanged. */
    apiKey: string | Secret
    /** The lifetime of a SIWE message, in seconds. @default 14280 */
    messageLifetimeSeconds?: number | undefined
    /** The digits of a code. Bakkt's examples show six. @default 6 */
    codeLength?: number | undefined
    /** The domain registered with Bakkt, such as `app.example.com`. @default the page's host */
    domain?: string | undefined
    /** @default 'https://<domain>', or the page's origin */
    uri?: string | undefined
  } & UpstreamConnection &
    (
      | { baseUrl: string; environment?: undefined }
      | { environment: keyof typeof hosts; baseUrl?: undefined }
    )
  interface Instance extends HttpUpstream {
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

/**
 * For `policy`: allows changing the user's profile right after a sign-in. A change of the email address, or
 * of an address that signs in, ends every session of the user, so that whoever could sign in with the old one
 * is out.
 *
 * @example
 * createAuth({ upstream, policy: [...upstream.proxy, changeUserRule], … })
 */
export const changeUserRule: ProxyRule = {
  methods: ['PATCH'],
  path: '/user',
  auth: 'session',
  maxAge: 300,
  omit: ['user_uuid'],
}

/**
 * Whether a body names what the user signs in with, the email address or the wallet's: as a member at any depth, or
 * as the path of a JSON Patch.
 */
function changesAddress(body: unknown): boolean {
  if (typeof body !== 'object' || body === null) return false
  return Object.entries(body).some(
    ([name, member]) =>
      signInName.test(name) ||
      (/^(?:path|from)$/.test(name) && signInName.test(String(member))) ||
      changesAddress(member),
  )
}

const signInName = /mail|address/i

const shareTokenPath = '/user/kyc/applicant/share-token'

/** The part of the auth matrix that an app's browser is likely to need. `policy` replaces it. */
const proxy: readonly ProxyRule[] = [
  // With the app's key this id gives access to all data of a user, so the browser gets a pseudonym instead.
  { methods: ['GET'], path: '/user', auth: 'session-or-user', omit: ['user_uuid'] },
  { methods: ['POST'], path: shareTokenPath, auth: 'session-or-user' },
  { methods: ['GET'], path: '/supported/countries', auth: 'api-key' },
]
