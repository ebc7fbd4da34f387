'use client'

import type { Session } from '@kit/core'
import { useState } from 'react'
import { useAuth } from '../../session/AuthContext.ts'

/**
 * The last session, and whether it has expired, as opposed to the user signing out.
 *
 * @param isEnded - whether the current one should have ended; the backend may not have confirmed it yet.
 */
export function useEnd(
  session: Session | undefined,
  isEnded: boolean,
): { isOver: boolean; last: Session | undefined } {
  const { reauthentication, client } = useAuth()
  const [last, setLast] = useState(session)
  if (session !== undefined && session !== last) setLast(session)
  const endsAt = last?.expiresAt ? Date.parse(last.expiresAt) : undefined
  // The clock comes from a `Date` header, which has whole seconds, so it can be late by a fraction of one.
  const isPast = endsAt !== undefined && client.now() >= Math.floor(endsAt / 1000) * 1000
  const isGone = session === undefined && isPast
  return { isOver: isEnded || (isGone && !reauthentication.hasLeft()), last: session ?? last }
}
