'use client'

import type { Session } from '@kit/core'
import { useCallback, useEffect } from 'react'
import { type Callbacks, type Handlers, useHandlers } from '../login/useHandlers.ts'
import { useAuth } from './AuthContext.ts'
import { publishSession } from './publishSession.ts'

/**
 * Returns the handlers of a sign-in. The session is published to all components and tabs before any callback
 * runs. When that session ends for any reason, the sign-in is reset.
 */
export function useSessionHandlers(
  callbacks: Callbacks<Session>,
  status: string,
  reset: () => void,
): (ofCall?: Callbacks<Session>) => Handlers<Session> {
  const { sessions } = useAuth()
  useEffect(() => {
    if (status !== 'success') return
    const find = () => sessions.getAnswer()?.session
    let session = find()
    return sessions.subscribe(() => {
      if (session && !find()) reset()
      session = find()
    })
  }, [sessions, status, reset])
  const createHandlers = useHandlers(callbacks)
  return useCallback(
    (ofCall) => {
      const { onSuccess, onError } = createHandlers(ofCall)
      return {
        onError,
        onSuccess: (session) => {
          publishSession(sessions, session)
          onSuccess(session)
        },
      }
    },
    [sessions, createHandlers],
  )
}
