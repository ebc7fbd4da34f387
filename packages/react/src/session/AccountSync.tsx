'use client'

import { useEffect, useRef } from 'react'
import { useAccount, useConnections } from 'wagmi'
import { useStore } from '../login/useStore.ts'
import { useAccountNotes } from './AccountContext.ts'
import { type Connection, findMismatch, findOwnConnection } from './findMismatch.ts'
import { rememberSessionWallet } from './sessionWallet.ts'
import { useSessionQuery } from './useSessionQuery.ts'
import { useSignOut } from './useSignOut.ts'

/** Compares the session with the wallet and applies the app's {@link AccountPolicy}. Renders nothing. */
export function AccountSync(): null {
  const { policy, account } = useAccountNotes()
  const { elsewhere, signingIn } = useStore(account.store)
  const { data } = useSessionQuery(false)
  const session = data?.session ?? undefined
  const { address, status: wallet } = useAccount()
  const connections = useConnections()
  const { signOut, status } = useSignOut()
  // Null: it is known that nobody is signed in.
  const signedInAt = data && (session?.authenticatedAt ?? null)
  // While earlier connections are being restored, no wallet has reported yet.
  const isSettled = wallet !== 'reconnecting'
  const own = isSettled ? findOwnConnection(session, connections) : undefined
  const isOther = wallet === 'connected' && findMismatch(session, address) !== undefined
  const isChanged = findMismatch(session, own?.accounts[0]) !== undefined

  const at = session?.method === 'siwe' ? session.authenticatedAt : undefined
  const ownId = own?.connector.id
  useEffect(() => {
    if (at !== undefined && ownId !== undefined) rememberSessionWallet({ id: ownId, at })
  }, [at, ownId])

  // A user who signs in with another wallet in another tab is right there, and must not be signed out from
  // here.
  const seen = useRef({ address, signedInAt })
  useEffect(() => {
    const { address: formerAddress, signedInAt: formerAt } = seen.current
    seen.current = { address, signedInAt: signedInAt === undefined ? formerAt : signedInAt }
    const isNew = formerAt !== undefined && formerAt !== signedInAt
    if (isNew && isOther && signedInAt && address === formerAddress)
      account.note({ elsewhere: signedInAt })
  }, [address, signedInAt, isOther, account])

  // A running sign-in with the other account either replaces the session or fails.
  const isDue =
    isChanged &&
    policy.accountChange === 'sign-out' &&
    status !== 'pending' &&
    signingIn === 0 &&
    elsewhere !== signedInAt
  // Once for each session, so that an unreachable backend is not called again and again.
  const ended = useRef<string>(undefined)
  useEffect(() => {
    if (!isDue || !signedInAt || ended.current === signedInAt) return
    const timer = setTimeout(() => {
      // Set by the effect above, in the same commit.
      if (account.store.getState().elsewhere === signedInAt) return
      ended.current = signedInAt
      account.note({ ended: 'accountChange' })
      signOut()
    }, settledMs)
    return () => clearTimeout(timer)
  }, [isDue, signedInAt, signOut, account])

  // A sign-in ends and starts connections by itself, and its session replaces this one.
  const isQuiet = !isSettled || signingIn > 0
  const former = useRef<Connection>(undefined)
  useEffect(() => {
    if (isQuiet) return
    const before = former.current
    former.current = own
    if (before === undefined || at === undefined) return
    const isGone = own === undefined
    const isSwitched = !isGone && own.chainId !== before.chainId
    const change = isGone ? 'disconnect' : isSwitched ? 'chainChange' : undefined
    if (change === undefined || policy[change] !== 'sign-out') return
    account.note({ ended: change })
    signOut()
  }, [own, isQuiet, at, policy, signOut, account])

  useEffect(() => {
    if (signedInAt) account.note({ ended: undefined })
  }, [signedInAt, account])
  return null
}

/**
 * It takes a moment until a new session is known everywhere, and until a wallet has sent both events of a
 * change.
 */
const settledMs = 100
