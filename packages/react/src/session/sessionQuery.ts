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
    // The query's signal is not passed on. Otherwise mounting twice, as in StrictMode, would send two requests.
    queryFn: async () => {
      const { session, methods } = await client.getSession()
      // The session is unknown, so the query must fail. A page must not show that nobody is signed in.
      if (session === undefined) throw new AuthError('store_unavailable')
      return { session, methods }
    },
    staleTime: 5000,
    // Overrides the app's query defaults: if the browser is offline, the query fails instead of waiting, and
    // its errors are a state and are not thrown.
    retry: false,
    networkMode: 'always',
    throwOnError: false,
    // A component that shows the error must not cause a request when it mounts. Otherwise mounting and
    // requesting would never end.
    retryOnMount: false,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  })
}
