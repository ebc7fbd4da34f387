'use client'

import type { AuthError, Method, Session } from '@kit/core'
import { CodedError, isAuthError } from '@kit/core/coded-error'
import { useCallback } from 'react'
import { useSessionQuery } from '../internals/useSessionQuery.ts'

/**
 * Who is signed in, and which methods the backend offers. One request for any number of callers; none
 * at first where the server passed the session in. Asked again when the window gets the focus, when the
 * network is back, and when the session should have ended.
 *
 * @example
 * const { session, status } = useSession()
 * if (status === 'signed-in') return <p>{session.address}</p>
 */
export function useSession(): useSession.ReturnType {
  const { data, error: cause, isError, refetch: ask } = useSessionQuery()
  const refetch = useCallback(async () => {
    await ask()
  }, [ask])
  const common = { methods: data?.methods ?? none, refetch, session: undefined, error: undefined }
  if (data?.session) return { ...common, status: 'signed-in', session: data.session }
  if (data) return { ...common, status: 'signed-out' }
  if (!isError) return { ...common, status: 'loading' }
  const error = isAuthError(cause) ? cause : new CodedError('invalid_answer', 'retry', { cause })
  return { ...common, status: 'error', error }
}

export declare namespace useSession {
  /** It takes none. */
  type Parameters = undefined
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
  type ErrorType = AuthError
}

const none: readonly Method[] = []
