'use client'

import { useCallback } from 'react'
import { useAccount, useConnections } from 'wagmi'
import { useStore } from '../login/useStore.ts'
import { useAccountNotes } from './AccountContext.ts'
import type { AccountPolicy } from './AccountPolicy.ts'
import { findMismatch, findOwnConnection } from './findMismatch.ts'
import { useSession } from './useSession.ts'

/**
 * Whether the wallet shows an account other than the one signed in, and what the user can do about it. This
 * happens if the provider's `accountChange` is `'ask'`, or if the user signed in with another wallet in
 * another tab.
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
  const own = findOwnConnection(session, connections)?.accounts[0]
  const found =
    status === 'reconnecting'
      ? undefined
      : findMismatch(session, own ?? (isElsewhere ? address : undefined))
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
  /** It takes none. */
  type Parameters = undefined
  type ReturnType = {
    /** Both accounts; `undefined` if there is nothing to ask. */
    mismatch: { session: string; wallet: string } | undefined
    /** Stays signed in, and does not ask again about the account that the wallet shows now. */
    keep: () => void
    /** What the wallet did when the app's policy ended the last session; `undefined` after any other end. */
    endedBy: keyof AccountPolicy | undefined
  }
  type ErrorType = never
}
