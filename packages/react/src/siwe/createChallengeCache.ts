import type { AuthClient, Challenge } from '@kit/core'
import { runExclusive } from '../login/runExclusive.ts'
import { isForeignFrame } from './isForeignFrame.ts'

/**
 * Keeps one fresh challenge, so that nothing has to be fetched between the user's tap and the call of the
 * wallet. While the page is visible, the challenge is renewed before it expires. It counts as expired up to 30
 * s early, because the user needs time to read and sign.
 */
export function createChallengeCache(client: AuthClient): ChallengeCache {
  let current: { challenge: Challenge; freshUntil: number; marginMs: number } | undefined
  let pending: Promise<Challenge> | undefined
  /** Whether the pending request is for a challenge without an account, which a server may refuse. */
  let isAhead = false
  let timer: ReturnType<typeof setTimeout> | undefined
  /** Whether it is known that the browser sends the login cookie. */
  let isBound = false
  /** Whether the login cookie of the last challenge seems to be lost. */
  let isDoubtful = false
  /** How many components need a prefetched challenge. */
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
   * Fetches a challenge, and checks that the browser sends its cookie. In a frame of another site, or if the
   * user blocks cookies, the browser may discard the cookie, so a signature would be useless. A second request
   * shows whether the cookie is sent.
   */
  async function fetchBound(account: Account): Promise<Challenge> {
    // A server that needs the account refuses this request, and browsers print each refused request in the console.
    // With this header, the server answers with 204 instead.
    const prefetchHeaders = account.address === undefined ? { 'kit-prefetch': '1' } : undefined
    const challenge = await client.createSiweChallenge(account, { headers: prefetchHeaders })
    if (isBound || !(isDoubtful || isForeignFrame())) return challenge
    const headers = { ...prefetchHeaders, 'kit-expect-cookie': 'login' }
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
    // A renewal that fails is ignored, because the tap fetches a challenge again and reports the error.
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
      // Adding the same listener again has no effect.
      document.addEventListener('visibilitychange', renew)
      renew()
      return () => {
        wanting -= 1
        if (wanting > 0) return
        // A sign-in in another tab invalidates the challenges of this browser.
        current = undefined
        clearTimeout(timer)
        document.removeEventListener('visibilitychange', renew)
      }
    },
  }
}

export interface ChallengeCache {
  /** Returns the challenge that can be signed now, if there is one. */
  getFresh(): Challenge | undefined
  /** Fetches a challenge, with one request for simultaneous callers. */
  fetchOne(account: Account): Promise<Challenge>
  /** Call this when the challenge was used. */
  forget(): void
  /**
   * Checks whether the browser sends the cookie of a challenge.
   *
   * @throws AuthError `cookies_blocked` if it does not.
   */
  checkCookie(account: Account): Promise<void>
  /** Fetches a new challenge if a component needs a prefetched one. */
  renew(): void
  /** Keeps a challenge prefetched until the returned function is called. */
  startPrefetching(): () => void
}

type Account = { address?: string | undefined; chainId?: number | undefined }

/**
 * Returns how long a challenge can still be signed. Uses only the server's clock, because the user's may be
 * wrong by a day.
 */
function findLifetime(client: AuthClient, challenge: Challenge): number {
  const issuedAt =
    challenge.format === 'eip4361' ? Date.parse(challenge.fields.issuedAt) : client.now()
  return Date.parse(challenge.expiresAt) - issuedAt
}
