'use client'

import { useEffect, useRef } from 'react'
import { useAccount, useConnections } from 'wagmi'
import { useStore } from '../login/useStore.ts'
import { useAccountNotes } from './AccountContext.ts'
import { type Connection, findMismatch, findSessionConnection } from './findMismatch.ts'
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
  // `null` means that nobody is signed in; `undefined` that this is not known yet.
  const signedInAt = data && (session?.authenticatedAt ?? null)
  // While wagmi restores earlier connections, the wallet's account is not known yet.
  const isSettled = wallet !== 'reconnecting'
  const sessionConnection = isSettled ? findSessionConnection(session, connections) : undefined
  const isOther = wallet === 'connected' && findMismatch(session, address) !== undefined
  const isChanged = findMismatch(session, sessionConnection?.accounts[0]) !== undefined

  const at = session?.method === 'siwe' ? session.authenticatedAt : undefined
  const sessionConnectorId = sessionConnection?.connector.id
  useEffect(() => {
    if (at !== undefined && sessionConnectorId !== undefined)
      rememberSessionWallet({ id: sessionConnectorId, at })
  }, [at, sessionConnectorId])

  // If the user signs in with another wallet in another tab, this tab must not sign them out.
  const seen = useRef({ address, signedInAt })
  useEffect(() => {
    const { address: formerAddress, signedInAt: formerAt } = seen.current
    seen.current = { address, signedInAt: signedInAt === undefined ? formerAt : signedInAt }
    const isNew = formerAt !== undefined && formerAt !== signedInAt
    if (isNew && isOther && signedInAt && address === formerAddress)
      account.note({ elsewhere: signedInAt })
  }, [address, signedInAt, isOther, account])

  // If a sign-in with the other account is running, it replaces the session or fails, so nothing is done here.
  const isDue =
    isChanged &&
    policy.accountChange === 'sign-out' &&
    status !== 'pending' &&
    signingIn === 0 &&
    elsewhere !== signedInAt
  // Signs out once for each session, so that an unreachable backend is not called repeatedly.
  const ended = useRef<string>(undefined)
  useEffect(() => {
    if (!isDue || !signedInAt || ended.current === signedInAt) return
    const timer = setTimeout(() => {
      // The effect above may have set this in the same commit.
      if (account.store.getState().elsewhere === signedInAt) return
      ended.current = signedInAt
      account.note({ ended: 'accountChange' })
      signOut()
    }, settledMs)
    return () => clearTimeout(timer)
  }, [isDue, signedInAt, signOut, account])

  // A running sign-in also connects and disconnects wallets, and its session replaces this one.
  const isQuiet = !isSettled || signingIn > 0
  const former = useRef<Connection>(undefined)
  useEffect(() => {
    if (isQuiet) return
    const before = former.current
    former.current = sessionConnection
    if (before === undefined || at === undefined) return
    const isGone = sessionConnection === undefined
    const isSwitched = !isGone && sessionConnection.chainId !== before.chainId
    const change = isGone ? 'disconnect' : isSwitched ? 'chainChange' : undefined
    if (change === undefined || policy[change] !== 'sign-out') return
    account.note({ ended: change })
    signOut()
  }, [sessionConnection, isQuiet, at, policy, signOut, account])

  useEffect(() => {
    if (signedInAt) account.note({ ended: undefined })
  }, [signedInAt, account])
  return null
}

/**
 * How long to wait until a new session is known in all components, and until the wallet has sent all events of
 * a change.
 */
const settledMs = 100
