'use client'

import type { AuthError, SessionEntry, SessionListAnswer } from '@kit/core'
import { type QueryClient, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useAuth } from './AuthContext.ts'
import { publishSession } from './publishSession.ts'
import { useSession } from './useSession.ts'
import { useSessionEndings } from './useSessionEndings.ts'

/**
 * Returns the signed-in user's sessions on all devices, and functions to end them. Ending the current session
 * signs out.
 *
 * @example
 * const { data, endSession } = useSessions()
 * data?.map(({ id, client, isEnding }) => (
 *   <button key={id} disabled={isEnding} onClick={() => endSession(id)}>Sign out {client}</button>
 * ))
 */
export function useSessions(): useSessions.ReturnType {
  const { client, sessions, reauthentication } = useAuth()
  const { session } = useSession()
  const queryClient = useQueryClient()
  // The key contains the user, so that the next user of this tab does not see the previous user's devices.
  const { subject, authenticatedAt } = session ?? {}
  const queryKey = useMemo(
    () => [...sessionsQueryKey, subject, authenticatedAt],
    [subject, authenticatedAt],
  )
  const query = useQuery<SessionListAnswer, AuthError>({
    queryKey,
    queryFn: ({ signal }) => client.listSessions({ signal }),
    enabled: session !== undefined,
    ...once,
  })
  const ending = useMutation<undefined, AuthError, string>({
    mutationKey: endSessionKey,
    mutationFn: (id) => client.endSession(id),
    onSuccess: async (_, id) => {
      const isCurrent = queryClient.getQueryData<SessionListAnswer>(queryKey)?.currentId === id
      await keepSessions(queryClient, queryKey, (entry) => entry.id !== id)
      if (!isCurrent) return
      reauthentication.leave()
      publishSession(sessions, null)
    },
    ...once,
  })
  const endingOthers = useMutation<undefined, AuthError>({
    mutationFn: () => client.endOtherSessions(),
    onSuccess: () => keepSessions(queryClient, queryKey, ({ id }, currentId) => id === currentId),
    ...once,
  })
  const endings = useSessionEndings(endSessionKey)
  const { status, isPending, isSuccess, isError, refetch, data: answer } = query
  const data = useMemo(
    () =>
      answer?.sessions.map((entry) => ({
        ...entry,
        isCurrent: entry.id === answer.currentId,
        isEnding: endings.get(entry.id)?.isPending ?? false,
        endError: endings.get(entry.id)?.error,
      })),
    [answer, endings],
  )
  const { mutate: end, mutateAsync: endAsync } = ending
  const { mutate: endOthers, mutateAsync: endOthersAsync } = endingOthers
  return {
    data,
    status,
    isPending,
    isSuccess,
    isError,
    error: query.error ?? undefined,
    refetch: useCallback(async () => {
      await refetch()
    }, [refetch]),
    endSession: useCallback((id) => end(id), [end]),
    endSessionAsync: useCallback((id) => endAsync(id), [endAsync]),
    endOtherSessions: useCallback(() => endOthers(), [endOthers]),
    endOtherSessionsAsync: useCallback(() => endOthersAsync(), [endOthersAsync]),
    isEndingOthers: endingOthers.isPending,
    endOthersError: endingOthers.error ?? undefined,
  }
}

export declare namespace useSessions {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type Entry = SessionEntry & {
    /** Whether this is the current session. */
    isCurrent: boolean
    /** Whether `endSession` is running for this session. */
    isEnding: boolean
    /** Why the last `endSession` failed for this session. */
    endError: AuthError | undefined
  }
  type ReturnType = {
    /** The most recently used first; `undefined` until they are known. */
    data: readonly Entry[] | undefined
    status: 'pending' | 'success' | 'error'
    isPending: boolean
    isSuccess: boolean
    isError: boolean
    error: AuthError | undefined
    refetch: () => Promise<void>
    /** Ends a session by its `id`. Several can run at once. Never throws. */
    endSession: (id: string) => void
    /** @throws AuthError */
    endSessionAsync: (id: string) => Promise<undefined>
    /** Ends all sessions except the current one. Never throws. */
    endOtherSessions: () => void
    /** @throws AuthError */
    endOtherSessionsAsync: () => Promise<undefined>
    isEndingOthers: boolean
    endOthersError: AuthError | undefined
  }
  type ErrorType = AuthError
}

const sessionsQueryKey = ['kit', 'sessions'] as const
const endSessionKey = ['kit', 'end-session'] as const
const once = { networkMode: 'always', retry: false, throwOnError: false } as const

/** Removes ended sessions from the list, and cancels a running request whose answer might still contain them. */
async function keepSessions(
  queryClient: QueryClient,
  queryKey: readonly unknown[],
  isKept: (entry: SessionEntry, currentId: string) => boolean,
): Promise<void> {
  await queryClient.cancelQueries({ queryKey })
  queryClient.setQueryData<SessionListAnswer>(
    queryKey,
    (answer) =>
      answer && {
        ...answer,
        sessions: answer.sessions.filter((entry) => isKept(entry, answer.currentId)),
      },
  )
}
