import { join } from 'node:path'
import { peersFolder } from '../../peers.ts'

/** An app with wagmi, with or without a sign-in. */
export interface App {
  readonly name: string
  /** The module of the page: TSX whose default export is the app. */
  readonly source: string
  /** The specifier of the stylesheet that it imports. */
  readonly stylesheet?: string
  /** Where its packages are installed. */
  readonly folder: string
}

/** Two apps that differ only in the sign-in. */
export interface Addition {
  readonly name: string
  readonly before: App
  readonly after: App
  /** Whether the browser has a wallet. @default false */
  readonly hasWallet?: boolean
}

/** An app with a wallet and no sign-in: it connects and shows the account. */
const plain = `
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { createConfig, http, useConnect, useConnection, useConnectors, WagmiProvider } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { injected } from 'wagmi/connectors'

const config = createConfig({ chains: [mainnet], connectors: [injected()], transports: { [mainnet.id]: http() } })
const queryClient = new QueryClient()

function Connect() {
  const { address } = useConnection()
  const connectors = useConnectors()
  const { mutate: connect } = useConnect()
  return address ?? connectors.map((connector) => (
    <button key={connector.uid} onClick={() => connect({ connector })}>{connector.name}</button>
  ))
}

export default function App() {
  return (
    <WagmiProvider config={config}>
      <QueryClientProvider client={queryClient}><Connect />SIGN_IN</QueryClientProvider>
    </WagmiProvider>
  )
}
`

/** The peers are made for wagmi 2, where two names differ. */
const plainWagmi2 = plain
  .replaceAll('useConnection(', 'useAccount(')
  .replace('useConnection,', 'useAccount,')
  .replace('mutate: connect', 'connect')

const add = (source: string, imports: string, jsx: string) =>
  `${imports}\n${source.replace('SIGN_IN', jsx)}`

const ours = join(import.meta.dirname, '../../../apps/demo')
const wagmi2 = join(peersFolder, 'wagmi2')

const card = {
  before: { name: 'wagmi-3', folder: ours, source: plain.replace('SIGN_IN', '') },
  after: {
    name: 'kit',
    folder: ours,
    stylesheet: '@kit/react/styles.css',
    source: add(
      plain,
      `import { AuthProvider, SignIn } from '@kit/react'`,
      '<AuthProvider><SignIn /></AuthProvider>',
    ),
  },
}

export const additions: readonly Addition[] = [
  { name: '@kit/react, the whole card', ...card },
  { name: '@kit/react, the whole card, with a wallet', ...card, hasWallet: true },
  {
    name: '@rainbow-me/rainbowkit, its button and authentication provider',
    before: { name: 'wagmi-2', folder: wagmi2, source: plainWagmi2.replace('SIGN_IN', '') },
    after: {
      name: 'rainbowkit',
      folder: wagmi2,
      stylesheet: '@rainbow-me/rainbowkit/styles.css',
      source: add(
        plainWagmi2,
        `import {
  ConnectButton, createAuthenticationAdapter, RainbowKitAuthenticationProvider, RainbowKitProvider,
} from '@rainbow-me/rainbowkit'
import { createSiweMessage } from 'viem/siwe'
const adapter = createAuthenticationAdapter({
  getNonce: async () => (await fetch('/api/nonce')).text(),
  createMessage: ({ nonce, address, chainId }) => createSiweMessage({
    nonce, address, chainId, domain: location.host, uri: location.origin, version: '1',
  }),
  verify: async (body) => (await fetch('/api/verify', { method: 'POST', body: JSON.stringify(body) })).ok,
  signOut: async () => void await fetch('/api/sign-out'),
})`,
        `<RainbowKitAuthenticationProvider adapter={adapter} status="unauthenticated">
          <RainbowKitProvider><ConnectButton /></RainbowKitProvider>
        </RainbowKitAuthenticationProvider>`,
      ),
    },
  },
]
