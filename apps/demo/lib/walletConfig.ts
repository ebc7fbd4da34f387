import { walletConnect } from '@kit/react/walletconnect'
import { createConfig, http, injected } from 'wagmi'
import { gnosis, mainnet } from 'wagmi/chains'

/** From WalletConnect's dashboard. It is public: a build copies it into the scripts. */
const projectId = process.env['WALLETCONNECT_PROJECT_ID']

if (!projectId && process.env.NODE_ENV === 'development')
  console.info(
    'The card does not list WalletConnect: set WALLETCONNECT_PROJECT_ID (see .env.example).',
  )

/** Adds WalletConnect to the wallets in the browser. Without a project id, the Kit's defaults apply. */
export const walletConfig = projectId
  ? createConfig({
      chains: [mainnet, gnosis],
      connectors: [injected(), walletConnect({ projectId })],
      ssr: true,
      transports: { [mainnet.id]: http(), [gnosis.id]: http() },
    })
  : undefined
