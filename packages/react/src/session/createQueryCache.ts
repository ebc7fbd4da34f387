import type { SessionAnswer } from '@kit/core'
import type { Query, QueryClient } from '@tanstack/react-query'
import type { SessionCache } from './SessionCache.ts'
import { sessionQueryKey } from './sessionQuery.ts'

/** Stores the session in TanStack Query, next to the app's queries. */
export function createQueryCache(
  queryClient: QueryClient,
  isPrivate: (query: Query) => boolean,
): SessionCache {
  const queryKey = sessionQueryKey
  const getAnswer = () => queryClient.getQueryData<SessionAnswer>(queryKey)
  return {
    getAnswer,
    subscribe: (listener) => queryClient.getQueryCache().subscribe(listener),
    setSession(session) {
      void queryClient.cancelQueries({ queryKey })
      const former = getAnswer()
      const methods = former?.methods ?? []
      queryClient.setQueryData<SessionAnswer>(queryKey, { methods, session })
      // If the user signs in before the first answer, the methods still have to be requested.
      if (former === undefined) void queryClient.invalidateQueries({ queryKey })
    },
    async refetch() {
      await queryClient.cancelQueries({ queryKey })
      await queryClient.invalidateQueries({ queryKey })
    },
    forgetPrivate(isAll) {
      const predicate = (query: Query) => query.queryKey[0] !== queryKey[0] && isPrivate(query)
      queryClient.removeQueries({ type: 'inactive', predicate })
      if (isAll) void queryClient.resetQueries({ predicate })
    },
  }
}
