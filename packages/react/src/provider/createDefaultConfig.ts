import { type Config, createConfig, createStorage, http } from 'wagmi'
import { arbitrum, gnosis, mainnet, polygon } from 'wagmi/chains'
import { safeStorage } from '../login/safeStorage.ts'
import { browserWallet } from '../siwe/discovery/browserWallet.ts'
import { guardAnnouncements } from '../siwe/discovery/guardAnnouncements.ts'
import { base, optimism } from './opStackChains.ts'

/**
 * Creates a wagmi configuration for wallets that announce themselves in the browser (EIP-6963), and for the
 * older `window.ethereum`. Signing in does not call an RPC. Only `EnsNames` uses a transport, that of
 * `mainnet`.
 */
export function createDefaultConfig(): Config {
  guardAnnouncements()
  return createConfig({
    chains: [mainnet, gnosis, base, optimism, arbitrum, polygon],
    connectors: [browserWallet()],
    ssr: true,
    // wagmi's default storage throws if the browser blocks `localStorage`.
    storage: createStorage({ storage: safeStorage }),
    transports: {
      [mainnet.id]: http(),
      [gnosis.id]: http(),
      [base.id]: http(),
      [optimism.id]: http(),
      [arbitrum.id]: http(),
      [polygon.id]: http(),
    },
  })
}
