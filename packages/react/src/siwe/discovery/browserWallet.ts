import { type CreateConnectorFn, injected } from 'wagmi'
import { attempt } from './attempt.ts'
import { steadyProvider } from './steadyProvider.ts'

/**
 * wagmi's connector for the older `window.ethereum`, which may be a getter that throws, frozen, or without
 * event listeners.
 */
export function browserWallet(): CreateConnectorFn {
  const create = injected()
  return (config) => ({
    ...create(config),
    async getProvider() {
      const ethereum: unknown = attempt(() => Reflect.get(globalThis, 'ethereum'))
      // wagmi's type needs all of viem's provider, but its connector calls only these three members.
      return steadyProvider(ethereum) as never
    },
  })
}
