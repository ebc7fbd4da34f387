'use client'

import type { Session, SessionAnswer } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { publishSession, sessionQueryKey } from './sessionQuery.ts'
import { type Callbacks, type Handlers, useHandlers } from './useHandlers.ts'

/**
 * The handlers of a sign-in: the session is known everywhere before anybody is told of it. When that
 * session has ended, by whatever part of the page or tab, the sign-in is back at its start.
 */
export function useSessionHandlers(
  callbacks: Callbacks<Session>,
  status: string,
  reset: () => void,
): (ofCall?: Callbacks<Session>) => Handlers<Session> {
  const queryClient = useQueryClient()
  useEffect(() => {
    if (status !== 'success') return
    const find = () => queryClient.getQueryData<SessionAnswer>(sessionQueryKey)?.session
    let session = find()
    return queryClient.getQueryCache().subscribe(() => {
      if (session && !find()) reset()
      session = find()
    })
  }, [queryClient, status, reset])
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
