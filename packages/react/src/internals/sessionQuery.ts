import type { AuthClient, AuthError, Session, SessionAnswer } from '@kit/core'
import { type QueryClient, queryOptions } from '@tanstack/react-query'

/** Where TanStack Query keeps who is signed in. */
export const sessionQueryKey = ['kit', 'session'] as const

/**
 * The query of `GET /session`, for prefetching in loaders and on servers.
 *
 * @param client - `createAuthClient()`, or on a server anything that tells the session.
 * @example
 * await queryClient.ensureQueryData(sessionQueryOptions(createAuthClient()))
 * @example
 * const getSession = () => auth.getSessionAnswer(request)
 * await queryClient.prefetchQuery(sessionQueryOptions({ getSession }))
 */
export function sessionQueryOptions(client: Pick<AuthClient, 'getSession'>) {
  return queryOptions<SessionAnswer, AuthError, SessionAnswer, typeof sessionQueryKey>({
    queryKey: sessionQueryKey,
    // Without its signal: who mounts twice, as StrictMode does, must not ask twice.
    queryFn: () => client.getSession(),
    staleTime: 5000,
    // What an app sets for its own queries must not change what this one promises: offline is an error
    // that says so rather than a question that waits, and an error is a state and is not thrown.
    retry: false,
    networkMode: 'always',
    throwOnError: false,
    // A part that shows the error must not ask by being shown: one that stands in while it is would never rest.
    retryOnMount: false,
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  })
}

/** Makes a session, or its end, known to this tab and to the others. */
export function publishSession(queryClient: QueryClient, session: Session | null): void {
  // An older answer that is still on its way must not undo what just happened.
  void queryClient.cancelQueries({ queryKey: sessionQueryKey })
  const former = queryClient.getQueryData<SessionAnswer>(sessionQueryKey)
  queryClient.setQueryData<SessionAnswer>(sessionQueryKey, {
    methods: former?.methods ?? [],
    session,
  })
  // Who signs in before the first answer still has to learn which methods there are.
  if (former === undefined) void queryClient.invalidateQueries({ queryKey: sessionQueryKey })
  openChannel()?.postMessage(session === null ? 'signed-out' : 'signed-in')
}

/** Asks anew who is signed in: an answer that was under way before says what was, not what is. */
export async function askAgain(queryClient: QueryClient): Promise<void> {
  await queryClient.cancelQueries({ queryKey: sessionQueryKey })
  await queryClient.invalidateQueries({ queryKey: sessionQueryKey })
}

/** The same, once for any number of callers who were all refused. */
export function askAgainTogether(queryClient: QueryClient): Promise<void> {
  const pending = asking.get(queryClient)
  if (pending !== undefined) return pending
  const promise = askAgain(queryClient).finally(() => asking.delete(queryClient))
  asking.set(queryClient, promise)
  return promise
}

const asking = new WeakMap<QueryClient, Promise<void>>()

/** The channel between tabs; none where the browser has none. A channel never hears itself. */
export function openChannel(): BroadcastChannel | undefined {
  if (typeof BroadcastChannel === 'undefined') return undefined
  channel ??= new BroadcastChannel(sessionQueryKey.join(':'))
  return channel
}

let channel: BroadcastChannel | undefined
