import type { Hex } from 'viem'

/** An account, and how it signs. */
export interface Signer {
  address: Hex
  sign: (message: string) => Promise<Hex>
}
