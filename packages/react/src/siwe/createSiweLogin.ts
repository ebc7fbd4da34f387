import {
  type AuthClient,
  AuthError,
  type Challenge,
  type Session,
  type SiweLoginEvent,
  type SiweLoginState,
  siweLoginMachine,
  siweLoginStart,
} from '@kit/core'
import type { Config, Connector } from 'wagmi'
import { createStore, type Store } from '../internals/createStore.ts'
import { trace } from '../internals/trace.ts'
import { type Connected, getConnected } from './Connected.ts'
import { connectWallet } from './connectWallet.ts'
import { createChallengeCache } from './createChallengeCache.ts'
import { personalSign } from './personalSign.ts'
import { toWalletError } from './toWalletError.ts'
import { watchReturn } from './watchReturn.ts'
import { writeMessage } from './writeMessage.ts'

/** What the user sees of a sign-in with a wallet. */
export interface SiweLogin {
  store: Store<SiweLogin.State>
  /** Starts; while one is under way, everyone gets that one, and its handlers alone are told. */
  signIn(connector: Connector | undefined, handlers: SiweLogin.Handlers): Promise<Session>
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
    /** The name of the wallet that is asked. */
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
  type Handlers = {
    onSuccess: (session: Session) => void
    onError: (error: AuthError) => void
  }
}

/** A sign-in with a wallet: runs the machine, and does what its states say. One prompt, one POST. */
export function createSiweLogin(client: AuthClient, config: Config): SiweLogin {
  const store = createStore<SiweLogin.State>({ ...siweLoginStart, ...nothingAsked })
  const challenges = createChallengeCache(client)
  let running: Running | undefined
  let mounted = 0
  let proceed: (() => void) | undefined

  function dispatch(event: SiweLoginEvent, extra: Partial<SiweLogin.State> = {}): void {
    const state = store.getState()
    const { status, error, session } = siweLoginMachine(state, event)
    trace.listener?.({ kind: 'event', machine: 'siwe', event: event.type, status })
    const isSame = status === state.status && error === state.error && session === state.session
    if (!isSame || Object.keys(extra).length > 0)
      store.setState({
        ...state,
        isStalled: false,
        awaitsTap: proceed !== undefined,
        // A code to scan is for one connection.
        ...(status === 'connecting' ? {} : { uri: undefined }),
        status,
        error,
        session,
        ...extra,
      })
  }

  function setStalled(): void {
    const state = store.getState()
    // A code that is shown can be scanned at any time.
    if (state.uri !== undefined || state.awaitsTap) return
    if (state.status === 'connecting' || state.status === 'signing')
      store.setState({ ...state, isStalled: true })
  }

  async function run(connector: Connector | undefined, signal: AbortSignal): Promise<Session> {
    // 1. The account. Nothing is awaited here when the wallet is connected already.
    const connected = getConnected(config, connector) ?? (await askToConnect(connector, signal))
    signal.throwIfAborted()
    // 2. One prompt, unless the approval of the connection was one for both.
    const { address, wallet } = connected
    const { message, signature } = connected.signed ?? (await askToSign(connected, signal))
    signal.throwIfAborted()
    if (getConnected(config, wallet)?.address !== address)
      throw new AuthError('wallet_account_changed')
    // 3. One POST. Whatever becomes of it, this challenge is used.
    dispatch({ type: 'signed' })
    challenges.forget()
    const { session } = await client.verifySiwe({ message, signature, address }, { signal })
    signal.throwIfAborted()
    running = undefined
    dispatch({ type: 'verified', session })
    return session
  }

  async function askToConnect(
    connector: Connector | undefined,
    signal: AbortSignal,
  ): Promise<Connected> {
    if (connector === undefined) throw new AuthError('wallet_not_found')
    dispatch({ type: 'connect' }, { ...nothingAsked, wallet: connector.name })
    const onUri = (uri: string) => dispatch({ type: 'connect' }, { uri })
    const connected = await connectWallet(config, connector, { challenges, onUri, signal })
    const { address, app, signed } = connected
    if (signed !== undefined) {
      const { challenge, message } = signed
      dispatch({ type: 'sign' }, { challenge, message, address })
    } else if (app !== undefined) {
      await waitForTap(app)
    }
    return connected
  }

  /** Phones open another app for a tap alone, and the one that opened it for the connection is over. */
  function waitForTap(app: string): Promise<void> {
    return new Promise((resolve) => {
      proceed = () => {
        proceed = undefined
        resolve()
      }
      dispatch({ type: 'sign' }, { wallet: app })
    })
  }

  async function askToSign(
    { address, chainId, wallet, app = wallet.name }: Connected,
    signal: AbortSignal,
  ): Promise<{ message: string; signature: string }> {
    // At hand, unless it was not prefetched in time.
    const challenge = challenges.getFresh() ?? (await fetchChallenge({ address, chainId }))
    signal.throwIfAborted()
    const { message, domain } = writeMessage(challenge, { address, chainId })
    const otherDomain = domain === location.host ? undefined : domain
    dispatch({ type: 'sign' }, { challenge, message, address, wallet: app, otherDomain })
    return { message, signature: await personalSign(wallet, message, address) }
  }

  function fetchChallenge(account: { address: string; chainId: number }): Promise<Challenge> {
    dispatch({ type: 'challenge' })
    return challenges.fetchOne(account)
  }

  function fail(cause: unknown, signal: AbortSignal): AuthError {
    if (signal.aborted) return new AuthError('aborted', { cause })
    // Before anybody hears of it: who begins anew at once must not join what is over.
    running = undefined
    // The next tap finds a challenge at hand again.
    challenges.renew()
    const error = toWalletError(cause)
    if (error.code === 'wallet_rejected') dispatch({ type: 'rejected', error })
    else if (expiring.has(error.code)) dispatch({ type: 'expired', error })
    else dispatch({ type: 'failed', error })
    return error
  }

  function signIn(
    connector: Connector | undefined,
    handlers: SiweLogin.Handlers,
  ): Promise<Session> {
    if (running !== undefined) return running.promise
    const abort = new AbortController()
    const stopWatching = watchReturn(dispatch, setStalled)
    const promise = run(connector, abort.signal)
      .catch((cause: unknown) => {
        throw fail(cause, abort.signal)
      })
      .finally(stopWatching)
    running = { promise, abort, connector, handlers }
    promise.then(handlers.onSuccess, (error: AuthError) => {
      if (!abort.signal.aborted) handlers.onError(error)
    })
    return promise
  }

  function cancel(): void {
    running?.abort.abort()
    running = undefined
    proceed?.()
    dispatch({ type: 'reset' }, nothingAsked)
  }

  return {
    store,
    startPrefetching: challenges.startPrefetching,
    signIn,
    cancel,
    askAgain() {
      if (running === undefined) return
      if (proceed !== undefined) return proceed()
      const { connector, handlers } = running
      cancel()
      // The state and the handlers tell of a failure.
      signIn(connector, handlers).catch(() => {})
    },
    mount() {
      mounted += 1
      return () => {
        mounted -= 1
        if (mounted === 0) cancel()
      }
    },
  }
}

type Running = {
  promise: Promise<Session>
  abort: AbortController
  connector: Connector | undefined
  handlers: SiweLogin.Handlers
}

const nothingAsked = {
  challenge: undefined,
  message: undefined,
  address: undefined,
  wallet: undefined,
  otherDomain: undefined,
  uri: undefined,
  isStalled: false,
  awaitsTap: false,
} as const

const expiring: ReadonlySet<string> = new Set([
  'challenge_expired',
  'nonce_invalid',
  'siwe_expired',
  'siwe_issued_at',
])
