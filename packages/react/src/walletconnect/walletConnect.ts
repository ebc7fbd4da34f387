import type { CreateConnectorFn } from 'wagmi'
import { walletConnect as createConnector, type WalletConnectParameters } from 'wagmi/connectors'
import type { Wishes } from './Wishes.ts'

/**
 * wagmi's WalletConnect connector, loaded when it is chosen and not before: wagmi's own loads its SDK
 * with the page, for every visitor and on the server, too. The code to scan is drawn by this package's
 * `WalletConnectQr`; the SDK's own window is never loaded. Install `@walletconnect/ethereum-provider`
 * beside it, whose licence is yours to read.
 *
 * Where SDK (2.23 or later) and wallet can, one approval both connects and signs in (CAIP-222).
 *
 * @param parameters - as wagmi's, without `showQrModal`. `projectId` is from WalletConnect's dashboard.
 * @see {@link https://wagmi.sh/react/api/connectors/walletConnect}
 * @see {@link https://chainagnostic.org/CAIPs/caip-222}
 * @example
 * import { walletConnect } from '@kit/react/walletconnect'
 *
 * const config = createConfig({ connectors: [injected(), walletConnect({ projectId })], … })
 */
export function walletConnect(parameters: walletConnect.Parameters): CreateConnectorFn {
  const create = createConnector({ ...parameters, showQrModal: false })
  return (config) => {
    const connector = create(config)
    let isChosen = false
    /** Now, or on the visit before, whose connection is to be taken up. */
    const isWanted = async () =>
      isChosen ||
      (typeof window !== 'undefined' &&
        (await config.storage?.getItem('recentConnectorId')) === connector.id)
    return {
      ...connector,
      async setup() {
        if (await isWanted()) await connector.setup?.call(this)
      },
      async getProvider(options) {
        // Without one, wagmi takes up no connection of an earlier visit.
        return (await isWanted()) ? connector.getProvider.call(this, options) : undefined
      },
      async connect({ wishes, ...options }: Options = {}) {
        isChosen = true
        if (wishes === undefined) return connector.connect.call(this, options)
        const { applyWishes } = await import('./applyWishes.ts')
        const chainIds = config.chains.map(({ id }) => id)
        const provider = await connector.getProvider.call(this)
        const finish = await applyWishes(provider, chainIds, wishes)
        const connection = await connector.connect.call(this, options)
        finish()
        return connection
      },
    } as ReturnType<CreateConnectorFn>
  }
}

export declare namespace walletConnect {
  type Parameters = Omit<WalletConnectParameters, 'showQrModal'>
}

type Options = NonNullable<Parameters<ReturnType<CreateConnectorFn>['connect']>[0]> & {
  wishes?: Wishes | undefined
}
