'use client'

import { useCallback, useSyncExternalStore } from 'react'
import { useAuth } from '../provider/AuthContext.ts'
import { useSession } from './useSession.ts'

/**
 * Makes sure that the sign-in is fresh before something that matters. Asks the user once, however many
 * callers wait; never opens a wallet by itself. Needs a `ReauthenticateDialog`, or something of your own
 * that shows `isOpen`, on the page.
 *
 * @example
 * const { reauthenticate } = useReauthenticate({ maxAgeMs: 300_000 })
 * if (await reauthenticate()) await transfer()
 */
export function useReauthenticate(
  parameters: useReauthenticate.Parameters = {},
): useReauthenticate.ReturnType {
  const { maxAgeMs = 0 } = parameters
  const { client, reauthentication } = useAuth()
  const { session } = useSession()
  const { isOpen } = useSyncExternalStore(
    reauthentication.store.subscribe,
    reauthentication.store.getState,
    reauthentication.store.getState,
  )
  const authenticatedAt = session === undefined ? 0 : Date.parse(session.authenticatedAt)

  const reauthenticate = useCallback(async () => {
    // The server's clock is known to a second alone: without this, 0 could mean "not for a second".
    if (maxAgeMs > 0 && client.now() - authenticatedAt < maxAgeMs) return true
    return reauthentication.request()
  }, [client, reauthentication, authenticatedAt, maxAgeMs])
  const cancel = useCallback(() => reauthentication.settle(false), [reauthentication])
  return { isOpen, reauthenticate, cancel }
}

export declare namespace useReauthenticate {
  type Parameters = {
    /** How long ago the sign-in may be, in ms. @default 0, always ask */
    maxAgeMs?: number | undefined
  }
  type ReturnType = {
    /** Whether the user is being asked. */
    isOpen: boolean
    /** True when the sign-in is fresh, now or after asking; false when the user did not. */
    reauthenticate: () => Promise<boolean>
    /** The user does not want to. */
    cancel: () => void
  }
}
