'use client'

import { useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { sessionQueryKey } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Asks the upstream through the backend, which adds the credential. When the answer is 401 the session
 * is asked for again, once for any number of calls, so that the page shows that it has ended.
 *
 * @returns a function of a path below `/upstream` and a `fetch` init; its answer is the raw one.
 * @example
 * const authedFetch = useAuthedFetch()
 * const profile = await (await authedFetch('/user')).json()
 */
export function useAuthedFetch(): useAuthedFetch.ReturnType {
  const { client } = useAuth()
  const queryClient = useQueryClient()
  return useCallback(
    async (path, init) => {
      const response = await client.fetchUpstream(path, init)
      if (response.status === 401)
        await queryClient.invalidateQueries({ queryKey: sessionQueryKey }, { cancelRefetch: false })
      return response
    },
    [client, queryClient],
  )
}

export declare namespace useAuthedFetch {
  /** Rejects with `AuthError` `network_error`, `timeout` or `aborted`. */
  type ReturnType = (path: string, init?: RequestInit) => Promise<Response>
}
