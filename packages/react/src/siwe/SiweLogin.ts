import type { Challenge, Session, SiweLoginState } from '@kit/core'
import type { Connector } from 'wagmi'
import type { Store } from '../login/createStore.ts'
import type { Handlers } from '../login/useHandlers.ts'

/** A sign-in with a wallet, as the user sees it. */
export interface SiweLogin {
  store: Store<SiweLogin.State>
  /**
   * Starts. While a sign-in is running, every caller gets that one, and only the first caller's handlers run.
   */
  signIn(target: SiweLogin.Target, handlers: Handlers<Session>): Promise<Session>
  /**
   * Asks the same wallet the same question again, for a prompt that was lost. Only one of the two answers
   * counts. If the sign-in waits for a tap, asks for the first time.
   */
  retryPrompt(): void
  /** Ends the running sign-in. A later answer of the wallet is not sent. */
  cancel(): void
  /** Ends the running sign-in, and clears the result of the last attempt. */
  reset(): void
  /** Keeps a challenge prefetched until the returned function is called. */
  startPrefetching(): () => void
  /**
   * Registers a part that shows the login, until the returned function is called. When the last one leaves,
   * the sign-in ends.
   */
  mount(): () => void
}

export declare namespace SiweLogin {
  type Target = {
    /** Default: the connected wallet. */
    connector: Connector | undefined
    /**
     * Whether the wallet first offers its accounts, or WalletConnect another wallet, although one is
     * connected.
     */
    choosesAccount: boolean
    /** Whether the backend issues a challenge only for an account that is known. */
    isPerAccount: boolean
  }
  type State = SiweLoginState & {
    /** The challenge of the message that is being signed. */
    challenge: Challenge | undefined
    /** The exact text that is being signed. */
    message: string | undefined
    /** The account that is asked to sign, with its EIP-55 checksum. */
    address: string | undefined
    /** The name of the wallet that is asked, if it has one: the older `window.ethereum` does not. */
    wallet: string | undefined
    /**
     * The domain in the message, if it is not this page's. This is correct for an upstream with a registered
     * domain, but the user should be told before they sign.
     */
    otherDomain: string | undefined
    /** The chain to which the wallet is being asked to switch. */
    switchesTo: number | undefined
    /** Whether the wallet's answer is overdue. The prompt may be lost, and can be sent again. */
    isStalled: boolean
    /**
     * Whether the wallet's app is on this phone and opens only during a tap: call `retryPrompt` in one to
     * continue.
     */
    awaitsTap: boolean
    /** Whether the user has signed and the other owners of the account, a Safe, still have to. */
    awaitsOwners: boolean
    /** While a wallet elsewhere is being connected: the URI that it has to scan or open. */
    uri: string | undefined
  }
}
