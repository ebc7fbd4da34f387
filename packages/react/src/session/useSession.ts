'use client'

import type { AuthError } from '@kit/core'
import { useCallback } from 'react'
import { type SessionResult, toSessionResult } from './SessionResult.ts'
import { useSessionQuery } from './useSessionQuery.ts'

/**
 * Returns the session and the methods that the backend offers. All callers share one request. If the server has
 * rendered with a session, there is no request at first. The session is requested again when the window gets
 * the focus, when the network is back, and when the session should have ended. If `isSuccess`, the answer is
 * known and `status` is `'signed-in'` or `'signed-out'`.
 *
 * @example
 * const { session, status } = useSession()
 * if (status === 'signed-in') return <p>{session.address}</p>
 */
export function useSession(): useSession.ReturnType {
  const { data, error, isError, refetch: ask } = useSessionQuery()
  const refetch = useCallback(async () => {
    await ask()
  }, [ask])
  return toSessionResult({ answer: data, isError, cause: error, refetch })
}

export declare namespace useSession {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = SessionResult
  type ErrorType = AuthError
}
