import type { Hex, LocalAccount } from 'viem'

/** A wallet in the page, as a test holds it: what it was asked, and what its user does. */
export interface FakeWallet {
  name: string
  /** Reverse domain name of EIP-6963. */
  rdns: string
  icon: string
  /** EIP-1193, for a wallet that is handed over rather than announced. */
  provider: FakeWallet.Provider
  /** What it answers from now on. */
  policy: FakeWallet.Policy
  /** The texts that it was asked to sign, one for each prompt. */
  prompts: readonly string[]
  /** The selected account, in EIP-55 form; a contract's where the wallet is one. */
  readonly address: Hex
  /** Answers what `hold` keeps waiting. */
  release: () => void
  /** The user picks another account in the wallet. */
  switchAccount: (account: LocalAccount) => void
  /** The user picks another chain in the wallet. */
  switchChain: (chainId: number) => void
  /** Shows no account and signs nothing, until it is unlocked here or by connecting. */
  lock: () => void
  unlock: () => void
  /** Takes it out of the page. */
  withdraw: () => void
}

export declare namespace FakeWallet {
  /**
   * - `approve`: the user says yes at once
   * - `reject`: error 4001, as when the user closes the wallet's window
   * - `pending`: error -32002, as while an earlier question is open
   * - `hold`: waits for `release`
   * - `silent`: never answers
   * - `throws`: exactly this is thrown, whatever it is
   */
  type Decision = 'approve' | 'reject' | 'pending' | 'hold' | 'silent' | { throws: unknown }
  /** One decision for each thing that a wallet asks its user. */
  type Policy = { connect: Decision; sign: Decision; switchChain: Decision }
  type Provider = {
    request: (call: { method: string; params?: unknown[] }) => Promise<unknown>
    on: (event: string, listener: (value: unknown) => void) => void
    removeListener: (event: string, listener: (value: unknown) => void) => void
  }
  type Options = {
    /** @default 'Test Wallet' */
    name?: string | undefined
    icon?: `data:image/${string}` | undefined
    /** Whom it signs for. @default a new random account */
    account?: LocalAccount | undefined
    /**
     * A plain account (`eoa`), or a contract account that belongs to `account`: deployed (`erc-1271`), or
     * not yet (`erc-6492`).
     *
     * @default 'eoa'
     */
    kind?: 'eoa' | 'erc-1271' | 'erc-6492' | undefined
    /** The selected chain. @default 1 */
    chainId?: number | undefined
    /** Chains that it knows; another one gets error 4902. @default [1, 100, chainId] */
    chainIds?: readonly number[] | undefined
    /** What it answers at first. @default every one 'approve' */
    policy?: Partial<Policy> | undefined
    /** Whether the page may see its account from the start. @default false */
    isConnected?: boolean | undefined
    /** Whether it announces itself (EIP-6963). @default true */
    isAnnounced?: boolean | undefined
  }
}
