import type { AuthContext } from '../AuthContext.ts'
import type { LimitName } from '../limits/defaultLimits.ts'
import {
  type Charge,
  confirm,
  findPoints,
  findRetryAfter,
  perClient,
  pick,
  refundAll,
  reserve,
  type Spending,
  spend,
} from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { PendingOtp } from '../session/loginState.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'
import { perRequester, type Requester, stranger } from './requester.ts'

/** One attempt with a code, counted before the code is checked. */
export interface Try {
  /** How many attempts this browser has left for this code after this one. */
  readonly attemptsLeft: number
  /** Whether a right code is enough to open a session. If not, the user has to enter a second one. */
  readonly isEnough: boolean
  /** Call this if the code was not checked: the attempt does not count. */
  cancel(): Promise<void>
  /**
   * Call this if the code was right, or wrong for a reason other than a guess: it does not count as a wrong
   * code.
   */
  forgive(): Promise<void>
}

/**
 * Counts one attempt, in one step of the store: either every limit that applies counts it, or none does. So a
 * stranger who is locked out cannot spend what strangers share. Parallel attempts count separately.
 *
 * @throws `AuthError` `rate_limited`; `otp_attempts_exhausted` if this browser has no attempts left for this
 * code; `otp_locked` if this stranger has entered too many wrong codes for this user.
 */
export async function countTry(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  login: Pick<PendingOtp, 'challengeId' | 'userKey'> & { readonly browserId: string },
  requester: Requester,
): Promise<Try> {
  const { userKey } = login
  const ofRate = perRequester(exchange, requester, 'otp-verify-per-client')
  const ofCode = {
    name: 'otp-tries-per-code',
    key: `${login.challengeId}:${login.browserId}`,
  } as const
  const ofStranger = findStranger(exchange, userKey)
  const shared = findShared(exchange, userKey)
  const known = findKnown(requester, userKey)

  // 1. A known browser has a limit that nobody else can use up. Once it is reached, the browser counts as a
  // stranger.
  let wrong = known ?? [...ofStranger, ...shared]
  let spending = await spend(context, [...ofRate, ofCode, ...wrong])
  if (known?.some((charge) => charge === spending.refused[0]) === true) {
    wrong = [...ofStranger, ...shared]
    spending = await spend(context, [...ofRate, ofCode, ...wrong])
  }
  const [refusing] = spending.refused
  // 2. Attempts with a code that has none left also count as the client's.
  if (refusing === ofCode) {
    await reserve(context, exchange, ofRate)
    throw problem('otp_attempts_exhausted')
  }
  const rate = confirm(context, exchange, pick(spending, ofRate))
  // 3. A stranger who guesses codes of a user is locked out, without affecting others.
  if (refusing !== undefined) {
    const { supportContact } = context
    const retryAfterSeconds = findRetryAfter(spending)
    throw problem('otp_locked', { retryAfterSeconds, supportContact })
  }
  const { refund: forgive } = confirm(context, exchange, pick(spending, wrong))
  return {
    attemptsLeft: pick(spending, [ofCode]).charges[0]?.count.remaining ?? 0,
    isEnough: isEnough(context, exchange, otp, pick(spending, wrong)),
    forgive,
    cancel: async () => {
      await Promise.all([rate.refund(), refundAll(context, [ofCode]), forgive()])
    },
  }
}

/** When strangers have used up one of their shared budgets, one right code is no longer enough for them. */
function isEnough(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  { charges }: Spending,
): boolean {
  const isWithin = (limit: LimitName) =>
    charges.every(
      ({ charge, count }) => charge.name !== limit || count.consumed <= findPoints(context, charge),
    )
  if (!isWithin('otp-wrong-global'))
    context.emit({ type: 'otp.fuse', outcome: 'failure', requestId: exchange.requestId })
  const strict = context.limits.setting('otp-wrong-strict').points
  // The narrowest network around the client comes first.
  const ofClient = charges.find(({ charge }) => charge.name === 'otp-wrong-per-client')
  const isCalm = isWithin('otp-wrong-global') || (ofClient?.count.consumed ?? Infinity) <= strict
  const isAllowed = isWithin('otp-wrong-per-user') && isWithin('otp-wrong-per-client') && isCalm
  return isAllowed || isHardToGuess(otp)
}

/** The budget of a browser that has signed in as this user, or has just entered the first of two codes. */
function findKnown({ kind, key }: Requester, userKey: string): Charge[] | undefined {
  if (kind === 'stranger') return undefined
  const name = kind === 'device' ? 'otp-wrong-per-device' : 'otp-wrong-second-code'
  return [{ name, key: `${key}:${userKey}` }]
}

/** If client addresses are unknown, all browsers that have not signed in before count as one stranger per user. */
function findStranger(exchange: Exchange, userKey: string): Charge[] {
  const name = 'otp-wrong-per-client-and-user'
  const ranges = perClient(exchange, name)
  if (ranges.length === 0) return [{ name, key: `${stranger(exchange).key}:${userKey}` }]
  return ranges.map((charge) => ({ ...charge, key: `${charge.key}:${userKey}`, isTold: false }))
}

/** What strangers share. It only counts: nobody is refused for what others have done. */
function findShared(exchange: Exchange, userKey: string): Charge[] {
  const charges: Charge[] = [
    { name: 'otp-wrong-per-user', key: userKey },
    ...perClient(exchange, 'otp-wrong-per-client'),
    { name: 'otp-wrong-global', key: 'all' },
  ]
  return charges.map((charge) => ({ ...charge, isTold: false, isEndless: true }))
}

/** Whether codes cannot be guessed even with unlimited attempts, such as codes of 8 letters and digits. */
function isHardToGuess({ codeLength, codeAlphabet }: OtpUpstream): boolean {
  return (codeAlphabet === 'numeric' ? 10 : 32) ** codeLength >= 1e12
}
