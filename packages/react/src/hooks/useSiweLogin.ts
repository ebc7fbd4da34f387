'use client'

import type { AuthError, Session } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useSyncExternalStore } from 'react'
import { type Connector, useConfig, useConnectionEffect } from 'wagmi'
import { publishSession } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'
import type { SiweLogin } from '../siwe/createSiweLogin.ts'
import { getSiweLogin } from '../siwe/getSiweLogin.ts'
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
  const { onSuccess, onError, autoSign = false } = parameters
  const { client } = useAuth()
  const { status: sessionStatus } = useSession()
  const isSignedOut = sessionStatus === 'signed-out' || sessionStatus === 'error'
  const { prefetch = isSignedOut } = parameters
  const config = useConfig()
  const queryClient = useQueryClient()
  const login = getSiweLogin(client, config)
  const state = useSyncExternalStore(
    login.store.subscribe,
    login.store.getState,
    login.store.getState,
  )

  const handlers = useRef({ onSuccess, onError })
  useEffect(() => {
    handlers.current = { onSuccess, onError }
  }, [onSuccess, onError])
  useEffect(() => (prefetch ? login.startPrefetching() : undefined), [login, prefetch])
  useEffect(() => login.mount(), [login])

  const signInAsync = useCallback(
    ({ wallet, connector = wallet?.connector }: useSiweLogin.SignInParameters = {}) =>
      login.signIn(connector, {
        onSuccess: (session) => {
          publishSession(queryClient, session)
          handlers.current.onSuccess?.(session)
        },
        onError: (error) => handlers.current.onError?.(error),
      }),
    [login, queryClient],
  )
  const signIn = useCallback(
    (options?: useSiweLogin.SignInParameters) => {
      // The state and `onError` tell of a failure.
      signInAsync(options).catch(() => {})
    },
    [signInAsync],
  )
  useConnectionEffect({
    onConnect: ({ connector, isReconnected }) => {
      // A reload reconnects the wallet: nobody asked for a prompt then.
      if (autoSign && isSignedOut && !isReconnected) signIn({ connector })
    },
  })
  const { cancel, askAgain } = login
  return { ...state, signIn, signInAsync, cancel, reset: cancel, askAgain }
}

export declare namespace useSiweLogin {
  type Parameters = {
    /** Whether a challenge is fetched before it is needed. @default while nobody is signed in */
    prefetch?: boolean | undefined
    /**
     * Whether connecting a wallet, by whatever part of the page, asks for the signature at once. Never
     * after a reload or a sign-out. Phones may refuse to open the wallet's app without a tap.
     *
     * @default false
     */
    autoSign?: boolean | undefined
    onSuccess?: ((session: Session) => void) | undefined
    onError?: ((error: AuthError) => void) | undefined
  }
  type SignInParameters = {
    /** One of `useWallets()`. Default: the one that is connected. */
    wallet?: Pick<Wallet, 'connector'> | undefined
    /** One of wagmi's `useConnectors()`, in place of `wallet`. */
    connector?: Connector | undefined
  }
  type ReturnType = SiweLogin.State & {
    /** Never throws. */
    signIn: (parameters?: SignInParameters) => void
    /** @throws AuthError */
    signInAsync: (parameters?: SignInParameters) => Promise<Session>
    /** Gives up what is under way, so that it can begin anew. */
    cancel: () => void
    reset: () => void
    /** Puts the question to the wallet again, where {@link SiweLogin.State} says `isStalled`. Call it in a tap. */
    askAgain: () => void
  }
  type ErrorType = AuthError
}
