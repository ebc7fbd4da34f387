'use client'

import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useConnection, useConnectionEffect } from 'wagmi'
import { useSignOut } from '../hooks/useSignOut.ts'
import { sessionQueryOptions } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { findMismatch } from './findMismatch.ts'

/**
 * Holds the session against the wallet, as the app's {@link AccountPolicy} says. Renders nothing.
 */
export function AccountSync(): null {
  const { client, initialSession, policy } = useAuth()
  // Looks on: whether the backend is asked is for the parts to decide.
  const { data } = useQuery({
    ...sessionQueryOptions(client),
    enabled: false,
    ...(initialSession === undefined ? {} : { initialData: initialSession }),
  })
  const session = data?.session ?? undefined
  const connection = useConnection()
  const { signOut, status } = useSignOut()
  const isOther = findMismatch(session, connection) !== undefined
  const isDue = isOther && policy.onAccountChange === 'sign-out' && status !== 'pending'

  // Once for each session: a backend that cannot be reached is not asked again and again.
  const ended = useRef<string>(undefined)
  useEffect(() => {
    if (!isDue || session === undefined || ended.current === session.authenticatedAt) return
    ended.current = session.authenticatedAt
    signOut()
  }, [isDue, session, signOut])

  const isByWallet = session?.method === 'siwe'
  const { chainId, status: wallet } = connection
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
