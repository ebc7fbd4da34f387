import type { Query, QueryClient } from '@tanstack/react-query'
import { sessionQueryKey } from './sessionQuery.ts'

/**
 * Takes out of the cache what was answered to somebody who is not signed in any more.
 *
 * @param isAll - also what is on the screen: it is emptied, and asked for again.
 */
export function forgetPrivate(
  queryClient: QueryClient,
  isPrivate: (query: Query) => boolean,
  isAll: boolean,
): void {
  const predicate = (query: Query) => query.queryKey[0] !== sessionQueryKey[0] && isPrivate(query)
  queryClient.removeQueries({ type: 'inactive', predicate })
  if (isAll) void queryClient.resetQueries({ predicate })
}
