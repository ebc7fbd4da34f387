import type { Hex } from 'viem'

/** An account that can sign. */
export interface Signer {
  address: Hex
  sign: (message: string) => Promise<Hex>
}
