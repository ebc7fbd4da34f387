import { defineChain } from 'viem'

/*
 * Base and OP Mainnet without the formatters and serializers of the OP stack, which viem's definitions
 * include and which cost every page 7 kB of gzip. They are for reading and sending transactions. Signing in
 * does neither, and an app that does brings a wagmi configuration.
 */

const nativeCurrency = { name: 'Ether', symbol: 'ETH', decimals: 18 }

export const base = /* @__PURE__ */ defineChain({
  id: 8453,
  name: 'Base',
  nativeCurrency,
  rpcUrls: { default: { http: ['https://mainnet.base.org'] } },
  blockExplorers: { default: { name: 'Basescan', url: 'https://basescan.org' } },
})

export const optimism = /* @__PURE__ */ defineChain({
  id: 10,
  name: 'OP Mainnet',
  nativeCurrency,
  rpcUrls: { default: { http: ['https://mainnet.optimism.io'] } },
  blockExplorers: {
    default: { name: 'Optimism Explorer', url: 'https://optimistic.etherscan.io' },
  },
})
