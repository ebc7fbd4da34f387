import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { peersFolder } from '../peers.ts'

/** The smallest page that offers to sign in by wallet, and the user's steps on it. */
export interface SignInPage {
  readonly name: string
  readonly source: string
  readonly folder: string
  readonly styles?: string | undefined
  /** The elements to tap, in order, from the loaded page on. */
  readonly taps: readonly ((page: Page) => ReturnType<Page['getByRole']>)[]
}

const wallet = (page: Page) => page.getByRole('button', { name: 'Test Wallet' })
const wagmi2 = join(peersFolder, 'wagmi2')

/**
 * The providers that peers need around them, and the calls to the Kit's backend. The Kit adds the providers if
 * the app has none.
 */
const around = `
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { createSiweMessage } from 'viem/siwe'
import { createConfig, http, WagmiProvider } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { injected } from 'wagmi/connectors'

const config = createConfig({ chains: [mainnet], connectors: [injected()], transports: { [mainnet.id]: http() } })
const queryClient = new QueryClient()
let challenge, signer
const call = (method, path, body) => fetch('/api/auth' + path, {
  method, body: body && JSON.stringify(body), headers: body && { 'content-type': 'application/json' },
})
const getSession = async () => (await (await call('GET', '/session')).json()).session
const getNonce = async () => {
  challenge = (await (await call('POST', '/siwe/challenge', {})).json()).fields
  return challenge.nonce
}
const createMessage = ({ nonce, address, chainId }) => {
  signer = address
  return createSiweMessage({
    ...challenge, nonce, address, chainId,
    issuedAt: new Date(challenge.issuedAt), expirationTime: new Date(challenge.expirationTime),
  })
}
const verify = async ({ message, signature }) =>
  (await call('POST', '/siwe/verify', { message, signature, address: signer })).ok
const signOut = async () => (await call('DELETE', '/session')).ok
const around = (app) => (
  <WagmiProvider config={config}>
    <QueryClientProvider client={queryClient}>{app}</QueryClientProvider>
  </WagmiProvider>
)
`

export const kitPage: SignInPage = {
  name: '@kit/react',
  source: `
import { AuthProvider, SignedIn, SignIn } from '@kit/react'
import { createRoot } from 'react-dom/client'

createRoot(document.getElementById('root')).render(
  <AuthProvider><SignIn /><SignedIn><p>Welcome</p></SignedIn></AuthProvider>,
)`,
  folder: join(import.meta.dirname, '../../e2e-wallets'),
  styles: join(import.meta.dirname, '../../packages/react/dist/styles.css'),
  taps: [wallet],
}

const rainbowKitPage: SignInPage = {
  name: '@rainbow-me/rainbowkit, with its authentication adapter',
  source: `${around}
import {
  ConnectButton, createAuthenticationAdapter, RainbowKitAuthenticationProvider, RainbowKitProvider,
} from '@rainbow-me/rainbowkit'

function App() {
  const [status, setStatus] = useState('loading')
  const update = (isSignedIn) => setStatus(isSignedIn ? 'authenticated' : 'unauthenticated')
  useEffect(() => void getSession().then((session) => update(session !== null)), [])
  const [adapter] = useState(() => createAuthenticationAdapter({
    getNonce,
    createMessage,
    async verify(signed) {
      const isSignedIn = await verify(signed)
      update(isSignedIn)
      return isSignedIn
    },
    async signOut() {
      await signOut()
      update(false)
    },
  }))
  return (
    <RainbowKitAuthenticationProvider adapter={adapter} status={status}>
      <RainbowKitProvider>
        <ConnectButton />
        {status === 'authenticated' && <p>Welcome</p>}
      </RainbowKitProvider>
    </RainbowKitAuthenticationProvider>
  )
}
createRoot(document.getElementById('root')).render(around(<App />))`,
  folder: wagmi2,
  styles: join(wagmi2, 'node_modules/@rainbow-me/rainbowkit/dist/index.css'),
  taps: [
    (page) => page.getByRole('button', { name: 'Connect Wallet' }),
    wallet,
    (page) => page.getByRole('button', { name: 'Sign message' }),
  ],
}

const connectKitPage: SignInPage = {
  name: 'connectkit, with its SIWE provider',
  source: `${around}
import { ConnectKitButton, ConnectKitProvider, SIWEProvider, useSIWE } from 'connectkit'

function Welcome() {
  return useSIWE().isSignedIn && <p>Welcome</p>
}
createRoot(document.getElementById('root')).render(around(
  <SIWEProvider getNonce={getNonce} createMessage={createMessage} verifyMessage={verify} getSession={getSession}
    signOut={signOut}>
    <ConnectKitProvider>
      <ConnectKitButton />
      <Welcome />
    </ConnectKitProvider>
  </SIWEProvider>,
))`,
  folder: wagmi2,
  taps: [
    (page) => page.getByRole('button', { name: 'Connect Wallet' }),
    wallet,
    (page) => page.getByRole('button', { name: 'Sign In' }),
  ],
}

/** The Kit's card in a dialog, because the peers open a dialog. */
const kitDialogPage: SignInPage = {
  ...kitPage,
  name: '@kit/react, in its dialog',
  source: `
import { AuthProvider, SignedIn, SignInDialog, useSignInDialog } from '@kit/react'
import { createRoot } from 'react-dom/client'

function Open() {
  const { open } = useSignInDialog()
  return <button onClick={open}>Open</button>
}
createRoot(document.getElementById('root')).render(
  <AuthProvider><Open /><SignInDialog /><SignedIn><p>Welcome</p></SignedIn></AuthProvider>,
)`,
  taps: [(page) => page.getByRole('button', { name: 'Open' }), wallet],
}

/** The pages to compare, with the Kit's first. */
export const signInPages: readonly SignInPage[] = [
  kitPage,
  kitDialogPage,
  rainbowKitPage,
  connectKitPage,
]
