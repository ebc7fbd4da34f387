'use client'

import { useState } from 'react'
import { useConnection } from 'wagmi'
import { findMismatch } from '../account/findMismatch.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { useSession } from './useSession.ts'

/**
 * Whether the wallet shows another account than the one that is signed in, where the provider's
 * `onAccountChange` is `'ask'`; with what the user can do about it.
 *
 * @example
 * const { mismatch, keep } = useAccountMismatch()
 * if (mismatch) return <p>Signed in as {mismatch.session}. <button onClick={keep}>Stay</button></p>
 */
export function useAccountMismatch(): useAccountMismatch.ReturnType {
  const { policy } = useAuth()
  const { session } = useSession()
  const connection = useConnection()
  const [kept, setKept] = useState<string>()
  const found = findMismatch(session, connection)
  const isAsked = policy.onAccountChange === 'ask' && found !== undefined && found.wallet !== kept
  return {
    mismatch: isAsked ? found : undefined,
    keep: () => setKept(found?.wallet),
  }
}

export declare namespace useAccountMismatch {
  type ReturnType = {
    /** Both accounts; `undefined` while there is nothing to ask. */
    mismatch: { session: string; wallet: string } | undefined
    /** Stays signed in, and asks no more about the account that the wallet shows now. */
    keep: () => void
  }
}
