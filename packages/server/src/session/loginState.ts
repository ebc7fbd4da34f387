import type { AuthContext } from '../AuthContext.ts'
import { toHex } from '../keys/createKeys.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import type { Json } from '../upstreams/Upstream.ts'
import type { Cookies } from './Cookies.ts'
import { seal, unseal } from './seal.ts'

/**
 * What the login cookie seals: which browser is signing in, and what is under way there. Times are in
 * ms since 1970.
 */
export interface LoginState {
  /** Binds what we issue to this browser. */
  readonly id: string
  readonly endsAt: number
  /** Challenges that the upstream wrote, the newest last. */
  readonly challenges?: readonly UpstreamChallengeState[]
  readonly otp?: OtpLoginState
  readonly redirect?: RedirectLoginState
}

export interface UpstreamChallengeState {
  /** The nonce, or a digest of the whole text. */
  readonly key: string
  /** The account that it was asked for; whoever signs must be that one. */
  readonly account: {
    readonly address?: string | undefined
    readonly chainId?: number | undefined
  }
  readonly issuedAt: number
  readonly expiresAt: number
  readonly memo: Json
}

export interface OtpLoginState {
  readonly challengeId: string
  readonly userId: string
  /** A pseudonym of the identifier, for the counters. */
  readonly identifierKey: string
  readonly expiresAt: number
}

export interface RedirectLoginState {
  readonly state: string
  /** Where it began: the browser comes back there, whatever `Host` says by then. */
  readonly origin: string
  readonly returnTo: string
  readonly startedAt: number
  readonly expiresAt: number
  readonly memo: Json
}

/** What is under way in this browser; `undefined` when nothing is, or no longer. */
export async function readLogin(
  context: AuthContext,
  cookies: Cookies,
): Promise<LoginState | undefined> {
  const value = cookies.read('login')
  if (value === undefined) return undefined
  const opened = await unseal(context.keys, 'login', value)
  // What carries our seal has our form: nobody else can write it.
  const login = opened?.value as LoginState | undefined
  return login !== undefined && context.now() < login.endsAt ? login : undefined
}

/** Changes what is under way, or begins it. */
export async function writeLogin(
  context: AuthContext,
  cookies: Cookies,
  changes: Partial<LoginState>,
): Promise<LoginState> {
  const former = await readLogin(context, cookies)
  const login: LoginState = {
    id: former?.id ?? toHex(randomBytes(16)),
    ...former,
    ...changes,
    endsAt: context.now() + lifetimeSeconds * 1000,
  }
  cookies.set('login', await seal(context.keys, 'login', login), lifetimeSeconds)
  return login
}

const lifetimeSeconds = 1800
