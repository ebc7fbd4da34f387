import type { Challenge } from '@kit/core'

/** What a WalletConnect connection should do in addition to wagmi's. Other connectors ignore it. */
export interface ConnectOptions {
  /** Whether the code replaces one that someone may already have scanned. */
  isRenewal: boolean
  /** The source of what the wallet can sign together with its approval, if that needs no account. */
  challenges:
    | {
        getFresh(): Challenge | undefined
        fetchOne(account: object): Promise<Challenge>
      }
    | undefined
  /** Called when there is a connection, with more data than wagmi provides. */
  onConnected(answer: Answer): void
}

export interface Answer {
  /** What the wallet signed together with its approval. */
  signed: Signed | undefined
  /** The name of the app on this phone that the user opened for the connection. */
  app: string | undefined
  /** Whether it is the connection of an earlier visit, which the wallet may have ended in the meantime. */
  isResumed: boolean
}

/** What was signed, in the form that the server needs. */
export interface Signed {
  challenge: Challenge
  message: string
  signature: string
  /** The address with its EIP-55 checksum. */
  address: `0x${string}`
}
