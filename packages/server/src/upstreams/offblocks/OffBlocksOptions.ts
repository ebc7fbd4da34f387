import type { Secret } from '../../keys/Secret.ts'

/** The options of `offblocks`. */
export interface OffBlocksOptions {
  apiKey: string | Secret
  apiSecret: string | Secret
  /** OffBlocks' id of the signing key. */
  keyId: string
  /** The signing key: P-384, as PEM (PKCS #8). */
  privateKey: string | Secret
  /** Selects one of OffBlocks' hosts, unless `baseUrl` is set. @default 'production' */
  environment?: 'sandbox' | 'production' | undefined
  baseUrl?: string | undefined
  /** The domain in the challenge. @default the host of the environment */
  domain?: string | undefined
  /**
   * The components that a request's signature covers (RFC 9421). OffBlocks does not publish which ones it
   * requires.
   * @default ['@method', '@target-uri', 'authorization', 'content-digest', 'idempotency-key']
   */
  coveredComponents?: readonly string[] | undefined
  /**
   * The hash algorithm of the body's digest (RFC 9530). OffBlocks does not publish which one it expects.
   * @default 'sha-256'
   */
  digestAlgorithm?: 'sha-256' | 'sha-512' | undefined
  /** The chains on which a customer may be created, by EIP-155 id. @default any */
  chainIds?: readonly number[] | undefined
  /**
   * Returns the app's id for a customer. It must always be the same for the same account.
   * @default the account (CAIP-10)
   */
  externalId?: ((accountId: string) => string | Promise<string>) | undefined
  /**
   * Stores which account belongs to which customer. @default the memory of this process, which is lost when it
   * ends
   */
  customers?: OffBlocksCustomers | undefined
  /** RPCs by chain id, for contract accounts of returning users. @default none: only ordinary accounts */
  rpcUrls?: Readonly<Record<number, string>> | undefined
  /** The time limit for one call, in ms. @default 10000 */
  timeoutMs?: number | undefined
  /** Sends requests instead of the Kit's connections, for example through a proxy. @default none */
  fetch?: typeof fetch | undefined
  /** Returns the time, in ms since 1970. @default Date.now */
  now?: (() => number) | undefined
}

/**
 * Maps a CAIP-10 account (`eip155:1:0x…`, with its EIP-55 checksum) to its customer. A customer that is
 * missing here but exists at OffBlocks is looked up in OffBlocks' list and then saved here.
 */
export interface OffBlocksCustomers {
  find(accountId: string): Promise<string | undefined>
  /** Called once for each customer, before its challenge is signed. */
  save(accountId: string, customerId: string): Promise<void>
}
