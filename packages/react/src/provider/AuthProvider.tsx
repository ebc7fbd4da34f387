'use client'

import { createAuthClient, type SessionAnswer } from '@kit/core'
import {
  type Query,
  QueryClient,
  QueryClientContext,
  QueryClientProvider,
} from '@tanstack/react-query'
import { type ReactNode, useContext, useEffect, useMemo, useState } from 'react'
import { type Config, WagmiContext, WagmiProvider } from 'wagmi'
import type { AccountPolicy } from '../account/AccountPolicy.ts'
import { AccountSync } from '../account/AccountSync.tsx'
import { createAccountNotes } from '../account/createAccountNotes.ts'
import { createReauthentication } from '../internals/createReauthentication.ts'
import { createStore } from '../internals/createStore.ts'
import { SessionSync } from '../internals/SessionSync.tsx'
import { traceFetch } from '../internals/trace.ts'
import type { Words } from '../locales/Words.ts'
import { AuthContext } from './AuthContext.ts'
import { createDefaultConfig } from './createDefaultConfig.ts'

/**
 * Makes the hooks and components below it work. Where the app has no `WagmiProvider` or
 * `QueryClientProvider` above it, this brings its own: wallets of the browser (EIP-6963), no network.
 *
 * @example
 * import { AuthProvider, SignIn } from '@kit/react'
 * import '@kit/react/styles.css'
 *
 * export const App = () => <AuthProvider><SignIn /></AuthProvider>
 */
export function AuthProvider(props: AuthProviderProps) {
  const { baseUrl = '/api/auth', fetch, timeoutMs, words, config, children } = props
  const { initialSession, isPrivate = isAnyPrivate } = props
  const { onAccountChange = 'sign-out', onChainChange = 'keep', onDisconnect = 'keep' } = props
  // A function that is written in place is another one at each render, and must not end what is under way.
  const [latestFetch] = useState(() => createStore(fetch))
  useEffect(() => latestFetch.setState(fetch), [latestFetch, fetch])
  const client = useMemo(() => {
    const find = () => latestFetch.getState() ?? globalThis.fetch
    return createAuthClient({ baseUrl, timeoutMs, fetch: traceFetch(find, baseUrl) })
  }, [baseUrl, timeoutMs, latestFetch])
  const [reauthentication] = useState(createReauthentication)
  const [account] = useState(createAccountNotes)
  const policy = useMemo(
    () => ({ onAccountChange, onChainChange, onDisconnect }),
    [onAccountChange, onChainChange, onDisconnect],
  )
  const value = useMemo(
    () => ({ client, words, initialSession, reauthentication, policy, account, isPrivate }),
    [client, words, initialSession, reauthentication, policy, account, isPrivate],
  )
  return (
    <WithWagmi config={config}>
      <WithQueries>
        <AuthContext.Provider value={value}>
          <SessionSync />
          <AccountSync />
          {children}
        </AuthContext.Provider>
      </WithQueries>
    </WithWagmi>
  )
}

export interface AuthProviderProps extends Partial<AccountPolicy> {
  /** Where the backend route is mounted. @default '/api/auth' */
  baseUrl?: string | undefined
  /**
   * What the server knows of this visitor, from `auth.getSessionAnswer(request)`: the first paint is
   * then right, without a request.
   */
  initialSession?: SessionAnswer | undefined
  /** The words of the components. @default English */
  words?: Words | undefined
  /** A wagmi configuration, where the app has no `WagmiProvider` of its own. */
  config?: Config | undefined
  /** @default globalThis.fetch */
  fetch?: typeof globalThis.fetch | undefined
  /** Until a request to the backend is given up, in ms. @default 20000 */
  timeoutMs?: number | undefined
  /**
   * Which cached queries hold what is the user's alone: they are forgotten at a sign-out, here or in another
   * tab, and when somebody else signs in. Keep the function the same from render to render.
   *
   * @default all of them
   */
  isPrivate?: ((query: Query) => boolean) | undefined
  children?: ReactNode
}

function WithWagmi({ config, children }: { config: Config | undefined; children: ReactNode }) {
  const above = useContext(WagmiContext)
  const [own] = useState(() =>
    above === undefined ? (config ?? createDefaultConfig()) : undefined,
  )
  if (own === undefined) return children
  return <WagmiProvider config={own}>{children}</WagmiProvider>
}

function WithQueries({ children }: { children: ReactNode }) {
  const above = useContext(QueryClientContext)
  const [own] = useState(() => (above === undefined ? new QueryClient() : undefined))
  if (own === undefined) return children
  return <QueryClientProvider client={own}>{children}</QueryClientProvider>
}

const isAnyPrivate = () => true
