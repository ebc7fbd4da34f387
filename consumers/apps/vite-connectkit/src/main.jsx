import { AuthProvider, UserButton } from '@kit/react'
import { useConnectKitSiwe } from '@kit/react/connectkit'
import '@kit/react/styles.css'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { ConnectKitButton, ConnectKitProvider, SIWEProvider } from 'connectkit'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createConfig, http, WagmiProvider } from 'wagmi'
import { mainnet } from 'wagmi/chains'

const config = createConfig({ chains: [mainnet], transports: { [mainnet.id]: http() } })
const queries = new QueryClient()

function Modal({ children }) {
  return (
    <SIWEProvider {...useConnectKitSiwe()}>
      <ConnectKitProvider>{children}</ConnectKitProvider>
    </SIWEProvider>
  )
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <WagmiProvider config={config}>
      <QueryClientProvider client={queries}>
        <AuthProvider>
          <Modal>
            <ConnectKitButton />
            <UserButton />
          </Modal>
        </AuthProvider>
      </QueryClientProvider>
    </WagmiProvider>
  </StrictMode>,
)
