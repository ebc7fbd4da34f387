import { defineChain } from 'viem'

/*
 * Base and OP Mainnet without the formatters and serializers of the OP stack. viem's definitions include them,
 * which adds 7 kB of gzip to every page. They are only needed to read or send transactions, which signing in
 * does not do. An app that does so has its own wagmi configuration.
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
