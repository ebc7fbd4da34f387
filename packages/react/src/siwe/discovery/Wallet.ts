import type { Connector } from 'wagmi'

/** A wallet that the user can choose. */
export interface Wallet {
  /** The connector's id: the wallet's reverse domain name (EIP-6963), if it has one. */
  id: string
  /** If the wallet has no name, the provider's text for that. @default 'Browser wallet' */
  name: string
  /** A data URI or URL; absent if the wallet has none. */
  icon: string | undefined
  /** Whether it was used last. */
  isRecent: boolean
  /** Whether it is in this browser, as an extension or as the app that shows the page. */
  isInstalled: boolean
  isConnected: boolean
  connector: Connector
}
