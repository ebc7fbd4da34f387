'use client'

import type { AuthClient, Method, SessionAnswer } from '@kit/core'
import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import type { Reauthentication } from './createReauthentication.ts'
import type { SessionCache } from './SessionCache.ts'

/** The context value of every provider. */
export interface AuthContextValue {
  client: AuthClient
  sessions: SessionCache
  /** The answer that the server rendered with. If it does not include the methods, the backend is called. */
  initialAnswer: InitialAnswer | undefined
  /** The offered methods, as set by the app before the backend answers. */
  initialMethods: readonly Method[] | undefined
  reauthentication: Reauthentication
}

export interface InitialAnswer {
  data: SessionAnswer
  isComplete: boolean
}

export const AuthContext = createContext<AuthContextValue | undefined>(undefined)

/**
 * Returns the provider's context value.
 * @throws Error if there is no provider above.
 */
export function useAuth(): AuthContextValue {
  const value = useContext(AuthContext)
  if (value !== undefined) return value
  throw createProviderError()
}
