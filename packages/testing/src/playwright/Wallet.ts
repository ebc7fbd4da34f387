import type { LocalAccount } from 'viem'

/**
 * What the wallet does when it is asked.
 *
 * - `approve`: says yes at once
 * - `reject`: error 4001, as when the user closes the wallet's window
 * - `hold`: waits for {@link Wallet.release}; a second request meanwhile gets error -32002
 * - `silent`: never answers
 */
export type WalletPolicy = 'approve' | 'reject' | 'hold' | 'silent'

export interface WalletOptions {
  /** Whom the wallet signs for. It stays in Node. @default a new random account */
  account?: LocalAccount | undefined
  /** Further accounts, for {@link Wallet.switchAccount}: `account` is 0, these are 1, 2, … */
  otherAccounts?: readonly LocalAccount[] | undefined
  /** As the page's list shows it. @default 'Test Wallet' */
  name?: string | undefined
  /** Reverse domain name of EIP-6963. @default 'test.wallet' */
  rdns?: string | undefined
  /** The selected chain. @default 1 */
  chainId?: number | undefined
  /** Chains that the wallet knows; another one gets error 4902. @default [1, 100, chainId] */
  chainIds?: readonly number[] | undefined
  /** @default every one 'approve' */
  policy?: Partial<WalletPolicies> | undefined
}

/** One policy for each thing that a wallet asks its user. */
export interface WalletPolicies {
  connect: WalletPolicy
  sign: WalletPolicy
  switchChain: WalletPolicy
}

/** The wallet as the test holds it: what it was asked, and what its user does. */
export interface Wallet {
  /** The address of the selected account, in EIP-55 form. */
  readonly address: string
  /** Everything that the page asked, oldest first. */
  readonly requests: readonly { method: string; params: readonly unknown[] }[]
  /** The texts that the user was asked to sign, oldest first: one for each prompt. */
  readonly prompts: readonly string[]
  /** Changes what the wallet does from now on. */
  setPolicy(policy: Partial<WalletPolicies>): void
  /** The user answers what is held: yes, or no with `'reject'`. */
  release(answer?: 'approve' | 'reject'): void
  /** The user picks another account in the wallet: 0 is `account`, 1 the first of `otherAccounts`. */
  switchAccount(index: number): Promise<void>
  /** The user picks another chain in the wallet. */
  switchChain(chainId: number): Promise<void>
  /** The wallet locks: it forgets nothing, but answers with no account until `unlock`. */
  lock(): Promise<void>
  unlock(): Promise<void>
}
