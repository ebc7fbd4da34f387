'use client'

import type { AuthError } from '@kit/core'
import { createContext, useContext, useEffect } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import { useStore } from '../login/useStore.ts'
import type { SessionStore } from './createSessionStore.ts'
import { type SessionResult, toSessionResult } from './SessionResult.ts'

/** The store of a provider without TanStack Query. */
export const SessionStoreContext = createContext<SessionStore | undefined>(undefined)

/**
 * Returns the session and the methods that the backend offers, like `useSession` of `@kit/react`. All callers
 * share one request. If the server has rendered with a session, there is no request at first.
 *
 * @example
 * const { session, status } = useSession()
 * if (status === 'signed-in') return <p>Signed in by {session.method}</p>
 */
export function useStoredSession(): useStoredSession.ReturnType {
  const sessions = useContext(SessionStoreContext)
  if (sessions === undefined) throw createProviderError('@kit/react/email')
  const { store, mount, refetch } = sessions
  const { answer, cause } = useStore(store)
  useEffect(mount, [mount])
  return toSessionResult({ answer, isError: cause !== undefined, cause, refetch })
}

export declare namespace useStoredSession {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = SessionResult
  type ErrorType = AuthError
}
