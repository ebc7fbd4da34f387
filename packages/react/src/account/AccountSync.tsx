'use client'

import { useEffect, useRef } from 'react'
import { useConnection, useConnectionEffect } from 'wagmi'
import { useSignOut } from '../hooks/useSignOut.ts'
import { useSessionQuery } from '../internals/useSessionQuery.ts'
import { useStore } from '../internals/useStore.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { findMismatch } from './findMismatch.ts'

/**
 * Holds the session against the wallet, as the app's {@link AccountPolicy} says. Renders nothing.
 */
export function AccountSync(): null {
  const { policy, account } = useAuth()
  const { elsewhere, signingIn } = useStore(account.store)
  const { data } = useSessionQuery(false)
  const session = data?.session ?? undefined
  const connection = useConnection()
  const { signOut, status } = useSignOut()
  const { address, chainId, status: wallet } = connection
  // Null: it is known that nobody is signed in.
  const signedInAt = data && (session?.authenticatedAt ?? null)
  const isOther = findMismatch(session, connection) !== undefined

  // Who signs in in another tab with another wallet is right there, and must not be signed out from here.
  const seen = useRef({ address, signedInAt })
  useEffect(() => {
    const { address: formerAddress, signedInAt: formerAt } = seen.current
    seen.current = { address, signedInAt: signedInAt === undefined ? formerAt : signedInAt }
    const isNew = formerAt !== undefined && formerAt !== signedInAt
    if (isNew && isOther && signedInAt && address === formerAddress)
      account.note({ elsewhere: signedInAt })
  }, [address, signedInAt, isOther, account])

  // A sign-in that is under way with the other account takes the session's place, or it does not.
  const isDue =
    isOther &&
    policy.onAccountChange === 'sign-out' &&
    status !== 'pending' &&
    signingIn === 0 &&
    elsewhere !== signedInAt
  // Once for each session: a backend that cannot be reached is not asked again and again.
  const ended = useRef<string>(undefined)
  useEffect(() => {
    if (!isDue || !signedInAt || ended.current === signedInAt) return
    const timer = setTimeout(() => {
      // Noted in the effect above, in the commit that led here.
      if (account.store.getState().elsewhere === signedInAt) return
      ended.current = signedInAt
      signOut()
    }, settledMs)
    return () => clearTimeout(timer)
  }, [isDue, signedInAt, signOut, account])

  const isByWallet = session?.method === 'siwe'
  const former = useRef(chainId)
  useEffect(() => {
    if (wallet !== 'connected') return
    const isSwitched = former.current !== undefined && former.current !== chainId
    former.current = chainId
    if (isSwitched && isByWallet && policy.onChainChange === 'sign-out') signOut()
  }, [chainId, wallet, isByWallet, policy, signOut])

  useConnectionEffect({
    onDisconnect: () => {
      if (isByWallet && policy.onDisconnect === 'sign-out') signOut()
    },
  })
  return null
}

/** What has just been signed takes a moment to be everywhere; so does what a wallet says in two events. */
const settledMs = 100
