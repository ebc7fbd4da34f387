'use client'

import type { AuthClient, Method, SessionAnswer } from '@kit/core'
import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import type { Reauthentication } from './createReauthentication.ts'
import type { SessionCache } from './SessionCache.ts'

/** The value that every provider passes down. */
export interface AuthContextValue {
  client: AuthClient
  sessions: SessionCache
  /** What the server rendered with. It is fetched again if the server did not include the methods. */
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

/** The provider's value. @throws Error if there is no provider above. */
export function useAuth(): AuthContextValue {
  const value = useContext(AuthContext)
  if (value !== undefined) return value
  throw createProviderError()
}
