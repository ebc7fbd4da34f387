import type { Challenge } from '@kit/core'

/** Additional options for a WalletConnect connection. Other connectors ignore them. */
export interface ConnectOptions {
  /** Whether the QR code replaces one that the user may already have scanned. */
  isRenewal: boolean
  /** The source of challenges that the wallet can sign together with its approval. */
  challenges: {
    getFresh(): Challenge | undefined
    fetchOne(account: object): Promise<Challenge>
  }
  /** Called when the connection is established, with more data than wagmi provides. */
  onConnected(answer: Answer): void
}

export interface Answer {
  /** The message that the wallet signed together with its approval. */
  signed: Signed | undefined
  /** The name of the app on this phone in which the user approved the connection. */
  app: string | undefined
  /** Whether this is a connection from an earlier visit, which the wallet may have ended in the meantime. */
  isResumed: boolean
}

/** A signed message, in the form that the server expects. */
export interface Signed {
  challenge: Challenge
  message: string
  signature: string
  /** The address with its EIP-55 checksum. */
  address: `0x${string}`
}
