'use client'

import type { SessionAnswer } from '@kit/core'
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect } from 'react'
import { askAgainTogether, sessionQueryKey } from '../internals/sessionQuery.ts'
import { useStore } from '../internals/useStore.ts'
import { useAuth } from '../provider/AuthContext.ts'

/**
 * Makes sure that the sign-in is fresh before something that matters. Asks the user once, however many
 * callers wait; never opens a wallet by itself. Who signs in as somebody else has not confirmed anything:
 * that is a no. Needs a `ReauthenticateDialog` on the page, or a part of your own with `isPrompt`.
 *
 * @example
 * const { reauthenticate } = useReauthenticate({ maxAgeMs: 300_000 })
 * if (await reauthenticate()) await transfer()
 * @example
 * const { isOpen, cancel } = useReauthenticate({ isPrompt: true })
 * return isOpen ? <div><SignIn /><button onClick={cancel}>Not now</button></div> : null
 */
export function useReauthenticate(
  parameters: useReauthenticate.Parameters = {},
): useReauthenticate.ReturnType {
  const { maxAgeMs = 0, isPrompt = false } = parameters
  const { client, reauthentication } = useAuth()
  const queryClient = useQueryClient()
  const { isOpen } = useStore(reauthentication.store)
  useEffect(
    () => (isPrompt ? reauthentication.register() : undefined),
    [isPrompt, reauthentication],
  )

  const reauthenticate = useCallback(async () => {
    // The server's clock is known to a second alone: without this, 0 could mean "not for a second".
    if (maxAgeMs > 0) {
      if (client.clockOffset() === undefined) await askAgainTogether(queryClient)
      const session = queryClient.getQueryData<SessionAnswer>(sessionQueryKey)?.session
      const isFresh = session && client.now() - Date.parse(session.authenticatedAt) < maxAgeMs
      if (isFresh) return true
    }
    if (process.env.NODE_ENV !== 'production' && !reauthentication.hasAsker())
      console.warn(
        'A fresh sign-in is needed and no part of the page asks for it: put a <ReauthenticateDialog /> on it.',
      )
    return reauthentication.request()
  }, [client, queryClient, reauthentication, maxAgeMs])
  const cancel = useCallback(() => reauthentication.settle(false), [reauthentication])
  return { status: isOpen ? 'asking' : 'idle', isOpen, reauthenticate, cancel }
}

export declare namespace useReauthenticate {
  type Parameters = {
    /** How long ago the sign-in may be, in ms. @default 0, always ask */
    maxAgeMs?: number | undefined
    /** Whether this part shows the question while `isOpen`. @default false */
    isPrompt?: boolean | undefined
  }
  type ReturnType = {
    status: 'idle' | 'asking'
    /** Whether the user is being asked. */
    isOpen: boolean
    /**
     * True when the sign-in is fresh, now or after asking; false when the user did not sign in, did so as
     * somebody else, signed out, or nobody can ask.
     */
    reauthenticate: () => Promise<boolean>
    /** The user does not want to. */
    cancel: () => void
  }
  type ErrorType = never
}
