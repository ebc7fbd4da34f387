'use client'

import type { AuthError, Session } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { type Connector, useConfig } from 'wagmi'
import { publishSession } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { createSiweLogin, type SiweLogin } from '../siwe/createSiweLogin.ts'
import { useSession } from './useSession.ts'
import type { Wallet } from './useWallets.ts'

/**
 * Signs the user in with a wallet. The challenge is fetched ahead, so that nothing is awaited between
 * the tap and the wallet. However often `signIn` is called: one prompt, one request.
 *
 * @example
 * const { signIn, status, error } = useSiweLogin({ onSuccess: () => router.push('/') })
 * return <button onClick={() => signIn({ wallet })}>Sign in</button>
 */
export function useSiweLogin(parameters: useSiweLogin.Parameters = {}): useSiweLogin.ReturnType {
  const { onSuccess, onError } = parameters
  const { client } = useAuth()
  const { status: sessionStatus } = useSession()
  const isSignedOut = sessionStatus === 'signed-out' || sessionStatus === 'error'
  const { prefetch = isSignedOut } = parameters
  const config = useConfig()
  const queryClient = useQueryClient()
  const login = useMemo(() => createSiweLogin(client, config), [client, config])
  const state = useSyncExternalStore(
    login.store.subscribe,
    login.store.getState,
    login.store.getState,
  )

  useEffect(() => {
    login.setHandlers({
      onSuccess: (session) => {
        publishSession(queryClient, session)
        onSuccess?.(session)
      },
      onError: (error) => onError?.(error),
    })
  }, [login, queryClient, onSuccess, onError])
  useEffect(() => (prefetch ? login.startPrefetching() : undefined), [login, prefetch])
  useEffect(() => () => login.cancel(), [login])

  const signInAsync = useCallback(
    ({ wallet, connector = wallet?.connector }: useSiweLogin.SignInParameters = {}) =>
      login.signIn(connector),
    [login],
  )
  const signIn = useCallback(
    (options?: useSiweLogin.SignInParameters) => {
      // The state and `onError` tell of a failure.
      signInAsync(options).catch(() => {})
    },
    [signInAsync],
  )
  return { ...state, signIn, signInAsync, cancel: login.cancel, reset: login.cancel }
}

export declare namespace useSiweLogin {
  type Parameters = {
    /** Whether a challenge is fetched before it is needed. @default while nobody is signed in */
    prefetch?: boolean | undefined
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
  }
  type ErrorType = AuthError
}
