import { type CreateConnectorFn, injected } from 'wagmi'
import { attempt } from './attempt.ts'
import { steadyProvider } from './steadyProvider.ts'

/**
 * Creates wagmi's connector for the older `window.ethereum`. That property may be a getter that throws, and the
 * object may be frozen or lack event listeners.
 */
export function browserWallet(): CreateConnectorFn {
  const create = injected()
  return (config) => ({
    ...create(config),
    async getProvider() {
      const ethereum: unknown = attempt(() => Reflect.get(globalThis, 'ethereum'))
      // wagmi's type requires all members of viem's provider, but the connector calls only these three.
      return steadyProvider(ethereum) as never
    },
  })
}
