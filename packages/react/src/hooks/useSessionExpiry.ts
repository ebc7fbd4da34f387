'use client'

import { useAuth } from '../provider/AuthContext.ts'
import { useCountdown } from './useCountdown.ts'
import { useSession } from './useSession.ts'

/**
 * When the session ends, by the server's clock. Where the upstream does not say, it never warns.
 *
 * @example
 * const { isEnding, endsInSeconds } = useSessionExpiry({ warnBeforeMs: 60_000 })
 */
export function useSessionExpiry(
  parameters: useSessionExpiry.Parameters = {},
): useSessionExpiry.ReturnType {
  const { warnBeforeMs = 60_000 } = parameters
  const { client } = useAuth()
  const { session } = useSession()
  const endsAt = session?.expiresAt ? Date.parse(session.expiresAt) : undefined
  const endsInSeconds = useCountdown(endsAt, client.now)
  if (endsAt === undefined) return { endsInSeconds: undefined, isEnding: false, isEnded: false }
  const isEnded = endsInSeconds === 0 && client.now() >= endsAt
  const isEnding = !isEnded && endsInSeconds > 0 && endsInSeconds * 1000 <= warnBeforeMs
  return { endsInSeconds, isEnding, isEnded }
}

export declare namespace useSessionExpiry {
  type Parameters = {
    /** How long before the end `isEnding` is true, in ms. @default 60000 */
    warnBeforeMs?: number | undefined
  }
  type ReturnType = {
    /** Whole seconds; `undefined` where the upstream does not say. */
    endsInSeconds: number | undefined
    isEnding: boolean
    isEnded: boolean
  }
}
