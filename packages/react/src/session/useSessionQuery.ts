'use client'

import { type QueryClient, useQuery } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import { useAuth } from './AuthContext.ts'
import { sessionQueryOptions } from './sessionQuery.ts'

/**
 * The provider's query client, which stores the session. It is used even below another `QueryClientProvider`.
 * Otherwise a sign-in would be written to one client and read from another.
 */
export const SessionQueryContext = createContext<QueryClient | undefined>(undefined)

/**
 * Returns the query of the session, whose initial data is the answer that the server rendered with.
 *
 * @param enabled - whether this component causes requests. If false, it only observes.
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
