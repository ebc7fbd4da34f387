'use client'

import type { Session } from '@kit/core'
import { useState } from 'react'
import { useAuth } from '../../session/AuthContext.ts'

/**
 * Returns the last session, and whether it has expired (and was not ended by a sign-out).
 *
 * @param isEnded - whether the current session should have ended by now. The backend may not have confirmed
 * that yet.
 */
export function useEnd(
  session: Session | undefined,
  isEnded: boolean,
): { isOver: boolean; last: Session | undefined } {
  const { reauthentication, client } = useAuth()
  const [last, setLast] = useState(session)
  if (session !== undefined && session !== last) setLast(session)
  const endsAt = last?.expiresAt ? Date.parse(last.expiresAt) : undefined
  // The clock comes from a `Date` header, which has a resolution of one second, so it can be up to a second
  // slow.
  const isPast = endsAt !== undefined && client.now() >= Math.floor(endsAt / 1000) * 1000
  const isGone = session === undefined && isPast
  return { isOver: isEnded || (isGone && !reauthentication.hasLeft()), last: session ?? last }
}
