'use client'

import type { AuthClient, SessionAnswer } from '@kit/core'
import type { Query } from '@tanstack/react-query'
import { createContext, useContext } from 'react'
import type { AccountPolicy } from '../account/AccountPolicy.ts'
import type { AccountNotes } from '../account/createAccountNotes.ts'
import type { Reauthentication } from '../internals/createReauthentication.ts'
import type { Words } from '../locales/Words.ts'

/** What the provider hands down. */
export interface AuthContextValue {
  client: AuthClient
  /** The app's; `undefined` gives the English ones. */
  words: Words | undefined
  initialSession: SessionAnswer | undefined
  reauthentication: Reauthentication
  policy: AccountPolicy
  account: AccountNotes
  isPrivate: (query: Query) => boolean
}

export const AuthContext = createContext<AuthContextValue | undefined>(undefined)

/** The provider's value. @throws Error when there is no provider above. */
export function useAuth(): AuthContextValue {
  const value = useContext(AuthContext)
  if (value !== undefined) return value
  throw new Error('Wrap your app in <AuthProvider> of @kit/react.')
}
