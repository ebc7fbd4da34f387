import type { AuthClient, Challenge } from '@kit/core'
import { runExclusive } from '../login/runExclusive.ts'
import { isForeignFrame } from './isForeignFrame.ts'

/**
 * Keeps one fresh challenge at hand, so that nothing has to be fetched between the user's tap and the
 * wallet. Renewed before it ends, while the page is visible. It counts as ended a while before it does,
 * at most 30 s: a person has to read and sign.
 */
export function createChallengeCache(client: AuthClient): ChallengeCache {
  let current: { challenge: Challenge; freshUntil: number; marginMs: number } | undefined
  let pending: Promise<Challenge> | undefined
  /** Whether the pending one names no account, which a server may refuse. */
  let isAhead = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whether the browser is known to send the cookie of a sign-in. */
  let isBound = false
  /** Whether the cookie of the last challenge seems to be lost. */
  let isDoubtful = false
  /** How many parts want one at hand. */
  let wanting = 0

  const getFresh = () =>
    current !== undefined && performance.now() < current.freshUntil ? current.challenge : undefined

  function fetchOne(account: Account): Promise<Challenge> {
    const isNamed = account.address !== undefined
    if (pending !== undefined)
      return isAhead && isNamed ? pending.catch(() => fetchOne(account)) : pending
    isAhead = !isNamed
    pending = runExclusive(() => fetchBound(account))
      .then((challenge) => {
        const lifetimeMs = findLifetime(client, challenge)
        const marginMs = Math.min(30_000, lifetimeMs / 4)
        current = { challenge, freshUntil: performance.now() + lifetimeMs - marginMs, marginMs }
        if (wanting > 0) schedule(lifetimeMs - 2 * marginMs)
        return challenge
      })
      .finally(() => {
        pending = undefined
      })
    return pending
  }

  /**
   * In a frame of another site, or if it blocks cookies, the browser may drop the cookie, and a signature
   * would be useless. A second request shows whether the cookie came back.
   */
  async function fetchBound(account: Account): Promise<Challenge> {
    const challenge = await client.createSiweChallenge(account)
    if (isBound || !(isDoubtful || isForeignFrame())) return challenge
    const again = await client.createSiweChallenge(account, { headers })
    isBound = true
    return again
  }

  function schedule(delayMs: number): void {
    clearTimeout(timer)
    timer = setTimeout(renew, Math.max(5000, delayMs))
  }

  function renew(): void {
    if (wanting === 0 || document.visibilityState === 'hidden') return
    // A renewal that fails costs nothing: the tap fetches, and says what is wrong.
    const isDue = current === undefined || performance.now() > current.freshUntil - current.marginMs
    if (isDue) fetchOne({}).catch(() => {})
  }

  return {
    getFresh,
    fetchOne,
    forget() {
      current = undefined
    },
    async checkCookie(account) {
      isBound = false
      isDoubtful = true
      await fetchOne(account)
    },
    renew,
    startPrefetching() {
      wanting += 1
      // The same listener twice is one listener.
      document.addEventListener('visibilitychange', renew)
      renew()
      return () => {
        wanting -= 1
        if (wanting > 0) return
        // A sign-in in another tab ends what was issued to this browser before.
        current = undefined
        clearTimeout(timer)
        document.removeEventListener('visibilitychange', renew)
      }
    },
  }
}

export interface ChallengeCache {
  /** The challenge that may be signed now, if there is one. */
  getFresh(): Challenge | undefined
  /** Fetches one; one request for any number of callers. */
  fetchOne(account: Account): Promise<Challenge>
  /** Says that the challenge was used. */
  forget(): void
  /**
   * Fetches one, and whether the browser sends the cookie that belongs to it.
   *
   * @throws AuthError `cookies_blocked` if it does not.
   */
  checkCookie(account: Account): Promise<void>
  /** Has one at hand again, where that is wanted. */
  renew(): void
  /** Keeps one at hand until the returned function is called. */
  startPrefetching(): () => void
}

const headers = { 'kit-expect-cookie': 'login' }

type Account = { address?: string | undefined; chainId?: number | undefined }

/** Uses only the server's clock, because the user's may be a day off. */
function findLifetime(client: AuthClient, challenge: Challenge): number {
  const issuedAt =
    challenge.format === 'eip4361' ? Date.parse(challenge.fields.issuedAt) : client.now()
  return Date.parse(challenge.expiresAt) - issuedAt
}
