import type { CreateConnectorFn } from 'wagmi'
import { walletConnect as createConnector, type WalletConnectParameters } from 'wagmi/connectors'
import type { ConnectOptions } from './ConnectOptions.ts'
import type { WalletApp, WalletApps } from './deepLink.ts'

/**
 * Creates wagmi's WalletConnect connector, but loads its SDK only when the user chooses it. wagmi's own
 * connector loads the SDK with the page, for every visitor and on the server. `WalletConnectQr` shows the QR
 * code, and the SDK's modal is never loaded. Install `@walletconnect/ethereum-provider`, and check its licence.
 *
 * With the SDK 2.23 or later, and if the wallet supports it, one approval both connects and signs in
 * (CAIP-222).
 *
 * @param parameters - the parameters of wagmi's connector, without `showQrModal`. Get the `projectId` from
 * WalletConnect's dashboard.
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
    /** Whether the user has chosen WalletConnect now, or was connected with it on the previous visit. */
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
        // wagmi restores an earlier connection only if there is a provider.
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
     * The apps that are offered on a phone, instead of the default ones. A function can extend or sort the
     * default list.
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
