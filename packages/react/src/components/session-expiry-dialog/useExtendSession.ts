'use client'

import type { AuthError, Session, SessionAnswer } from '@kit/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useAuth } from '../../session/AuthContext.ts'
import { publishSession } from '../../session/publishSession.ts'

/**
 * Tells the backend that the user is still active. Only the answer shows whether that extends the session: it
 * moves the end of the idle time, but not the end of the credential or the absolute end.
 */
export function useExtendSession(session: Session | undefined): useExtendSession.ReturnType {
  const { client, sessions } = useAuth()
  const [fixedEnd, setFixedEnd] = useState<string | null>()
  const { mutate, isPending, isSuccess, error } = useMutation<SessionAnswer, AuthError>({
    mutationFn: () => client.extendSession(),
    onSuccess: (answer) => {
      publishSession(sessions, answer.session)
      const next = answer.session?.expiresAt
      if (next !== undefined && !isLater(next, session?.expiresAt)) setFixedEnd(next)
    },
    networkMode: 'always',
    retry: false,
    throwOnError: false,
  })
  const end = session?.expiresAt
  const isPossible = end !== undefined && end !== null && end !== fixedEnd
  return {
    extend: () => {
      if (!isPending) mutate()
    },
    isPossible,
    isPending,
    isExtended: isSuccess && isPossible,
    error: error ?? undefined,
  }
}

export declare namespace useExtendSession {
  type ReturnType = {
    extend: () => void
    /** False if the session has no end, and after an attempt that did not extend it. */
    isPossible: boolean
    isPending: boolean
    isExtended: boolean
    error: AuthError | undefined
  }
}

/** Whether the new end is later by more than a second, because times have a resolution of one second. */
function isLater(next: string | null, former: string | null | undefined): boolean {
  if (next === null) return true
  return !former || Date.parse(next) - Date.parse(former) > 1000
}
