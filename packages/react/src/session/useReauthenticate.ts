'use client'

import { useCallback, useEffect } from 'react'
import { useStore } from '../login/useStore.ts'
import { useAuth } from './AuthContext.ts'
import { refetchOnce } from './refetchOnce.ts'

/**
 * Makes sure that the sign-in is recent before an important action. It asks the user once for all waiting
 * callers, and never opens a wallet by itself. If another user signs in, it resolves to false. Requires a
 * `ReauthenticateDialog` on the page, or a component of yours with `isPrompt`.
 *
 * @example
 * const { reauthenticate } = useReauthenticate({ maxAge: 300 })
 * if (await reauthenticate()) await transfer()
 * @example
 * const { isOpen, cancel } = useReauthenticate({ isPrompt: true })
 * return isOpen ? <div><SignIn /><button onClick={cancel}>Not now</button></div> : null
 */
export function useReauthenticate(
  parameters: useReauthenticate.Parameters = {},
): useReauthenticate.ReturnType {
  const { maxAge = 0, isPrompt = false } = parameters
  const { client, sessions, reauthentication } = useAuth()
  const { isOpen } = useStore(reauthentication.store)
  useEffect(
    () => (isPrompt ? reauthentication.register() : undefined),
    [isPrompt, reauthentication],
  )

  const reauthenticate = useCallback(async () => {
    // With a `maxAge` of 0, always ask. The server's clock has a resolution of one second, so a comparison
    // might not ask within the first second.
    if (maxAge > 0) {
      if (client.clockOffset() === undefined) await refetchOnce(sessions)
      const session = sessions.getAnswer()?.session
      const isFresh = session && client.now() - Date.parse(session.authenticatedAt) < maxAge * 1000
      if (isFresh) return true
    }
    if (process.env.NODE_ENV !== 'production' && !reauthentication.hasAsker())
      console.warn(
        'A recent sign-in is needed, but no component asks for it. Add a <ReauthenticateDialog /> to the page.',
      )
    return reauthentication.request()
  }, [client, sessions, reauthentication, maxAge])
  const cancel = useCallback(() => reauthentication.settle(false), [reauthentication])
  const status = isOpen ? 'pending' : 'idle'
  return { status, isIdle: !isOpen, isPending: isOpen, isOpen, reauthenticate, cancel }
}

export declare namespace useReauthenticate {
  type Parameters = {
    /** How old the sign-in may be, in s, as in the server's rules. @default 0, which always asks */
    maxAge?: number | undefined
    /** Whether this component asks the user while `isOpen`. @default false */
    isPrompt?: boolean | undefined
  }
  type ReturnType = {
    /** `pending`: the user is being asked. */
    status: 'idle' | 'pending'
    isIdle: boolean
    isPending: boolean
    /** Whether to ask the user now. The same as `isPending`. */
    isOpen: boolean
    /**
     * Resolves to true if the sign-in is recent, or if the user has signed in again. Resolves to false if the
     * user declined, signed out or signed in as another user, or if no component can ask.
     */
    reauthenticate: () => Promise<boolean>
    /** Call this when the user declines. */
    cancel: () => void
  }
  type ErrorType = never
}
