'use client'

import type { AuthError, Session } from '@kit/core'
import { useCallback, useEffect, useState } from 'react'
import { type Connector, useConfig, useConnectionEffect } from 'wagmi'
import { isSiweBusy } from '../internals/isSiweBusy.ts'
import type { Callbacks } from '../internals/useHandlers.ts'
import { useSessionHandlers } from '../internals/useSessionHandlers.ts'
import { useStore } from '../internals/useStore.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { getSiweLogin } from '../siwe/getSiweLogin.ts'
import type { SiweLogin } from '../siwe/SiweLogin.ts'
import { useSession } from './useSession.ts'
import type { Wallet } from './useWallets.ts'

/**
 * Signs the user in with a wallet. The challenge is fetched ahead, so that nothing is awaited between
 * the tap and the wallet. However often `signIn` is called, and from however many parts of the page: one
 * prompt, one request. All of them show the same state; the handlers of the one that began are told.
 *
 * @example
 * const { signIn, status, error } = useSiweLogin({ onSuccess: () => router.push('/') })
 * return <button onClick={() => signIn({ wallet })}>Sign in</button>
 */
export function useSiweLogin(parameters: useSiweLogin.Parameters = {}): useSiweLogin.ReturnType {
  const { autoSign = false } = parameters
  const { client, account } = useAuth()
  const { session, status } = useSession()
  const isKnown = status !== 'loading'
  const isSignedOut = isKnown && !session
  const { prefetch = isSignedOut } = parameters
  const config = useConfig()
  const login = getSiweLogin(client, config)
  const state = useStore(login.store)
  const createHandlers = useSessionHandlers(parameters, state.status, login.cancel)
  const isBusy = isSiweBusy(state.status)
  useEffect(() => (isBusy ? account.hold() : undefined), [isBusy, account])
  useEffect(() => (prefetch ? login.startPrefetching() : undefined), [login, prefetch])
  useEffect(() => login.mount(), [login])

  const signInAsync: useSiweLogin.ReturnType['signInAsync'] = useCallback(
    ({ wallet, connector } = {}, options) =>
      login.signIn(connector ?? wallet?.connector, createHandlers(options)),
    [login, createHandlers],
  )
  const signIn: useSiweLogin.ReturnType['signIn'] = useCallback(
    (...call) => void signInAsync(...call),
    [signInAsync],
  )
  // A wallet may be connected before it is known who is signed in.
  const [connected, setConnected] = useState<Connector>()
  useEffect(() => {
    if (!connected || !isKnown) return
    setConnected(undefined)
    if (autoSign && isSignedOut) signIn({ connector: connected })
  }, [connected, isKnown, autoSign, isSignedOut, signIn])
  useConnectionEffect({
    onConnect: ({ connector, isReconnected }) => {
      // A reload reconnects the wallet, and a sign-in connects it by itself: nobody asks for a prompt then.
      if (!isReconnected && !isBusy) setConnected(connector)
    },
    onDisconnect: () => setConnected(undefined),
  })
  const { cancel, askAgain } = login
  return { ...state, signIn, signInAsync, cancel, reset: cancel, askAgain }
}

export declare namespace useSiweLogin {
  type Parameters = Callbacks<Session> & {
    /** Whether a challenge is fetched before it is needed. @default while nobody is signed in */
    prefetch?: boolean | undefined
    /**
     * Whether connecting a wallet, by whatever part of the page, asks for the signature, once: at once, or
     * as soon as it is known that nobody is signed in. Never after a reload, a sign-out or a refusal.
     * Phones may refuse to open the wallet's app without a tap.
     *
     * @default false
     */
    autoSign?: boolean | undefined
  }
  type SignInParameters = {
    /** One of `useWallets()`. Default: the one that is connected. */
    wallet?: Pick<Wallet, 'connector'> | undefined
    /** One of wagmi's `useConnectors()`, in place of `wallet`. */
    connector?: Connector | undefined
  }
  type ReturnType = SiweLogin.State & {
    /** Never throws. */
    signIn: (parameters?: SignInParameters, options?: Callbacks<Session>) => void
    /** @throws AuthError */
    signInAsync: (parameters?: SignInParameters, options?: Callbacks<Session>) => Promise<Session>
    /** Gives up what is under way, so that it can begin anew. */
    cancel: () => void
    reset: () => void
    /** Puts the question to the wallet again, where {@link SiweLogin.State} says `isStalled`. Call it in a tap. */
    askAgain: () => void
  }
  type ErrorType = AuthError
}
