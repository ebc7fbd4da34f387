import type { AuthContext } from '../AuthContext.ts'
import type { LimitName } from '../limits/defaultLimits.ts'
import {
  type Charge,
  createClientCharges,
  findPoints,
  findRetryAfter,
  refundAll,
  requireSpent,
  reserve,
  type Spending,
  selectCharges,
  spend,
} from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { PendingOtp } from '../session/loginState.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'
import { createRequesterCharges, type Requester, toStranger } from './requester.ts'

/** One attempt with a code, counted before the code is checked. */
export interface Try {
  /** How many attempts this browser has left for this code after this one. */
  readonly attemptsLeft: number
  /** Whether a correct code is enough to open a session. If not, the user has to enter a second one. */
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
 * Counts one attempt, in one operation of the store: either all limits that apply count it, or none does. So a
 * stranger who is locked out cannot use up the budget that strangers share. Parallel attempts count separately.
 *
 * @throws `AuthError` `rate_limited`; `otp_attempts_exhausted` if this browser has no attempts left for this
 * code; `otp_locked` if this stranger has entered too many wrong codes for this user.
 */
export async function countAttempt(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  login: Pick<PendingOtp, 'challengeId' | 'userKey'> & { readonly browserId: string },
  requester: Requester,
): Promise<Try> {
  const { userKey } = login
  const ofRate = createRequesterCharges(exchange, requester, 'otp-verify-per-client')
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
  // 2. An attempt with a code that has no attempts left still counts toward the client's limit.
  if (refusing === ofCode) {
    await reserve(context, exchange, ofRate)
    throw problem('otp_attempts_exhausted')
  }
  const rate = requireSpent(context, exchange, selectCharges(spending, ofRate))
  // 3. A stranger who guesses a user's codes is locked out. Others are not affected.
  if (refusing !== undefined) {
    const { supportContact } = context
    const retryAfterSeconds = findRetryAfter(spending)
    throw problem('otp_locked', { retryAfterSeconds, supportContact })
  }
  const wrongSpending = selectCharges(spending, wrong)
  const { refund: forgive } = requireSpent(context, exchange, wrongSpending)
  return {
    attemptsLeft: selectCharges(spending, [ofCode]).charges[0]?.count.remaining ?? 0,
    isEnough: isEnough(context, exchange, otp, wrongSpending),
    forgive,
    cancel: async () => {
      await Promise.all([rate.refund(), refundAll(context, [ofCode]), forgive()])
    },
  }
}

/** Whether one correct code is enough. It is not for strangers who have used up one of their shared budgets. */
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
  const ranges = createClientCharges(exchange, name)
  if (ranges.length === 0) return [{ name, key: `${toStranger(exchange).key}:${userKey}` }]
  return ranges.map((charge) => ({ ...charge, key: `${charge.key}:${userKey}`, isReported: false }))
}

/** The budgets that strangers share. They only count: nobody is refused because of others' attempts. */
function findShared(exchange: Exchange, userKey: string): Charge[] {
  const charges: Charge[] = [
    { name: 'otp-wrong-per-user', key: userKey },
    ...createClientCharges(exchange, 'otp-wrong-per-client'),
    { name: 'otp-wrong-global', key: 'all' },
  ]
  return charges.map((charge) => ({ ...charge, isReported: false, neverRefuses: true }))
}

/** Whether codes cannot be guessed even with unlimited attempts, such as codes of 8 letters and digits. */
function isHardToGuess({ codeLength, codeAlphabet }: OtpUpstream): boolean {
  return (codeAlphabet === 'numeric' ? 10 : 32) ** codeLength >= 1e12
}
