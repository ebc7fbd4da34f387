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
 * @param options.apiKey - the API key, which is sent in `Authorization` without `Bearer`.
 * @param options.environment - selects one of Bakkt's hosts. Alternatively pass `options.baseUrl`, for example
 * for the sandbox.
 * @param options.domain - the domain registered with Bakkt, if it differs from the page's host, for example
 * behind a tunnel.
 * @param options.messageLifetimeSeconds - the lifetime of a SIWE message. Default 14280 s: Bakkt's maximum of 4
 * h, minus 2 min for clocks that differ.
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
      // If the key is accepted, Bakkt refuses this request only because its body is empty.
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
        // The body of a successful answer is empty or repeats the user, so it is not read.
        if (!isSuccess(answer)) {
          if (isUnknownUser(answer)) return { isKnown: false }
          throw classifyOtpStartFailure(answer, { isRepeated })
        }
        if (isPage(answer)) throw problem('upstream_blocked')
        return { isKnown: true }
      },
      async verify(userId, code) {
        // The documentation requires the trailing slash. Without it, a redirect might turn this call into a
        // GET.
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
      // According to Bakkt's auth matrix, a write for a user needs the user's session, with one exception.
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
    /** The API key, which is sent unchanged. */
    apiKey: string | Secret
    /** The lifetime of a SIWE message, in seconds. @default 14280 */
    messageLifetimeSeconds?: number | undefined
    /** The number of digits of a code. Bakkt's examples have six. @default 6 */
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
    /** Creates a user. A user must exist before signing in. */
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
 * A rule for `policy` that lets users change their profile right after a sign-in. Changing the email address or
 * the wallet address ends all sessions of the user, so that nobody stays signed in with the previous address.
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
 * Whether a body contains the email address or wallet address that the user signs in with: as a member at any
 * depth, or as a path of a JSON Patch.
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

/** The calls of Bakkt's auth matrix that a browser is likely to need. `policy` replaces them. */
const proxy: readonly ProxyRule[] = [
  // Together with the app's key, `user_uuid` gives access to all data of the user, so the browser does not get
  // it.
  { methods: ['GET'], path: '/user', auth: 'session-or-user', omit: ['user_uuid'] },
  { methods: ['POST'], path: shareTokenPath, auth: 'session-or-user' },
  { methods: ['GET'], path: '/supported/countries', auth: 'api-key' },
]
