import type { Method, Session, SessionAnswer } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { queryOptions } from '@tanstack/react-query'

/** The key of the session in TanStack Query. */
export const sessionQueryKey = ['kit', 'session'] as const

/**
 * The query of `GET /session`, for prefetching in loaders and on servers.
 *
 * @param client - `createAuthClient()`, or on a server any object that returns the session.
 * @example
 * await queryClient.ensureQueryData(sessionQueryOptions(createAuthClient()))
 * @example
 * const getSession = () => auth.getSessionAnswer(request)
 * await queryClient.prefetchQuery(sessionQueryOptions({ getSession }))
 */
export function sessionQueryOptions(client: {
  getSession: () => Promise<{ session: Session | null | undefined; methods: Method[] }>
}) {
  return queryOptions<SessionAnswer, AuthError, SessionAnswer, typeof sessionQueryKey>({
    queryKey: sessionQueryKey,
    // If the query's signal were passed on, mounting twice, as StrictMode does, would send two requests.
    queryFn: async () => {
      const { session, methods } = await client.getSession()
      // The session is unknown: a page rendered in the meantime must not claim that nobody is signed in.
      if (session === undefined) throw new AuthError('store_unavailable')
      return { session, methods }
    },
    staleTime: 5000,
    // The app's query defaults must not change this query: being offline is an error that says so, not a
    // request that waits, and an error is a state and is not thrown.
    retry: false,
    networkMode: 'always',
    throwOnError: false,
    // A part that shows the error must not cause a request by mounting. Otherwise it would mount and request
    // for ever.
    retryOnMount: false,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  })
}
