import { type Config, createConfig, createStorage, http, injected } from 'wagmi'
import { arbitrum, base, gnosis, mainnet, optimism, polygon } from 'wagmi/chains'
import { safeStorage } from '../internals/safeStorage.ts'

/**
 * Wallets that announce themselves in the browser (EIP-6963), and the older `window.ethereum`. Signing
 * in reads no chain: the transports are never asked for anything.
 */
export function createDefaultConfig(): Config {
  return createConfig({
    chains: [mainnet, gnosis, base, optimism, arbitrum, polygon],
    connectors: [injected({ shimDisconnect: true })],
    ssr: true,
    // wagmi's own reads a property that throws where the browser blocks storage.
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
