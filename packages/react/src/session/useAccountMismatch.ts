'use client'

import { useCallback } from 'react'
import { useAccount, useConnections } from 'wagmi'
import { useStore } from '../login/useStore.ts'
import { useAccountNotes } from './AccountContext.ts'
import type { AccountPolicy } from './AccountPolicy.ts'
import { findMismatch, findSessionConnection } from './findMismatch.ts'
import { useSession } from './useSession.ts'

/**
 * Returns whether the wallet's account differs from the signed-in one, and a function to ignore that. This
 * happens if the provider's `accountChange` is `'ask'`, or if the user signed in with another wallet in another
 * tab.
 *
 * @example
 * const { mismatch, keep } = useAccountMismatch()
 * if (mismatch) return <p>Signed in as {mismatch.session}. <button onClick={keep}>Stay</button></p>
 */
export function useAccountMismatch(): useAccountMismatch.ReturnType {
  const { policy, account } = useAccountNotes()
  const { elsewhere, kept, ended } = useStore(account.store)
  const { session } = useSession()
  const { address, status } = useAccount()
  const connections = useConnections()
  const isElsewhere = elsewhere !== undefined && elsewhere === session?.authenticatedAt
  const walletAccount = findSessionConnection(session, connections)?.accounts[0]
  const found =
    status === 'reconnecting'
      ? undefined
      : findMismatch(session, walletAccount ?? (isElsewhere ? address : undefined))
  const isAsked =
    policy.accountChange === 'ask' || (policy.accountChange === 'sign-out' && isElsewhere)
  const wallet = found?.wallet
  const keep = useCallback(() => account.note({ kept: wallet }), [account, wallet])
  return {
    mismatch: isAsked && wallet !== kept ? found : undefined,
    keep,
    endedBy: session === undefined ? ended : undefined,
  }
}

export declare namespace useAccountMismatch {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = {
    /** Both accounts; `undefined` if they are equal or the user has chosen to ignore the difference. */
    mismatch: { session: string; wallet: string } | undefined
    /** Stays signed in, and ignores the wallet's current account. */
    keep: () => void
    /**
     * The change in the wallet because of which the app's policy ended the last session; `undefined` if it
     * ended in another way.
     */
    endedBy: keyof AccountPolicy | undefined
  }
  type ErrorType = never
}
