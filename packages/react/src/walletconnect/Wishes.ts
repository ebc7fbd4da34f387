import type { Challenge } from '@kit/core'

/** What one connection by WalletConnect is to do beyond wagmi's. Other connectors know none of it. */
export interface Wishes {
  /** Whether the code takes the place of one that somebody may have scanned already. */
  isRenewal: boolean
  /** Where what the wallet may sign with its approval comes from. */
  challenges: {
    getFresh(): Challenge | undefined
    fetchOne(account: object): Promise<Challenge>
  }
  /** Is told more of the connection than wagmi says, when there is one. */
  onConnected(answer: Answer): void
}

export interface Answer {
  /** What the wallet signed with its approval. */
  signed: Signed | undefined
  /** The name of the app on this phone that the user has opened for the connection. */
  app: string | undefined
}

/** What was signed, as the server wants to have it. */
export interface Signed {
  challenge: Challenge
  message: string
  signature: string
  /** With its EIP-55 checksum. */
  address: `0x${string}`
}
