import type { Connector } from 'wagmi'
import { readMember } from './discovery/steadyProvider.ts'

/**
 * Prints which SDK is not installed. wagmi loads SDKs on demand, and users only see that the wallet could not
 * be reached.
 */
export function explainMissingSdk({ name, type }: Connector, cause: unknown): void {
  if (process.env.NODE_ENV === 'production') return
  const message = String(readMember(cause, 'message'))
  if (!/cannot find (?:module|package)|(?:could not|failed to) resolve/i.test(message)) return
  const [, found] = /["']((?:@[\w-]+\/)?[\w.-]+)["']/.exec(message) ?? []
  const missing = found ?? sdks[type] ?? 'the SDK of its connector'
  console.warn(
    `[kit] ${name} needs ${missing}, which is not installed. Run: npm install ${missing}`,
  )
}

/**
 * Warns the developer that wagmi's `walletConnect()` opens its own modal. The QR code is then shown only there.
 */
export function explainOwnWindow(): void {
  if (process.env.NODE_ENV === 'production' || isExplained) return
  isExplained = true
  console.warn(
    "[kit] wagmi's walletConnect() opens a separate modal. Use walletConnect() from @kit/react/walletconnect, or pass showQrModal: false, to show the code in the card.",
  )
}

let isExplained = false

/** The package that each of wagmi's connectors loads. */
const sdks: Record<string, string | undefined> = {
  baseAccount: '@base-org/account',
  coinbaseWallet: '@coinbase/wallet-sdk',
  metaMask: '@metamask/connect-evm',
  safe: '@safe-global/safe-apps-provider @safe-global/safe-apps-sdk',
  walletConnect: '@walletconnect/ethereum-provider',
}
