import type { Hex, LocalAccount } from 'viem'
import type { WalletDecision, WalletPolicy } from '../wallet/WalletPolicy.ts'

/** A wallet in the page that a test controls: its received calls, and what its user does. */
export interface FakeWallet {
  name: string
  /** The reverse domain name of EIP-6963. */
  rdns: string
  icon: string
  /** The EIP-1193 provider, for code that takes one instead of discovering it. */
  provider: FakeWallet.Provider
  /** How the wallet answers from now on. */
  policy: FakeWallet.Policy
  /** The methods that the page called, in order. */
  calls: readonly string[]
  /** The texts that the user was asked to sign, one for each prompt. */
  prompts: readonly string[]
  /** The selected account with its EIP-55 checksum. For a contract account, its address. */
  readonly address: Hex
  /** Answers the request that `hold` keeps waiting. */
  release: () => void
  /** Answers the request that `hold` keeps waiting with this value. */
  answerWith: (answer: unknown) => void
  /** The user revokes the page's permission, which the page is not notified about. */
  revoke: () => void
  /** The user selects another account in the wallet the next time the page connects. */
  switchAccountAtNextConnection: (account: LocalAccount) => void
  /** The user selects another account in the wallet. */
  switchAccount: (account: LocalAccount) => void
  /** The user selects another chain in the wallet. */
  switchChain: (chainId: number) => void
  /** Hides the account and refuses to sign until the wallet is unlocked here or by connecting. */
  lock: () => void
  unlock: () => void
  /** Removes the wallet from the page. */
  withdraw: () => void
}

export declare namespace FakeWallet {
  type Decision = WalletDecision
  type Policy = WalletPolicy
  type Provider = {
    request: (call: { method: string; params?: unknown[] }) => Promise<unknown>
    on: (event: string, listener: (value: unknown) => void) => void
    removeListener: (event: string, listener: (value: unknown) => void) => void
  }
  type Options = {
    /** @default 'Test Wallet' */
    name?: string | undefined
    icon?: `data:image/${string}` | undefined
    /** The account that signs. @default a new random account */
    account?: LocalAccount | undefined
    /**
     * A plain account (`eoa`), or a contract account owned by `account`: deployed (`erc-1271`) or not yet
     * deployed (`erc-6492`).
     *
     * @default 'eoa'
     */
    kind?: 'eoa' | 'erc-1271' | 'erc-6492' | undefined
    /** The selected chain. @default 1 */
    chainId?: number | undefined
    /** The chains that the wallet knows. Others get error 4902. @default [1, 100, chainId] */
    chainIds?: readonly number[] | undefined
    /** How the wallet answers at first. @default 'approve' for every question */
    policy?: Partial<Policy> | undefined
    /** Whether the page may see its account from the start. @default false */
    isConnected?: boolean | undefined
    /** Whether the wallet announces itself (EIP-6963). @default true */
    isAnnounced?: boolean | undefined
  }
}
