import type { AuthContext } from '../AuthContext.ts'
import {
  announce,
  type Charge,
  findPoints,
  perClient,
  reserve,
  toSeconds,
} from '../limits/reserve.ts'
import { problem } from '../problem.ts'
import type { Exchange } from '../routes/Exchange.ts'
import type { PendingOtp } from '../session/loginState.ts'
import type { OtpUpstream } from '../upstreams/Upstream.ts'
import { perRequester, type Requester, stranger } from './requester.ts'

/** One attempt with a code, counted before anyone knows whether it is right. */
export interface Try {
  /** For this code in this browser, after this attempt. */
  readonly attemptsLeft: number
  /** Whether a right code opens a session. If not, it is the first of two. */
  readonly isEnough: boolean
  /** The code was not checked, so nothing counts. */
  cancel(): Promise<void>
  /** The code was right, or wrong through no fault of the user, so it does not count as wrong. */
  forgive(): Promise<void>
}

/**
 * Counts one attempt. Parallel attempts count separately.
 *
 * @throws `AuthError` `rate_limited`; `otp_attempts_exhausted` if this browser has no attempts left for this
 * code; `otp_locked` if this stranger has guessed too often for this user.
 */
export async function countTry(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  login: Pick<PendingOtp, 'challengeId' | 'userKey'> & { readonly browserId: string },
  requester: Requester,
): Promise<Try> {
  const { limits } = context
  const codeKey = `${login.challengeId}:${login.browserId}`
  // Only this browser spends its attempts with this code, so they can be counted at the same time.
  const [rated, counted] = await Promise.allSettled([
    reserve(context, exchange, perRequester(exchange, requester, 'otp-verify-per-client')),
    limits.consume('otp-tries-per-code', codeKey),
  ])
  if (rated.status === 'rejected') {
    if (counted.status === 'fulfilled') await limits.refund('otp-tries-per-code', codeKey)
    throw rated.reason
  }
  if (counted.status === 'rejected') throw counted.reason
  const rate = rated.value
  const ofCode = counted.value
  const refundTry = async () => {
    await rate.refund()
    await limits.refund('otp-tries-per-code', codeKey)
  }
  if (!ofCode.isAllowed) {
    await limits.refund('otp-tries-per-code', codeKey)
    throw problem('otp_attempts_exhausted')
  }
  try {
    const { isEnough, forgive } = await countWrong(context, exchange, otp, login, requester)
    const cancel = async () => {
      await refundTry()
      await forgive()
    }
    return { attemptsLeft: ofCode.remaining, isEnough, forgive, cancel }
  } catch (error) {
    await refundTry()
    throw error
  }
}

/** Counts the attempt as a wrong code in the budget of the requester. */
async function countWrong(
  context: AuthContext,
  exchange: Exchange,
  otp: OtpUpstream,
  { userKey }: Pick<PendingOtp, 'userKey'>,
  requester: Requester,
): Promise<{ isEnough: boolean; forgive: () => Promise<void> }> {
  // 1. A known browser has a budget that nobody else can spend. Beyond it, the browser counts as a stranger.
  if (requester.kind !== 'stranger') {
    const name = requester.kind === 'device' ? 'otp-wrong-per-device' : 'otp-wrong-second-code'
    const own = await spend(context, exchange, [{ name, key: `${requester.key}:${userKey}` }])
    if (own.isWithin) return { isEnough: true, forgive: own.refund }
    await own.refund()
  }
  // 2. A stranger who guesses codes of a user is locked out, without affecting others.
  const ofStranger = await spend(context, exchange, findStranger(exchange, userKey))
  if (!ofStranger.isWithin) {
    await ofStranger.refund()
    const { supportContact } = context
    const retryAfterSeconds = toSeconds(ofStranger.resetMs)
    throw problem('otp_locked', { retryAfterSeconds, supportContact })
  }
  // 3. When strangers have used up their shared budget, one right code is no longer enough for them.
  const [ofUser, ofClient, ofAll] = await Promise.all([
    spend(context, exchange, [{ name: 'otp-wrong-per-user', key: userKey }]),
    spend(context, exchange, perClient(exchange, 'otp-wrong-per-client')),
    spend(context, exchange, [{ name: 'otp-wrong-global', key: 'all' }]),
  ])
  if (!ofAll.isWithin)
    context.emit({ type: 'otp.fuse', outcome: 'failure', requestId: exchange.requestId })
  const strict = context.limits.setting('otp-wrong-strict').points
  const isCalm = ofAll.isWithin || (ofClient.shares[0] ?? Infinity) <= strict
  const isEnough = ofUser.isWithin && ofClient.isWithin && isCalm
  return {
    isEnough: isEnough || isHardToGuess(otp),
    forgive: async () => {
      await Promise.all([ofStranger, ofUser, ofClient, ofAll].map(({ refund }) => refund()))
    },
  }
}

/** If client addresses are unknown, all browsers that have not signed in before count as one stranger per user. */
function findStranger(exchange: Exchange, userKey: string): Charge[] {
  const name = 'otp-wrong-per-client-and-user'
  const ranges = perClient(exchange, name)
  if (ranges.length === 0) return [{ name, key: `${stranger(exchange).key}:${userKey}` }]
  return ranges.map((charge) => ({ ...charge, key: `${charge.key}:${userKey}` }))
}

async function spend(context: AuthContext, exchange: Exchange, charges: readonly Charge[]) {
  const { limits } = context
  const counts = await Promise.all(charges.map(({ name, key }) => limits.consume(name, key)))
  const over = counts.filter(({ consumed }, index) => {
    const charge = charges[index]
    if (charge === undefined) return false
    const points = findPoints(context, charge)
    if (consumed === points) announce(context, exchange, charge)
    return consumed > points
  })
  return {
    isWithin: over.length === 0,
    /** How much each network around the client has spent, the narrowest first. */
    shares: counts.map(({ consumed }, index) => consumed / (charges[index]?.factor ?? 1)),
    resetMs: Math.max(0, ...over.map(({ resetMs }) => resetMs)),
    refund: async () => {
      await Promise.all(charges.map(({ name, key }) => limits.refund(name, key)))
    },
  }
}

/** Whether guessing is hopeless even with unlimited attempts, as with 8 letters and digits. */
function isHardToGuess({ codeLength, codeAlphabet }: OtpUpstream): boolean {
  return (codeAlphabet === 'numeric' ? 10 : 32) ** codeLength >= 1e12
}
