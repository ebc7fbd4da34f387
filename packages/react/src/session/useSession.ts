'use client'

import type { AuthError } from '@kit/core'
import { useCallback } from 'react'
import { type SessionResult, toSessionResult } from './SessionResult.ts'
import { useSessionQuery } from './useSessionQuery.ts'

/**
 * The session, and the methods that the backend offers. Any number of callers share one request, and there is
 * none at first if the server passed the session in. It is requested again when the window gets the focus,
 * when the network is back, and when the session should have ended. `isSuccess` means that the answer is
 * known: `status` is then `'signed-in'` or `'signed-out'`.
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
  /** It takes none. */
  type Parameters = undefined
  type ReturnType = SessionResult
  type ErrorType = AuthError
}
