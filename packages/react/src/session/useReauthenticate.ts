'use client'

import { useCallback, useEffect } from 'react'
import { useStore } from '../login/useStore.ts'
import { useAuth } from './AuthContext.ts'
import { refetchOnce } from './refetchOnce.ts'

/**
 * Makes sure that the sign-in is recent before something important. Asks the user once, however many callers
 * wait, and never opens a wallet by itself. Signing in as another user does not confirm anything and resolves
 * to false. Needs a `ReauthenticateDialog` on the page, or your own part with `isPrompt`.
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
    // The server's clock is known only to the second. Without this, 0 could mean "not for a second".
    if (maxAge > 0) {
      if (client.clockOffset() === undefined) await refetchOnce(sessions)
      const session = sessions.getAnswer()?.session
      const isFresh = session && client.now() - Date.parse(session.authenticatedAt) < maxAge * 1000
      if (isFresh) return true
    }
    if (process.env.NODE_ENV !== 'production' && !reauthentication.hasAsker())
      console.warn(
        'A recent sign-in is needed, but no part of the page asks for it: add a <ReauthenticateDialog />.',
      )
    return reauthentication.request()
  }, [client, sessions, reauthentication, maxAge])
  const cancel = useCallback(() => reauthentication.settle(false), [reauthentication])
  const status = isOpen ? 'pending' : 'idle'
  return { status, isIdle: !isOpen, isPending: isOpen, isOpen, reauthenticate, cancel }
}

export declare namespace useReauthenticate {
  type Parameters = {
    /** How old the sign-in may be, in seconds, as in the server's rules. @default 0, always ask */
    maxAge?: number | undefined
    /** Whether this part shows the question while `isOpen`. @default false */
    isPrompt?: boolean | undefined
  }
  type ReturnType = {
    /** `pending`: the user is being asked. */
    status: 'idle' | 'pending'
    isIdle: boolean
    isPending: boolean
    /** Whether to show the question; the same as `isPending`. */
    isOpen: boolean
    /**
     * Resolves to true if the sign-in is recent, now or after asking. False if the user did not sign in,
     * signed in as another user, signed out, or nothing can ask.
     */
    reauthenticate: () => Promise<boolean>
    /** Call this when the user declines. */
    cancel: () => void
  }
  type ErrorType = never
}
