import { AuthProvider, UserButton } from '@kit/react'
import { useAppKitSiwx } from '@kit/react/appkit'
import '@kit/react/styles.css'
import { mainnet } from '@reown/appkit/networks'
import { createAppKit } from '@reown/appkit/react'
import { WagmiAdapter } from '@reown/appkit-adapter-wagmi'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { WagmiProvider } from 'wagmi'

const projectId = 'an-id-from-the-dashboard-of-reown'
const networks = [mainnet]
const adapter = new WagmiAdapter({ networks, projectId })
const queries = new QueryClient()

function Modal({ children }) {
  const siwx = useAppKitSiwx()
  useState(() => createAppKit({ adapters: [adapter], networks, projectId, siwx }))
  return children
}

createRoot(document.getElementById('root')).render(
  <StrictMode>
    <WagmiProvider config={adapter.wagmiConfig}>
      <QueryClientProvider client={queries}>
        <AuthProvider>
          <Modal>
            <appkit-button />
            <UserButton />
          </Modal>
        </AuthProvider>
      </QueryClientProvider>
    </WagmiProvider>
  </StrictMode>,
)
