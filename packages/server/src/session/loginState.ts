import type { AuthContext } from '../AuthContext.ts'
import type { Cookies } from '../http/Cookies.ts'
import { toHex } from '../keys/encodings.ts'
import { randomBytes } from '../keys/randomBytes.ts'
import { guard } from '../store/guard.ts'
import type { Json } from '../upstreams/Upstream.ts'
import { seal, unseal } from './seal.ts'

/**
 * The sealed content of the login cookie: an id for the browser, and the sign-ins that it has started. Times
 * are in ms since 1970.
 */
export interface LoginState {
  /** Identifies the browser. Nonces and codes are bound to it. */
  readonly id: string
  readonly endsAt: number
  /**
   * Identifies the store in which the sign-ins began. If the store has lost its data since, they are invalid,
   * because a nonce or a code could otherwise be used twice.
   */
  readonly epoch: string
  /** The open challenges whose text the upstream wrote, the latest last. */
  readonly challenges?: readonly PendingChallenge[]
  readonly otp?: PendingOtp
  readonly redirect?: PendingRedirect
  readonly link?: PendingEmailLink | undefined
}

interface PendingChallenge {
  /**
   * Identifies this challenge. An upstream may issue the same text again, even to other browsers, whose attempts must
   * not use up this challenge.
   */
  readonly id: string
  /** The nonce, or a digest of the text if it has none. */
  readonly key: string
  /** The account that the challenge was requested for. Only this account may sign. */
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
  /** Spaces, so that `userId` and this text together have the same length for every user. */
  readonly filler: string
  /** A pseudonym of the user, the same for every spelling of the identifier. */
  readonly userKey: string
  /** A pseudonym of the identifier as it was typed. */
  readonly identifierKey: string
  /**
   * 1 for a user who does not exist, for whom no answer of the upstream opens a session. A number, because
   * `true` and `false` would give the cookie different lengths.
   */
  readonly isDecoy: 0 | 1
  readonly expiresAt: number
  /** The value for `session.email`, whole or masked. Absent if the session shows no address. */
  readonly email?: string | undefined
  /** Whether this browser had already entered the first of two codes when it requested this code. */
  readonly hasFirstCode: boolean
}

/** An email address that a signed-in user is linking. */
interface PendingEmailLink {
  readonly challengeId: string
  /** The user who is linking it. */
  readonly userId: string
  /** Pseudonyms of the user whom the address belongs to and of the address, as in {@link PendingOtp}. */
  readonly userKey: string
  readonly identifierKey: string
  readonly email: string
  readonly expiresAt: number
}

interface PendingRedirect {
  readonly state: string
  /**
   * The origin where the sign-in began and to which the browser returns, whatever the `Host` header of that
   * request says.
   */
  readonly origin: string
  readonly returnTo: string
  readonly startedAt: number
  readonly expiresAt: number
  /** The PKCE verifier. A stolen authorization code is useless without it. */
  readonly verifier: string
  readonly memo: Json
}

/**
 * Reads the sign-ins that this browser has started. Returns `undefined` if there are none or they are no longer
 * valid.
 */
export async function readLogin(
  context: AuthContext,
  cookies: Cookies,
): Promise<LoginState | undefined> {
  const login = await openLogin(context, cookies)
  return login !== undefined && (await isOfThisStore(context, cookies, login)) ? login : undefined
}

/**
 * Like `readLogin`, but does not check the store. Use the result only to look things up, and decide nothing
 * before `isOfThisStore` confirms it. Both can run in the same round trip.
 */
export async function openLogin(
  context: AuthContext,
  cookies: Cookies,
): Promise<LoginState | undefined> {
  const value = cookies.read('login')
  if (value === undefined) return undefined
  const opened = await unseal(context.keys, 'login', value)
  // Only this server can seal such a value, so its type is known.
  const login = opened?.value as LoginState | undefined
  return login !== undefined && context.now() < login.endsAt ? login : undefined
}

/** Whether the store still has the data that it had when these sign-ins began. */
export async function isOfThisStore(
  context: AuthContext,
  cookies: Cookies,
  { epoch }: LoginState,
): Promise<boolean> {
  return epoch === (await findEpoch(context, cookies))
}

/** Changes the sign-ins in the login cookie, and creates the cookie if there is none. */
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

/** Reads the store's epoch once for each request, which is identified by its `Cookies` object. */
export function findEpoch(context: AuthContext, cookies: Cookies): Promise<string> {
  const found = epochs.get(cookies) ?? readEpoch(context)
  epochs.set(cookies, found)
  return found
}

/**
 * Starts to read the store's epoch, while the request waits for the store anyway. If that fails, `readLogin` or
 * `writeLogin` throws later.
 */
export function prefetchEpoch(context: AuthContext, cookies: Cookies): void {
  findEpoch(context, cookies).catch(() => {})
}

const epochs = new WeakMap<Cookies, Promise<string>>()

/** Reads the store's epoch: a random text that is written once, and that is gone if the store loses its data. */
async function readEpoch(context: Pick<AuthContext, 'store'>): Promise<string> {
  const { store } = context
  const known = await guard(() => store.get(epochKey))
  if (known !== undefined) return known
  const fresh = toHex(randomBytes(16))
  const isFirst = await guard(() => store.compareAndSet(epochKey, undefined, fresh, epochSeconds))
  return isFirst ? fresh : readEpoch(context)
}

const epochKey = 'epoch:login'
/** Ten years. When the epoch expires, sign-ins that have just begun have to be started again. */
const epochSeconds = 315_360_000
const lifetimeSeconds = 1800
