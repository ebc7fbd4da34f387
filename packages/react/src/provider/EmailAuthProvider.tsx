'use client'

import { type ReactNode, useEffect, useMemo, useState } from 'react'
import { WordsContext } from '../locales/WordsContext.ts'
import { createStore } from '../login/createStore.ts'
import { useStore } from '../login/useStore.ts'
import { AuthContext } from '../session/AuthContext.ts'
import { createSessionStore, type SessionStore } from '../session/createSessionStore.ts'
import { useSessionSync } from '../session/useSessionSync.ts'
import { SessionStoreContext } from '../session/useStoredSession.ts'
import { type BasicProps, useAuthBasics } from './useAuthBasics.ts'

/**
 * Provides the session and the client to the hooks of `@kit/react/email` and to `OtpForm`. Requires only React,
 * but neither wagmi nor viem nor TanStack Query.
 *
 * @example
 * import { AuthProvider, useOtpLogin } from '@kit/react/email'
 *
 * export const App = () => <AuthProvider><EmailSignIn /></AuthProvider>
 */
export function EmailAuthProvider(props: EmailAuthProviderProps) {
  const { words, onForgetUser, children } = props
  const { client, reauthentication, initialAnswer, initialMethods } = useAuthBasics(props)
  const [latestForget] = useState(() => createStore(onForgetUser))
  useEffect(() => latestForget.setState(onForgetUser), [latestForget, onForgetUser])
  // The store is created once. Later data from the server causes a request instead.
  const [initial] = useState(initialAnswer)
  const sessions = useMemo(
    () => createSessionStore(client, initial, () => latestForget.getState()?.()),
    [client, initial, latestForget],
  )
  const value = useMemo(
    () => ({ client, sessions, initialAnswer, initialMethods, reauthentication }),
    [client, sessions, initialAnswer, initialMethods, reauthentication],
  )
  return (
    <WordsContext.Provider value={words ?? null}>
      <SessionStoreContext.Provider value={sessions}>
        <AuthContext.Provider value={value}>
          <SessionSync sessions={sessions} />
          {children}
        </AuthContext.Provider>
      </SessionStoreContext.Provider>
    </WordsContext.Provider>
  )
}

/** Props of the provider of `@kit/react/email`. */
export interface EmailAuthProviderProps extends BasicProps {
  /**
   * Called when the app must clear what it has cached for a user: after a sign-out, including in another tab, and
   * when another user signs in.
   */
  onForgetUser?: (() => void) | undefined
  children?: ReactNode
}

function SessionSync({ sessions }: { sessions: SessionStore }): null {
  useSessionSync(useStore(sessions.store).answer)
  return null
}
