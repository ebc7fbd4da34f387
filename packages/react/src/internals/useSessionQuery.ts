'use client'

import { useQuery } from '@tanstack/react-query'
import { useAuth } from '../provider/AuthContext.ts'
import { sessionQueryOptions } from './sessionQuery.ts'

/**
 * The query of who is signed in, which begins with what the server passed in.
 *
 * @param enabled - false looks on: whether the backend is asked is then for others to decide.
 */
export function useSessionQuery(enabled = true) {
  const { client, initialSession } = useAuth()
  return useQuery({
    ...sessionQueryOptions(client),
    enabled,
    ...(initialSession && { initialData: initialSession }),
  })
}
