import type { LocalAccount } from 'viem'
import type { WalletPolicy as AnyPolicy } from '../wallet/WalletPolicy.ts'

/** How the wallet answers each question. The values are those decisions of a `FakeWallet` that are strings. */
export type WalletPolicy = {
  [question in keyof AnyPolicy]: Extract<AnyPolicy[question], string>
}

export interface WalletOptions {
  /** The account that signs. Its key stays in Node. @default a new random account */
  account?: LocalAccount | undefined
  /** Further accounts for {@link Wallet.switchAccount}: `account` is 0, these are 1, 2, … */
  otherAccounts?: readonly LocalAccount[] | undefined
  /** The name that the page shows. @default 'Test Wallet' */
  name?: string | undefined
  /** The reverse domain name of EIP-6963. @default 'test.wallet' */
  rdns?: string | undefined
  /** The selected chain. @default 1 */
  chainId?: number | undefined
  /** The chains that the wallet knows. Others get error 4902. @default [1, 100, chainId] */
  chainIds?: readonly number[] | undefined
  /** How the wallet answers at first. @default 'approve' for every question */
  policy?: Partial<WalletPolicy> | undefined
}

/** The wallet that a test controls: its received requests, and what its user does. */
export interface Wallet {
  /** The address of the selected account with its EIP-55 checksum. */
  readonly address: string
  /** Every request of the page, oldest first. */
  readonly requests: readonly { method: string; params: readonly unknown[] }[]
  /** The texts that the user was asked to sign, oldest first, one for each prompt. */
  readonly prompts: readonly string[]
  /** Changes how the wallet answers from now on. */
  setPolicy(policy: Partial<WalletPolicy>): void
  /** Answers the held request: accepts it, or declines it with `'reject'`. */
  release(answer?: 'approve' | 'reject'): void
  /** The user selects another account in the wallet: 0 is `account`, 1 the first of `otherAccounts`. */
  switchAccount(index: number): Promise<void>
  /** The user selects another chain in the wallet. */
  switchChain(chainId: number): Promise<void>
  /** Locks the wallet: it shows no account until `unlock`, and keeps its permissions. */
  lock(): Promise<void>
  unlock(): Promise<void>
}
