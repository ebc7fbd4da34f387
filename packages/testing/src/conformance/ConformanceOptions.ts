import type { LocalAccount } from 'viem'

/** Options for the checks of a route. */
export interface ConformanceOptions {
  /** @default that of `url` */
  origin?: string | undefined
  /** @default a new random one */
  account?: LocalAccount | undefined
  /** @default the first chain of the challenge, otherwise 1 */
  chainId?: number | undefined
  knownEmail?: string | undefined
  readCode?: ((email: string) => Promise<string>) | undefined
  /** @default all */
  only?: readonly string[] | undefined
}
