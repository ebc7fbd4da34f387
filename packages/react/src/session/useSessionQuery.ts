'use client'

import { type QueryClient, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import { useAuth } from './AuthContext.ts'
import { sessionQueryOptions } from './sessionQuery.ts'

/**
 * The query client that holds the session: the provider's, even below another `QueryClientProvider`.
 * Otherwise a sign-in would be written to one client and read from another.
 */
export const SessionQueryContext = createContext<QueryClient | undefined>(undefined)

/**
 * The query of the session, which starts with what the server passed in.
 *
 * @param enabled - false only observes: others decide whether the backend is asked.
 */
export function useSessionQuery(enabled = true) {
  const { client, initialAnswer } = useAuth()
  const queryClient = useContext(SessionQueryContext)
  if (queryClient === undefined) throw createProviderError()
  return useQuery(
    {
      ...sessionQueryOptions(client),
      enabled,
      ...(initialAnswer && { initialData: initialAnswer.data }),
      ...(initialAnswer?.isComplete === false && { initialDataUpdatedAt: 0 }),
    },
    queryClient,
  )
}
