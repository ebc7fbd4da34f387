import { randomBytes } from 'node:crypto'
import type { Knobs } from './knobs.ts'

/**
 * Issues access and refresh tokens in pairs. Renewing a pair ends both of its tokens and issues two new ones.
 */
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
      // The real API sends these numbers as strings.
      access_token_expires_at: String(pair.accessEndsAt),
      refresh_token: pair.refresh,
      refresh_token_expires_at: String(pair.refreshEndsAt),
    }
  }

  return {
    issue,
    /** Removes and returns the pair that this refresh token renews. A refresh token works once. */
    takeRefresh(token: unknown): Pair | undefined {
      const pair = pairs.find(({ refresh }) => refresh === token)
      if (pair === undefined || now() >= pair.refreshEndsAt) return undefined
      drop(pair)
      return pair
    },
    findAccess: (token: string): Pair | undefined =>
      pairs.find(({ access, accessEndsAt }) => access === token && now() < accessEndsAt),
    /** Ends the authorization of a token of either kind. Returns false for an unknown token. */
    revoke(token: unknown): boolean {
      const pair = pairs.find(({ access, refresh }) => access === token || refresh === token)
      if (pair !== undefined) drop(pair)
      return pair !== undefined
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
  readonly accessEndsAt: number
  readonly refresh: string
  readonly refreshEndsAt: number
}
