'use client'

import type { Session } from '@kit/core'
import {
  type Query,
  QueryClient,
  QueryClientContext,
  QueryClientProvider,
  useQueryClient,
} from '@tanstack/react-query'
import { type ReactNode, useContext, useMemo, useState } from 'react'
import { type Config, useConfig, WagmiContext, WagmiProvider } from 'wagmi'
import { WordsContext } from '../locales/WordsContext.ts'
import { createStore } from '../login/createStore.ts'
import { AccountContext } from '../session/AccountContext.ts'
import type { AccountPolicy } from '../session/AccountPolicy.ts'
import { AccountSync } from '../session/AccountSync.tsx'
import { AuthContext } from '../session/AuthContext.ts'
import { createAccountNotes } from '../session/createAccountNotes.ts'
import { createQueryCache } from '../session/createQueryCache.ts'
import { disconnectSessionWallet } from '../session/disconnectSessionWallet.ts'
import { SessionQueryContext, useSessionQuery } from '../session/useSessionQuery.ts'
import { useSessionSync } from '../session/useSessionSync.ts'
import { type Ens, EnsContext } from '../siwe/ens/EnsContext.ts'
import { type WalletUrl, WalletUrlContext } from '../siwe/WalletUrl.ts'
import { createDefaultConfig } from './createDefaultConfig.ts'
import { type BasicProps, useAuthBasics } from './useAuthBasics.ts'

/**
 * Provides the session and the client to the hooks and components below it. If the app has no `WagmiProvider`
 * or `QueryClientProvider` above it, this adds them, with support for wallets in the browser (EIP-6963) and
 * without network access. For email without wallets, use the provider of `@kit/react/email`, which requires
 * neither library.
 *
 * @example
 * import { AuthProvider, SignIn } from '@kit/react'
 * import '@kit/react/styles.css'
 *
 * export const App = () => <AuthProvider><SignIn /></AuthProvider>
 */
export function AuthProvider({ config, ...props }: AuthProviderProps) {
  return (
    <WithWagmi config={config}>
      <WithQueries>
        <WithAuth {...props} />
      </WithQueries>
    </WithWagmi>
  )
}

/** Props of `AuthProvider`. */
export interface AuthProviderProps extends BasicProps, Partial<AccountPolicy> {
  /** A wagmi configuration, if the app has no `WagmiProvider`. */
  config?: Config | undefined
  /**
   * Returns whether a cached query belongs to the user. Such queries are cleared after a sign-out, including in
   * another tab, and when another user signs in. Define the function outside of the component, so that it is the same
   * at each render.
   *
   * @default all queries
   */
  isPrivate?: ((query: Query) => boolean) | undefined
  /**
   * The URL of the link "Get a wallet", which is shown if there is no wallet. A function receives `android`,
   * `ios` or `desktop`.
   *
   * @default MetaMask's page in the app store of a phone or tablet, and ethereum.org's list of wallets on a
   * desktop
   * @example
   * <AuthProvider walletUrl="https://example.com/help/wallets" />
   */
  walletUrl?: WalletUrl | undefined
  children?: ReactNode
}

function WithAuth(props: Omit<AuthProviderProps, 'config'>) {
  const { words, isPrivate = isAnyPrivate, walletUrl, children } = props
  const { accountChange = 'sign-out', chainChange = 'keep', disconnect = 'keep' } = props
  const { client, reauthentication, initialAnswer, initialMethods } = useAuthBasics(props)
  const queryClient = useQueryClient()
  const sessions = useMemo(() => createQueryCache(queryClient, isPrivate), [queryClient, isPrivate])
  const value = useMemo(
    () => ({ client, sessions, initialAnswer, initialMethods, reauthentication }),
    [client, sessions, initialAnswer, initialMethods, reauthentication],
  )
  const config = useConfig()
  const [account] = useState(createAccountNotes)
  const [names] = useState(() => createStore<Ens | undefined>(undefined))
  const wallets = useMemo(
    () => ({
      account,
      policy: { accountChange, chainChange, disconnect },
      disconnectWallet: (session: Session | undefined) => disconnectSessionWallet(config, session),
    }),
    [account, accountChange, chainChange, disconnect, config],
  )
  return (
    <WordsContext.Provider value={words ?? null}>
      <SessionQueryContext.Provider value={queryClient}>
        <AuthContext.Provider value={value}>
          <AccountContext.Provider value={wallets}>
            <SessionSync />
            <AccountSync />
            <WalletUrlContext.Provider value={walletUrl}>
              <EnsContext.Provider value={names}>{children}</EnsContext.Provider>
            </WalletUrlContext.Provider>
          </AccountContext.Provider>
        </AuthContext.Provider>
      </SessionQueryContext.Provider>
    </WordsContext.Provider>
  )
}

/** Keeps the session up to date and its query active. Renders nothing. */
function SessionSync(): null {
  useSessionSync(useSessionQuery(false).data)
  return null
}

function WithWagmi({ config, children }: { config: Config | undefined; children: ReactNode }) {
  const above = useContext(WagmiContext)
  const [defaultConfig] = useState(() =>
    above === undefined ? (config ?? createDefaultConfig()) : undefined,
  )
  if (defaultConfig === undefined) return children
  return <WagmiProvider config={defaultConfig}>{children}</WagmiProvider>
}

function WithQueries({ children }: { children: ReactNode }) {
  const above = useContext(QueryClientContext)
  const [defaultClient] = useState(() => (above === undefined ? new QueryClient() : undefined))
  if (defaultClient === undefined) return children
  return <QueryClientProvider client={defaultClient}>{children}</QueryClientProvider>
}

const isAnyPrivate = () => true
