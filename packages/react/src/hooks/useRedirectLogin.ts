'use client'

import type { AuthError, RedirectLoginState, Session } from '@kit/core'
import { useCallback, useEffect } from 'react'
import type { Callbacks } from '../internals/useHandlers.ts'
import { useSessionHandlers } from '../internals/useSessionHandlers.ts'
import { useStore } from '../internals/useStore.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { getRedirectLogin, type RedirectLogin } from '../redirect/createRedirectLogin.ts'

/**
 * Signs the user in on the upstream's own page, in a window or by leaving this page and coming back.
 *
 * @example
 * const { signIn, status } = useRedirectLogin()
 * return <button onClick={() => signIn()}>Sign in</button>
 */
export function useRedirectLogin(
  parameters: useRedirectLogin.Parameters = {},
): useRedirectLogin.ReturnType {
  const { mode = 'popup', ...callbacks } = parameters
  const { client } = useAuth()
  const login = getRedirectLogin(client)
  const state = useStore(login.store)
  const createHandlers = useSessionHandlers(callbacks, state.status, login.cancel)
  useEffect(() => login.mount(createHandlers()), [login, createHandlers])

  const signInAsync = useCallback(
    (options?: Callbacks<Session>) => login.signIn(mode, createHandlers(options)),
    [login, mode, createHandlers],
  )
  const signIn = useCallback(
    (options?: Callbacks<Session>) => {
      // The state and `onError` tell of a failure.
      signInAsync(options).catch(() => {})
    },
    [signInAsync],
  )
  return { ...state, signIn, signInAsync, cancel: login.cancel, reset: login.cancel }
}

export declare namespace useRedirectLogin {
  type Parameters = Callbacks<Session> & {
    /** A window of its own, or this page. @default 'popup' */
    mode?: RedirectLogin.Mode | undefined
  }
  type ReturnType = RedirectLoginState & {
    /** Call it in the click itself. Never throws. */
    signIn: (options?: Callbacks<Session>) => void
    /** @throws AuthError */
    signInAsync: (options?: Callbacks<Session>) => Promise<Session>
    /** Gives up what is under way, so that it can begin anew. */
    cancel: () => void
    reset: () => void
  }
  type ErrorType = AuthError
}
