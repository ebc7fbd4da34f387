import * as v from 'valibot'
import { problem } from '../../problem.ts'
import { createUpstreamFetch } from '../createUpstreamFetch.ts'
import { isPage, readJson, readText } from '../readAnswer.ts'
import type { Json, ProxyRule, Upstream, UpstreamLogin } from '../Upstream.ts'
import {
  classifyChallengeFailure,
  classifyNonceFailure,
  classifySignUpCodeFailure,
  classifySignUpFailure,
} from './errors.ts'
import { isUnregistered, toLogin } from './readToken.ts'
import { ChallengeAnswer, SignUpAnswer } from './wire.ts'

/**
 * Gnosis Pay: SIWE with the upstream's nonce, a JWT of one hour. A wallet that has no account yet signs
 * in all the same, with the status `registration-required`; `sendSignUpCode` and `signUp` complete it.
 *
 * @param options.domain - as registered with Gnosis Pay. Default: the page's host, but where that is
 * this machine a domain must be given, since the firewall refuses loopback hosts.
 * @param options.uri - default `https://` and the domain.
 * @param options.sessionLifetimeSeconds - of the JWT, 3600 s to 86 400 s. Default 3600 s.
 * @throws Error at once for a domain that is a URL, or a lifetime that the upstream does not know.
 * @see {@link https://docs.gnosispay.com/auth}
 * @example
 * createAuth({ upstream: gnosisPay({ domain: 'app.example.com' }), … })
 */
export function gnosisPay(options: gnosisPay.Options = {}): gnosisPay.Instance {
  const { baseUrl = 'https://api.gnosispay.com', sessionLifetimeSeconds = 3600 } = options
  const { now = Date.now, domain } = options
  if (!(sessionLifetimeSeconds >= 3600 && sessionLifetimeSeconds <= 86_400))
    throw new Error('sessionLifetimeSeconds must be between 3600 and 86400.')
  if (domain !== undefined && !isAuthority(domain))
    throw new Error(`domain is "${domain}": write it like app.example.com, without https://.`)

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
    async fetch(path, request) {
      const answer = await api(path, request)
      const [, token] = /^Bearer (.+)$/.exec(request.headers?.['authorization'] ?? '') ?? []
      // A good token of a wallet without an account is refused, too. Without this the session would
      // end for it, and with it the way to the registration, whose own 401 means the code.
      const isRefused = answer.status === 401 && !path.startsWith('/api/v1/auth/')
      if (isRefused && token !== undefined && isUnregistered(token, now()))
        throw problem('registration_required')
      return answer
    },
    siwe: {
      messageLifetimeSeconds: 600,
      domain,
      uri: options.uri ?? (domain === undefined ? undefined : `https://${domain}`),
      async createChallenge({ domain: named }) {
        // Before a wallet is asked. A domain that was given is the app's own decision: some are
        // registered for this machine.
        if (domain === undefined && isLoopback(named))
          throw problem('upstream_domain_not_allowed', {
            cause: new Error(
              'Gnosis Pay refuses loopback hosts: give gnosisPay({ domain }) the registered one.',
            ),
          })
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
    authorize,

    async sendSignUpCode(email) {
      const answer = await post('/api/v1/auth/signup/otp', { email })
      if (answer.status !== 200) throw classifySignUpCodeFailure(answer)
      if (isPage(answer)) throw problem('upstream_blocked')
    },
    async signUp(credential, details) {
      // Member by member: `details` may have come from a browser, with more in it.
      const { email, otp, partnerId, marketingCampaign, referralCouponCode } = details
      const body = { authEmail: email, otp, partnerId, marketingCampaign, referralCouponCode }
      const answer = await post('/api/v1/auth/signup', body, authorize(credential))
      if (answer.status !== 201) throw classifySignUpFailure(answer)
      return toSignUpLogin(readJson(answer, SignUpAnswer))
    },
  }
}

export declare namespace gnosisPay {
  type Options = {
    /** @default 'https://api.gnosispay.com' */
    baseUrl?: string | undefined
    /** As registered with Gnosis Pay, such as `app.example.com`. @default the page's host */
    domain?: string | undefined
    /** @default 'https://<domain>' */
    uri?: string | undefined
    /** Of the JWT, in s, from 3600 to 86400. @default 3600 */
    sessionLifetimeSeconds?: number | undefined
    /** For one call, in ms. @default 10000 */
    timeoutMs?: number | undefined
    /** Sends in place of the Kit's own connections, such as through a proxy. @default none */
    fetch?: typeof fetch | undefined
    /** In ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  }
  interface SignUpDetails {
    email: string
    /** Of the mail that `sendSignUpCode` had sent; the upstream does not always ask for it. */
    otp?: string | undefined
    partnerId?: string | undefined
    marketingCampaign?: string | undefined
    referralCouponCode?: string | undefined
  }
  interface Instance extends Upstream {
    /**
     * Sends the code that `signUp` takes.
     *
     * @throws `AuthError` `invalid_request` for what is no e-mail address, `upstream_rate_limited`.
     */
    sendSignUpCode(email: string): Promise<void>
    /**
     * Gives the wallet of a session an account. The credential that comes back replaces the one before.
     *
     * @throws `AuthError` `otp_invalid`, `registration_conflict`, `session_expired`, `invalid_request`.
     */
    signUp(credential: Json, details: SignUpDetails): Promise<UpstreamLogin>
  }
}

function authorize(credential: Json): Record<string, string> {
  return { authorization: `Bearer ${String(credential)}` }
}

/** The account's own id goes before what its first token says. */
function toSignUpLogin({ id, token }: v.InferOutput<typeof SignUpAnswer>): UpstreamLogin {
  return { ...toLogin(token, id), userId: id, status: 'active' }
}

/** Whether a text is what the first line of a message takes: a host, perhaps with a port. */
function isAuthority(text: string): boolean {
  return URL.canParse(`https://${text}`) && new URL(`https://${text}`).host === text
}

function isLoopback(domain: string): boolean {
  return /^(?:localhost|[\w-]+\.localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?$/.test(domain)
}

/** Reads of the user's own account, and the sign-up that gives one. `policy` replaces them. */
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
