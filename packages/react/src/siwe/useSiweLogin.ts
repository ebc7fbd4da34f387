'use client'

import type { AuthError, Session } from '@kit/core'
import { useCallback, useEffect, useState } from 'react'
import { type Connector, useAccountEffect, useConfig } from 'wagmi'
import { describeProgress, type Progress } from '../login/describeProgress.ts'
import type { Callbacks } from '../login/useHandlers.ts'
import { useStore } from '../login/useStore.ts'
import { useAccountNotes } from '../session/AccountContext.ts'
import { useAuth } from '../session/AuthContext.ts'
import { useSession } from '../session/useSession.ts'
import { useSessionHandlers } from '../session/useSessionHandlers.ts'
import { isGivenUp } from './connectionAttempts.ts'
import { getSiweLogin } from './createSiweLogin.ts'
import type { SiweLogin } from './SiweLogin.ts'
import type { Wallet } from './useWallets.ts'

/**
 * Signs the user in with a wallet. The challenge is prefetched, so that nothing is awaited between the tap and
 * the call of the wallet. All components of the page share one sign-in: they show the same state, there is one
 * prompt and one request, and only the handlers of the first `signIn` call run.
 *
 * @example
 * const { signIn, status, error } = useSiweLogin({ onSuccess: () => router.push('/') })
 * return <button onClick={() => signIn({ wallet })}>Sign in</button>
 */
export function useSiweLogin(parameters: useSiweLogin.Parameters = {}): useSiweLogin.ReturnType {
  const { autoSign = false } = parameters
  const { client } = useAuth()
  const { account } = useAccountNotes()
  const { session, status, methods } = useSession()
  const isKnown = status !== 'pending'
  const isSignedOut = isKnown && !session
  const needsChallenge = isSignedOut && methods.includes('siwe')
  const { prefetch = needsChallenge } = parameters
  const config = useConfig()
  const login = getSiweLogin(client, config)
  const state = useStore(login.store)
  const createHandlers = useSessionHandlers(parameters, state.status, login.reset)
  const progress = describeProgress(state, pendingStatuses)
  const { isPending } = progress
  useEffect(() => (isPending ? account.markSigningIn() : undefined), [isPending, account])
  useEffect(() => (prefetch ? login.startPrefetching() : undefined), [login, prefetch])
  useEffect(() => login.mount(), [login])

  const signInAsync: useSiweLogin.ReturnType['signInAsync'] = useCallback(
    ({ wallet, connector, choosesAccount = false } = {}, options) =>
      login.signIn(
        { connector: connector ?? wallet?.connector, choosesAccount },
        createHandlers(options),
      ),
    [login, createHandlers],
  )
  const signIn: useSiweLogin.ReturnType['signIn'] = useCallback(
    (...call) => void signInAsync(...call),
    [signInAsync],
  )
  // The wallet that has connected, which may happen before the session is known.
  const [connected, setConnected] = useState<Connector>()
  useEffect(() => {
    if (!connected || !isKnown) return
    setConnected(undefined)
    if (autoSign && isSignedOut) signIn({ connector: connected })
  }, [connected, isKnown, autoSign, isSignedOut, signIn])
  useAccountEffect({
    onConnect: ({ connector, isReconnected }) => {
      // No prompt if the wallet was reconnected after a reload, if a running sign-in has connected it, or if
      // the user has cancelled the connection and the wallet approved it later.
      if (!isReconnected && !isPending && !isGivenUp(connector)) setConnected(connector)
    },
    onDisconnect: () => setConnected(undefined),
  })
  const { cancel, reset, retryPrompt } = login
  return { ...state, ...progress, signIn, signInAsync, cancel, reset, retryPrompt }
}

export declare namespace useSiweLogin {
  type Parameters = Callbacks<Session> & {
    /**
     * Whether a challenge is fetched before it is needed.
     *
     * @default while nobody is signed in, if the backend offers wallets
     */
    prefetch?: boolean | undefined
    /**
     * Whether connecting a wallet in any component of the page also starts the sign-in, as soon as it is known
     * that nobody is signed in. This never happens after a reload, a sign-out or a refusal. Phones may refuse
     * to open the wallet's app without a tap.
     *
     * @default false
     */
    autoSign?: boolean | undefined
  }
  type SignInParameters = {
    /** A wallet from `useWallets()`. @default the connected wallet */
    wallet?: Pick<Wallet, 'connector'> | undefined
    /** A connector from wagmi's `useConnectors()`, instead of `wallet`. */
    connector?: Connector | undefined
    /**
     * Whether the user first selects an account in the wallet (`wallet_requestPermissions`), or scans a new
     * WalletConnect code, although the wallet is connected. Use it for "Use another account".
     *
     * @default false
     */
    choosesAccount?: boolean | undefined
  }
  type ReturnType = SiweLogin.State &
    Progress & {
      /** Never throws. */
      signIn: (parameters?: SignInParameters, options?: Callbacks<Session>) => void
      /** @throws AuthError */
      signInAsync: (parameters?: SignInParameters, options?: Callbacks<Session>) => Promise<Session>
      /**
       * Ends the running sign-in. Does nothing if nothing is running, so that an error stays on the screen.
       */
      cancel: () => void
      /** Ends the running sign-in, and clears the result of the last attempt: `status` is `'idle'` again. */
      reset: () => void
      /**
       * Sends the request to the wallet again, if {@link SiweLogin.State} is `isStalled`. Call this during a
       * tap.
       */
      retryPrompt: () => void
    }
  type ErrorType = AuthError
}

const pendingStatuses = [
  'connecting',
  'challenging',
  'signing',
  'awaiting-return',
  'verifying',
] as const satisfies readonly SiweLogin.State['status'][]
