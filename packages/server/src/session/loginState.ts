import type { AuthContext } from '../AuthContext.ts'
import type { Cookies } from '../http/Cookies.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { guard } from '../store/guard.ts'
import type { Json } from '../upstreams/Upstream.ts'
import { seal, unseal } from './seal.ts'

/**
 * The sealed content of the login cookie: which browser is signing in, and its running sign-ins. Times are in
 * ms since 1970.
 */
export interface LoginState {
  /** Binds what we issue to this browser. */
  readonly id: string
  readonly endsAt: number
  /**
   * Identifies the store's contents at the start: a store that has lost its marks would let a nonce or a code
   * work twice.
   */
  readonly epoch: string
  /** Challenges that the upstream wrote, the latest last. */
  readonly challenges?: readonly PendingChallenge[]
  readonly otp?: PendingOtp
  readonly redirect?: PendingRedirect
  readonly link?: PendingEmailLink | undefined
}

interface PendingChallenge {
  /**
   * Identifies this issue. An upstream may issue the same text again, also to others, whose attempts must not
   * use up this one.
   */
  readonly id: string
  /** The nonce, or a digest of the whole text. */
  readonly key: string
  /** The account that it was requested for, which must be the signer. */
  readonly account: {
    readonly address?: string | undefined
    readonly chainId?: number | undefined
  }
  readonly issuedAt: number
  readonly expiresAt: number
  readonly memo: Json
}

export interface PendingOtp {
  readonly challengeId: string
  readonly userId: string
  /** A pseudonym of the user, the same for every spelling of the identifier. */
  readonly userKey: string
  /** A pseudonym of the identifier as it was typed. */
  readonly identifierKey: string
  /**
   * 1 for a user who does not exist: no answer of the upstream opens a session. It has the same length as 0.
   */
  readonly isDecoy: 0 | 1
  readonly expiresAt: number
  /** What the session will show of the identifier; absent where it shows nothing. */
  readonly email?: string | undefined
  /** Whether this browser had entered the first of two codes when it requested this one. */
  readonly hasFirstCode: boolean
}

/** An email address that a signed-in user is linking. */
interface PendingEmailLink {
  readonly challengeId: string
  /** The user who is linking it. */
  readonly userId: string
  /** Pseudonyms of the address's owner and of the address, as in {@link PendingOtp}. */
  readonly userKey: string
  readonly identifierKey: string
  readonly email: string
  readonly expiresAt: number
}

interface PendingRedirect {
  readonly state: string
  /** The origin where the sign-in began. The browser comes back there, whatever `Host` says by then. */
  readonly origin: string
  readonly returnTo: string
  readonly startedAt: number
  readonly expiresAt: number
  /** The PKCE verifier: without it, a code that was stolen in transit is useless. */
  readonly verifier: string
  readonly memo: Json
}

/** The sign-ins running in this browser; `undefined` if there are none anymore. */
export async function readLogin(
  context: AuthContext,
  cookies: Cookies,
): Promise<LoginState | undefined> {
  const login = await openLogin(context, cookies)
  return login !== undefined && (await isOfThisStore(context, cookies, login)) ? login : undefined
}

/**
 * The same without asking the store. Says where to look things up; nothing may be decided before
 * `isOfThisStore` confirms it, which can be asked in the same round trip.
 */
export async function openLogin(
  context: AuthContext,
  cookies: Cookies,
): Promise<LoginState | undefined> {
  const value = cookies.read('login')
  if (value === undefined) return undefined
  const opened = await unseal(context.keys, 'login', value)
  // Only this code can write our seal, so the value has our form.
  const login = opened?.value as LoginState | undefined
  return login !== undefined && context.now() < login.endsAt ? login : undefined
}

/** Whether the store still has everything that it had when these sign-ins began. */
export async function isOfThisStore(
  context: AuthContext,
  cookies: Cookies,
  { epoch }: LoginState,
): Promise<boolean> {
  return epoch === (await findEpoch(context, cookies))
}

/** Changes the running sign-ins, or starts the first. */
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
    epoch: await findEpoch(context, cookies),
    endsAt: context.now() + lifetimeSeconds * 1000,
  }
  cookies.set('login', await seal(context.keys, 'login', login), lifetimeSeconds)
  return login
}

/** The store's epoch, read once for each request. A request has one object for its cookies. */
export function findEpoch(context: AuthContext, cookies: Cookies): Promise<string> {
  const found = epochs.get(cookies) ?? readEpoch(context)
  epochs.set(cookies, found)
  return found
}

/**
 * Starts to read the store's epoch, for a request that waits for the store anyway and then calls `readLogin` or
 * `writeLogin`. A failure is reported there.
 */
export function prefetchEpoch(context: AuthContext, cookies: Cookies): void {
  findEpoch(context, cookies).catch(() => {})
}

const epochs = new WeakMap<Cookies, Promise<string>>()

/** A random text that the store keeps for as long as it loses nothing. */
async function readEpoch(context: Pick<AuthContext, 'store'>): Promise<string> {
  const { store } = context
  const known = await guard(() => store.get(epochKey))
  if (known !== undefined) return known
  const fresh = toHex(randomBytes(16))
  const isFirst = await guard(() => store.compareAndSet(epochKey, undefined, fresh, epochSeconds))
  return isFirst ? fresh : readEpoch(context)
}

const epochKey = 'epoch:login'
/** Ten years. When it expires, everybody who is just signing in has to start again. */
const epochSeconds = 315_360_000
const lifetimeSeconds = 1800
