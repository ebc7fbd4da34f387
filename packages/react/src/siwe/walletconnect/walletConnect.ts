import type { CreateConnectorFn } from 'wagmi'
import { walletConnect as createConnector, type WalletConnectParameters } from 'wagmi/connectors'
import type { ConnectOptions } from './ConnectOptions.ts'
import type { WalletApp, WalletApps } from './deepLink.ts'

/**
 * wagmi's WalletConnect connector, loaded only when it is chosen: wagmi's version loads its SDK with the
 * page, for every visitor and on the server. `WalletConnectQr` of this package draws the code to scan, and
 * the SDK's modal is never loaded. Install `@walletconnect/ethereum-provider` and check its licence.
 *
 * If the SDK (2.23 or later) and the wallet support it, one approval both connects and signs in (CAIP-222).
 *
 * @param parameters - those of wagmi's connector, without `showQrModal`. `projectId` is from WalletConnect's
 * dashboard.
 * @see {@link https://wagmi.sh/react/api/connectors/walletConnect}
 * @see {@link https://chainagnostic.org/CAIPs/caip-222}
 * @example
 * import { walletConnect } from '@kit/react/walletconnect'
 *
 * const config = createConfig({ connectors: [injected(), walletConnect({ projectId })], … })
 */
export function walletConnect({
  wallets,
  ...parameters
}: walletConnect.Parameters): CreateConnectorFn {
  const create = createConnector({ ...parameters, showQrModal: false })
  return (config) => {
    const connector = create(config)
    let isChosen = false
    /** Chosen now, or connected on the visit before. */
    const isWanted = async () =>
      isChosen ||
      (typeof window !== 'undefined' &&
        (await config.storage?.getItem('recentConnectorId')) === connector.id)
    return {
      ...connector,
      wallets,
      async setup() {
        if (await isWanted()) await connector.setup?.call(this)
      },
      async getProvider(options) {
        // Without a provider, wagmi does not restore an earlier connection.
        return (await isWanted()) ? connector.getProvider.call(this, options) : undefined
      },
      async connect({ connectOptions, ...options }: Options = {}) {
        isChosen = true
        if (connectOptions === undefined) return connector.connect.call(this, options)
        const { prepareConnection } = await import('./prepareConnection.ts')
        const chainIds = config.chains.map(({ id }) => id)
        const provider = await connector.getProvider.call(this)
        const finish = await prepareConnection(provider, chainIds, connectOptions)
        const connection = await connector.connect.call(this, options)
        finish()
        return connection
      },
    } as ReturnType<CreateConnectorFn>
  }
}

export declare namespace walletConnect {
  type Parameters = Omit<WalletConnectParameters, 'showQrModal'> & {
    /**
     * The apps that a phone offers, instead of the known ones. A function can add to them or sort them.
     *
     * @default MetaMask, Rainbow, Trust Wallet, Zerion
     * @example
     * walletConnect({ projectId, wallets: (known) => [{ name: 'Ours', link: 'ours://wc?uri=' }, ...known] })
     */
    wallets?: WalletApps | undefined
  }
  type Wallet = WalletApp
}

type Options = NonNullable<Parameters<ReturnType<CreateConnectorFn>['connect']>[0]> & {
  connectOptions?: ConnectOptions | undefined
}
