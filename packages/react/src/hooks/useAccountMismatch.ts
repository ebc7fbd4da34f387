'use client'

import { useCallback } from 'react'
import { useConnection } from 'wagmi'
import { findMismatch } from '../account/findMismatch.ts'
import { useStore } from '../internals/useStore.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { useSession } from './useSession.ts'

/**
 * Whether the wallet shows another account than the one that is signed in, and what the user can do about
 * it: where the provider's `onAccountChange` is `'ask'`, and where somebody signed in with another wallet
 * in another tab.
 *
 * @example
 * const { mismatch, keep } = useAccountMismatch()
 * if (mismatch) return <p>Signed in as {mismatch.session}. <button onClick={keep}>Stay</button></p>
 */
export function useAccountMismatch(): useAccountMismatch.ReturnType {
  const { policy, account } = useAuth()
  const { elsewhere, kept } = useStore(account.store)
  const { session } = useSession()
  const connection = useConnection()
  const found = findMismatch(session, connection)
  const isElsewhere = elsewhere !== undefined && elsewhere === session?.authenticatedAt
  const isAsked =
    policy.onAccountChange === 'ask' || (policy.onAccountChange === 'sign-out' && isElsewhere)
  const wallet = found?.wallet
  const keep = useCallback(() => account.note({ kept: wallet }), [account, wallet])
  return { mismatch: isAsked && wallet !== kept ? found : undefined, keep }
}

export declare namespace useAccountMismatch {
  /** It takes none. */
  type Parameters = undefined
  type ReturnType = {
    /** Both accounts; `undefined` while there is nothing to ask. */
    mismatch: { session: string; wallet: string } | undefined
    /** Stays signed in, and asks no more about the account that the wallet shows now. */
    keep: () => void
  }
  type ErrorType = never
}
