import { randomBytes } from 'node:crypto'
import type { Knobs } from './knobs.ts'

/** Access and refresh tokens, in pairs: who renews one gets two others, and both former ones end. */
export function createTokens(now: () => number) {
  const pairs: Pair[] = []

  function drop(pair: Pair): void {
    const index = pairs.indexOf(pair)
    if (index >= 0) pairs.splice(index, 1)
  }

  function issue(address: string, clientId: string, knobs: Knobs) {
    const pair: Pair = {
      address,
      clientId,
      access: knobs.tokenIsAddress ? address : randomBytes(24).toString('hex'),
      accessEndsAt: now() + knobs.accessTokenLifetimeSeconds * 1000,
      refresh: randomBytes(24).toString('hex'),
      refreshEndsAt: now() + knobs.refreshTokenLifetimeSeconds * 1000,
    }
    pairs.push(pair)
    return {
      access_token: pair.access,
      token_type: 'Bearer',
      // Numbers come as texts.
      access_token_expires_at: String(pair.accessEndsAt),
      refresh_token: pair.refresh,
      refresh_token_expires_at: String(pair.refreshEndsAt),
    }
  }

  return {
    issue,
    /** The pair that this refresh token renews, once. */
    takeRefresh(token: unknown): Pair | undefined {
      const pair = pairs.find(({ refresh }) => refresh === token)
      if (pair === undefined || now() >= pair.refreshEndsAt) return undefined
      drop(pair)
      return pair
    },
    findAccess: (token: string): Pair | undefined =>
      pairs.find(({ access, accessEndsAt }) => access === token && now() < accessEndsAt),
    /** Ends one of the two, and leaves the other. */
    revoke(token: unknown): void {
      for (const pair of pairs) {
        if (pair.access === token) pair.accessEndsAt = 0
        if (pair.refresh === token) pair.refreshEndsAt = 0
      }
    },
    reset() {
      pairs.length = 0
    },
  }
}

interface Pair {
  readonly address: string
  readonly clientId: string
  readonly access: string
  accessEndsAt: number
  readonly refresh: string
  refreshEndsAt: number
}
