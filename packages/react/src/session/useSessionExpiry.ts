'use client'

import { useCallback, useEffect } from 'react'
import { useCountdown } from '../login/useCountdown.ts'
import { useAuth } from './AuthContext.ts'
import { useSession } from './useSession.ts'

/**
 * Returns when the session ends, by the server's clock. If the end is unknown, it never warns. If the server's
 * clock is unknown, as after a page that the server rendered, the session is requested.
 *
 * @example
 * const { status, endsInSeconds } = useSessionExpiry({ warnBeforeMs: 60_000 })
 * if (status === 'ending') return <p>Signed out in {endsInSeconds} s.</p>
 */
export function useSessionExpiry(
  parameters: useSessionExpiry.Parameters = {},
): useSessionExpiry.ReturnType {
  const { warnBeforeMs = 60_000 } = parameters
  const { client } = useAuth()
  const { session, refetch } = useSession()
  const endsAt = session?.expiresAt ? Date.parse(session.expiresAt) : undefined
  const now = useCallback(
    () => (client.clockOffset() === undefined ? undefined : client.now()),
    [client],
  )
  useEffect(() => {
    if (endsAt !== undefined && client.clockOffset() === undefined) void refetch()
  }, [endsAt, client, refetch])
  const endsInSeconds = useCountdown(endsAt, now)
  const status = findStatus(endsInSeconds, warnBeforeMs)
  return { status, endsInSeconds, isEnding: status === 'ending', isEnded: status === 'ended' }
}

export declare namespace useSessionExpiry {
  type Parameters = {
    /** How long before the end `isEnding` is true, in ms. @default 60000 */
    warnBeforeMs?: number | undefined
  }
  type ReturnType = {
    /** `open` means that the session has no end, or that the end is not known yet. */
    status: 'open' | 'active' | 'ending' | 'ended'
    /** Whole seconds until the end; `undefined` if the end is unknown. */
    endsInSeconds: number | undefined
    isEnding: boolean
    isEnded: boolean
  }
  type ErrorType = never
}

function findStatus(
  seconds: number | undefined,
  warnBeforeMs: number,
): useSessionExpiry.ReturnType['status'] {
  if (seconds === undefined) return 'open'
  if (seconds === 0) return 'ended'
  return seconds * 1000 <= warnBeforeMs ? 'ending' : 'active'
}
