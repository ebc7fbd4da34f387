'use client'

import type { AuthError, RedirectLoginState, Session } from '@kit/core'
import { useCallback, useEffect } from 'react'
import { describeProgress, type Progress } from '../login/describeProgress.ts'
import type { Callbacks } from '../login/useHandlers.ts'
import { useStore } from '../login/useStore.ts'
import { useAuth } from '../session/AuthContext.ts'
import { useSessionHandlers } from '../session/useSessionHandlers.ts'
import { getRedirectLogin, type RedirectLogin } from './createRedirectLogin.ts'

/**
 * Signs the user in on the upstream's page, in a separate window or with a full-page redirect.
 *
 * @example
 * const { signIn, status } = useRedirectLogin()
 * return <button onClick={() => signIn()}>Sign in</button>
 */
export function useRedirectLogin(
  parameters: useRedirectLogin.Parameters = {},
): useRedirectLogin.ReturnType {
  const { mode: usualMode = 'popup', ...callbacks } = parameters
  const { client } = useAuth()
  const login = getRedirectLogin(client)
  const state = useStore(login.store)
  const createHandlers = useSessionHandlers(callbacks, state.status, login.reset)
  useEffect(() => login.mount(createHandlers()), [login, createHandlers])

  const signInAsync: useRedirectLogin.ReturnType['signInAsync'] = useCallback(
    ({ mode = usualMode } = {}, options) => login.signIn(mode, createHandlers(options)),
    [login, usualMode, createHandlers],
  )
  const signIn: useRedirectLogin.ReturnType['signIn'] = useCallback(
    (...call) => {
      // The state and `onError` report a failure.
      signInAsync(...call).catch(() => {})
    },
    [signInAsync],
  )
  const { cancel, reset } = login
  return {
    ...state,
    ...describeProgress(state, pendingStatuses),
    signIn,
    signInAsync,
    cancel,
    reset,
  }
}

export declare namespace useRedirectLogin {
  type Parameters = Callbacks<Session> & {
    /** Whether the upstream's page opens in a separate window or replaces this page. @default 'popup' */
    mode?: RedirectLogin.Mode | undefined
  }
  type SignInParameters = {
    /** Whether the upstream's page opens in a separate window or replaces this page. @default the hook's `mode` */
    mode?: RedirectLogin.Mode | undefined
  }
  type ReturnType = RedirectLoginState &
    Progress & {
      /** Starts the sign-in. Call this during a click, so that the browser allows the window. Never throws. */
      signIn: (parameters?: SignInParameters, options?: Callbacks<Session>) => void
      /** @throws AuthError */
      signInAsync: (parameters?: SignInParameters, options?: Callbacks<Session>) => Promise<Session>
      /**
       * Ends the running sign-in. Does nothing if nothing is running, so that an error stays on the screen.
       */
      cancel: () => void
      /** Ends the running sign-in, and clears the result of the last attempt: `status` is `'idle'` again. */
      reset: () => void
    }
  type ErrorType = AuthError
}

const pendingStatuses = [
  'starting',
  'redirecting',
  'awaiting-return',
] as const satisfies readonly RedirectLoginState['status'][]
