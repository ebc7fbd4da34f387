'use client'

import type { AuthError, RedirectLoginState, Session } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useMemo, useSyncExternalStore } from 'react'
import { publishSession } from '../internals/sessionQuery.ts'
import { useAuth } from '../provider/AuthContext.ts'
import { createRedirectLogin, type RedirectLogin } from '../redirect/createRedirectLogin.ts'

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
  const { mode = 'popup', onSuccess, onError } = parameters
  const { client } = useAuth()
  const queryClient = useQueryClient()
  const login = useMemo(() => createRedirectLogin(client), [client])
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
  useEffect(() => {
    login.resume()
    return login.abort
  }, [login])

  const signInAsync = useCallback(() => login.signIn(mode), [login, mode])
  const signIn = useCallback(() => {
    // The state and `onError` tell of a failure.
    signInAsync().catch(() => {})
  }, [signInAsync])
  return { ...state, signIn, signInAsync, cancel: login.cancel, reset: login.cancel }
}

export declare namespace useRedirectLogin {
  type Parameters = {
    /** A window of its own, or this page. @default 'popup' */
    mode?: RedirectLogin.Mode | undefined
    onSuccess?: ((session: Session) => void) | undefined
    onError?: ((error: AuthError) => void) | undefined
  }
  type ReturnType = RedirectLoginState & {
    /** Call it in the click itself. Never throws. */
    signIn: () => void
    /** @throws AuthError */
    signInAsync: () => Promise<Session>
    /** Gives up what is under way, so that it can begin anew. */
    cancel: () => void
    reset: () => void
  }
  type ErrorType = AuthError
}
