'use client'

import type { Session } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { publishSession } from './sessionQuery.ts'
import { type Callbacks, type Handlers, useHandlers } from './useHandlers.ts'

/** The handlers of a sign-in: the session is known everywhere before anybody is told of it. */
export function useSessionHandlers(
  callbacks: Callbacks<Session>,
): (ofCall?: Callbacks<Session>) => Handlers<Session> {
  const queryClient = useQueryClient()
  const createHandlers = useHandlers(callbacks)
  return useCallback(
    (ofCall) => {
      const { onSuccess, onError } = createHandlers(ofCall)
      return {
        onError,
        onSuccess: (session) => {
          publishSession(queryClient, session)
          onSuccess(session)
        },
      }
    },
    [queryClient, createHandlers],
  )
}
