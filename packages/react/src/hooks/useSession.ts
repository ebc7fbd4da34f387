'use client'

import { AuthError, type Method, type Session } from '@kit/core'
import { useQuery } from '@tanstack/react-query'
import { sessionQueryOptions } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Who is signed in, and which methods the backend offers. One request for any number of callers; none
 * at first where the server passed the session in. Asked again when the window gets the focus.
 *
 * @example
 * const { session, status } = useSession()
 * if (status === 'signed-in') return <p>{session.address}</p>
 */
export function useSession(): useSession.ReturnType {
  const { client, initialSession } = useAuth()
  const query = useQuery({
    ...sessionQueryOptions(client),
    ...(initialSession === undefined ? {} : { initialData: initialSession }),
  })
  const { data } = query
  const common = {
    methods: data?.methods ?? [],
    refetch: async () => {
      await query.refetch()
    },
  }
  if (data?.session)
    return { ...common, status: 'signed-in', session: data.session, error: undefined }
  if (data) return { ...common, status: 'signed-out', session: undefined, error: undefined }
  if (query.isError) {
    const error = AuthError.is(query.error)
      ? query.error
      : new AuthError('invalid_answer', { cause: query.error })
    return { ...common, status: 'error', session: undefined, error }
  }
  return { ...common, status: 'loading', session: undefined, error: undefined }
}

export declare namespace useSession {
  type ReturnType = {
    /** What the backend offers; empty while that is not known. */
    methods: readonly Method[]
    refetch: () => Promise<void>
  } & (
    | { status: 'loading'; session: undefined; error: undefined }
    | { status: 'signed-in'; session: Session; error: undefined }
    | { status: 'signed-out'; session: undefined; error: undefined }
    | { status: 'error'; session: undefined; error: AuthError }
  )
}
