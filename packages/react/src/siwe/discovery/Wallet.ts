import type { Connector } from 'wagmi'

/** A wallet that the user can choose. */
export interface Wallet {
  /** The connector's id: the wallet's reverse domain name (EIP-6963), if it has one. */
  id: string
  /** The wallet's name, or the dictionary's text for a wallet without one. @default 'Browser wallet' */
  name: string
  /** A data URI or URL of the icon; absent if the wallet has none. */
  icon: string | undefined
  /** Whether this wallet was used last. */
  isRecent: boolean
  /** Whether the wallet is in this browser, as an extension or as the app that shows the page. */
  isInstalled: boolean
  isConnected: boolean
  connector: Connector
}
