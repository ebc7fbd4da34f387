import type { Challenge, Session, SiweLoginState } from '@kit/core'
import type { Connector } from 'wagmi'
import type { Store } from '../login/createStore.ts'
import type { Handlers } from '../login/useHandlers.ts'
import type { Peer } from './walletconnect/findPeer.ts'

/** A sign-in with a wallet. */
export interface SiweLogin {
  store: Store<SiweLogin.State>
  /**
   * Starts the sign-in. While one is running, every caller gets that one, and only the first caller's handlers
   * run.
   */
  signIn(target: SiweLogin.Target, handlers: Handlers<Session>): Promise<Session>
  /**
   * Sends the request to the wallet again, for a prompt that was lost. Only the first answer is used. If the
   * sign-in waits for a tap, sends the request for the first time.
   */
  retryPrompt(): void
  /** Ends the running sign-in. A later answer of the wallet is ignored. */
  cancel(): void
  /** Ends the running sign-in, and clears the result of the last attempt. */
  reset(): void
  /** Keeps a challenge prefetched until the returned function is called. */
  startPrefetching(): () => void
  /**
   * Registers a component that shows the login, until the returned function is called. When the last one
   * unmounts, the sign-in ends.
   */
  mount(): () => void
}

export declare namespace SiweLogin {
  type Target = {
    /** The connector to use. @default that of the connected wallet */
    connector: Connector | undefined
    /**
     * Whether the user first selects an account in the wallet, or connects another wallet by WalletConnect,
     * although one is connected.
     */
    choosesAccount: boolean
  }
  type State = SiweLoginState & {
    /** The challenge of the message that is being signed. */
    challenge: Challenge | undefined
    /** The exact text that is being signed. */
    message: string | undefined
    /** The account that is asked to sign, with its EIP-55 checksum. */
    address: string | undefined
    /** The name of the wallet; absent for the older `window.ethereum`, which has no name. */
    wallet: string | undefined
    /**
     * The wallet at the other end of a WalletConnect connection, with the name and icon that it gives itself; absent
     * for other wallets. Show your own logo for a name that you know, or load the icon without a referrer. The icon
     * is usually on the server of the wallet's maker, which then sees the IP address of the user's browser.
     */
    peer: Peer | undefined
    /**
     * The domain in the message, if it differs from this page's. That is correct for an upstream with a
     * registered domain, but tell the user before they sign.
     */
    otherDomain: string | undefined
    /** The chain that the wallet is asked to switch to. */
    switchesTo: number | undefined
    /** Whether the wallet's answer is overdue. The prompt may be lost, and can be sent again. */
    isStalled: boolean
    /**
     * Whether the sign-in waits for a tap, because a phone opens the wallet's app only during one. Call
     * `retryPrompt` in the handler of a tap to continue.
     */
    awaitsTap: boolean
    /** Whether the user has signed and other owners of the account, a Safe, still have to sign. */
    awaitsOwners: boolean
    /** The URI that a wallet on another device has to scan, or an app has to open, while it is being connected. */
    uri: string | undefined
  }
}
