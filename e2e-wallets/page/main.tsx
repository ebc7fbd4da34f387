import { AuthProvider, SignIn, SignInDialog, safeStorage, useSignInDialog } from '@kit/react'
import { walletConnect } from '@kit/react/walletconnect'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createConfig, createStorage, http, injected } from 'wagmi'
import { gnosis, mainnet } from 'wagmi/chains'
// Using the whole namespace would load SDKs that are not installed, so only one of its members is used.
import * as connectors from 'wagmi/connectors'
import { coinbaseWallet, metaMask, safe } from 'wagmi/connectors'
import type { PageOptions } from '../stage/PageOptions.ts'
import '@kit/react/styles.css'

const element = document.getElementById('options')
const options = JSON.parse(element?.textContent ?? '{}') as PageOptions

const parameters = new URLSearchParams(location.search)

const config = createConfig({
  chains: parameters.has('gnosis') ? [gnosis] : [mainnet, gnosis],
  connectors: [
    injected(),
    walletConnect({
      projectId: 'local',
      relayUrl: options.relayUrl,
      telemetryEnabled: false,
      metadata: { name: 'Page', description: 'A page', url: location.origin, icons: [] },
    }),
    // wagmi loads every connector's SDK with the page, so a visit has these connectors only if the URL asks for
    // them.
    ...(parameters.has('sdks')
      ? [
          // A Safe's window may be slow to identify itself.
          safe({ unstable_getInfoTimeout: 10_000 }),
          coinbaseWallet({ appName: 'Page', preference: { options: 'eoaOnly', telemetry: false } }),
          metaMask(asMetaMask({ name: 'Page', url: location.origin })),
        ]
      : []),
    // Base Account's tests use one chain. wagmi has this connector since 2.16.
    ...(parameters.has('gnosis') && connectors.baseAccount !== undefined
      ? [connectors.baseAccount({ appName: 'Page', preference: { telemetry: false } })]
      : []),
  ],
  storage: createStorage({ storage: safeStorage }),
  transports: { [mainnet.id]: http(options.rpcUrl), [gnosis.id]: http(options.rpcUrl) },
})

/** The older SDK, of wagmi 2, has other names for the same. */
function asMetaMask(dapp: { name: string; url: string }) {
  return { dapp, dappMetadata: dapp, enableAnalytics: false, useDeeplink: false }
}

function InDialog() {
  const { open } = useSignInDialog()
  return (
    <>
      <button type="button" onClick={open}>
        Sign in
      </button>
      <SignInDialog />
    </>
  )
}

createRoot(document.getElementById('root') ?? document.body).render(
  <StrictMode>
    <AuthProvider config={config}>
      {parameters.has('dialog') ? <InDialog /> : <SignIn />}
    </AuthProvider>
  </StrictMode>,
)
