'use client'

import type { Session } from '@kit/core'
import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import type { AccountPolicy } from './AccountPolicy.ts'
import type { AccountNotes } from './createAccountNotes.ts'

/** What a provider with wallets adds to the context. */
export interface AccountContextValue {
  policy: AccountPolicy
  account: AccountNotes
  /** Disconnects the wallet that opened a session or, if that is not known, the connected one. */
  disconnectWallet: (session: Session | undefined) => Promise<void>
}

export const AccountContext = createContext<AccountContextValue | undefined>(undefined)

/** The wallet's part of the provider's value. @throws Error if there is no provider with wallets above. */
export function useAccountNotes(): AccountContextValue {
  const value = useContext(AccountContext)
  if (value !== undefined) return value
  throw createProviderError()
}
