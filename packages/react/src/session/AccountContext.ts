'use client'

import type { Session } from '@kit/core'
import { createContext, useContext } from 'react'
import { createProviderError } from '../login/createProviderError.ts'
import type { AccountPolicy } from './AccountPolicy.ts'
import type { AccountNotes } from './createAccountNotes.ts'

/** The context of a provider with wallets. */
export interface AccountContextValue {
  policy: AccountPolicy
  account: AccountNotes
  /** Disconnects the wallet that opened a session or, if that is unknown, the connected wallet. */
  disconnectWallet: (session: Session | undefined) => Promise<void>
}

export const AccountContext = createContext<AccountContextValue | undefined>(undefined)

/**
 * Returns the context of the provider with wallets.
 * @throws Error if there is none above.
 */
export function useAccountNotes(): AccountContextValue {
  const value = useContext(AccountContext)
  if (value !== undefined) return value
  throw createProviderError()
}
