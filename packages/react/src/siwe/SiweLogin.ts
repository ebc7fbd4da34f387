import type { Challenge, Session, SiweLoginState } from '@kit/core'
import type { Connector } from 'wagmi'
import type { Store } from '../internals/createStore.ts'
import type { Handlers } from '../internals/useHandlers.ts'

/** What the user sees of a sign-in with a wallet. */
export interface SiweLogin {
  store: Store<SiweLogin.State>
  /** Starts; while one is under way, everyone gets that one, and its handlers alone are told. */
  signIn(connector: Connector | undefined, handlers: Handlers<Session>): Promise<Session>
  /**
   * Puts the same question to the same wallet again, for a prompt that got lost: of the two answers one
   * counts. Where a tap is awaited, puts it for the first time.
   */
  askAgain(): void
  /** Gives up what is under way. What the wallet still answers is not sent. */
  cancel(): void
  /** Keeps a challenge at hand until the returned function is called. */
  startPrefetching(): () => void
  /** Says that a part shows it, until the returned function is called. The last one to leave gives it up. */
  mount(): () => void
}

export declare namespace SiweLogin {
  type State = SiweLoginState & {
    /** What the backend issued for the message that is being signed. */
    challenge: Challenge | undefined
    /** The exact text that is being signed. */
    message: string | undefined
    /** The account that is asked to sign, with its EIP-55 checksum. */
    address: string | undefined
    /** The name of the wallet that is asked, where it has one: the older `window.ethereum` does not. */
    wallet: string | undefined
    /**
     * The domain that the message names, where it is not this page's: right for an upstream that has
     * its own, and worth a word to the user before they sign.
     */
    otherDomain: string | undefined
    /** Whether the wallet's answer is overdue: the prompt may be lost, and can be asked for again. */
    isStalled: boolean
    /** Whether the wallet's app is on this phone, and opens for a tap alone: `askAgain` in one goes on. */
    awaitsTap: boolean
    /** While a wallet that is elsewhere is being connected: what it has to scan or open. */
    uri: string | undefined
  }
}
