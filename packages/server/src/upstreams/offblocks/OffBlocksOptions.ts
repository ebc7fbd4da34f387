import type { Secret } from '../../audit/Secret.ts'

/** What `offblocks` is told. */
export interface OffBlocksOptions {
  apiKey: string | Secret
  apiSecret: string | Secret
  /** The id that OffBlocks gave the signing key. */
  keyId: string
  /** P-384, PKCS #8, PEM. */
  privateKey: string | Secret
  /** OffBlocks' own hosts; or `baseUrl`, such as that of the sandbox. @default 'production' */
  environment?: 'sandbox' | 'production' | undefined
  baseUrl?: string | undefined
  /** The domain that the challenge names. @default the host of the environment */
  domain?: string | undefined
  /**
   * What a request's signature covers. OffBlocks does not publish what it demands.
   * @default ['@method', '@target-uri', 'authorization', 'content-digest', 'idempotency-key']
   */
  coveredComponents?: readonly string[] | undefined
  /** The hash of the body's digest (RFC 9530). OffBlocks does not publish which one it wants. @default 'sha-256' */
  digestAlgorithm?: 'sha-256' | 'sha-512' | undefined
  /** Chains that a customer may be created on, by EIP-155 id. @default any */
  chainIds?: readonly number[] | undefined
  /** Where the app keeps which account is which customer. @default this process's memory, lost at its end */
  customers?: OffBlocksCustomers | undefined
  /** RPCs by chain id, for contract accounts of returning users. @default none: keys alone */
  rpcUrls?: Readonly<Record<number, string>> | undefined
  /** For one call, in ms. @default 10000 */
  timeoutMs?: number | undefined
  /** Sends in place of the Kit's own connections, such as through a proxy. @default none */
  fetch?: typeof fetch | undefined
  /** The time, in ms since 1970. @default Date.now */
  now?: (() => number) | undefined
}

/**
 * Which CAIP-10 account (`eip155:1:0x…`, with its EIP-55 checksum) is which customer. OffBlocks cannot be
 * asked: a customer that is not found here, but exists there, is a `registration_conflict`.
 */
export interface OffBlocksCustomers {
  find(accountId: string): Promise<string | undefined>
  /** Called once for each customer, before its challenge is signed. */
  save(accountId: string, customerId: string): Promise<void>
}
