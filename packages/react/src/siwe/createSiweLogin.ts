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
import { getAddress, stringToHex } from 'viem'
import type { Config, Connector } from 'wagmi'
import { connect, getConnection } from 'wagmi/actions'
import { createStore, type Store } from '../internals/createStore.ts'
import { trace } from '../internals/trace.ts'
import { connectByUri } from '../walletconnect/connectByUri.ts'
import { createChallengeCache } from './createChallengeCache.ts'
import { toWalletError } from './toWalletError.ts'
import { watchReturn } from './watchReturn.ts'
import { writeMessage } from './writeMessage.ts'

/** What the user sees of a sign-in with a wallet. */
export interface SiweLogin {
  store: Store<SiweLogin.State>
  /** Starts; while one is under way, everyone gets that one, and its handlers alone are told. */
  signIn(connector: Connector | undefined, handlers: SiweLogin.Handlers): Promise<Session>
  /** Puts the same question to the same wallet again: for a prompt that got lost. Of the two answers one counts. */
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

  function dispatch(event: SiweLoginEvent, extra: Partial<SiweLogin.State> = {}): void {
    const state = store.getState()
    const { status, error, session } = siweLoginMachine(state, event)
    trace.listener?.({ kind: 'event', machine: 'siwe', event: event.type, status })
    const isSame = status === state.status && error === state.error && session === state.session
    if (!isSame || Object.keys(extra).length > 0)
      store.setState({
        ...state,
        isStalled: false,
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
    if (state.uri !== undefined) return
    if (state.status === 'connecting' || state.status === 'signing')
      store.setState({ ...state, isStalled: true })
  }

  async function run(connector: Connector | undefined, signal: AbortSignal): Promise<Session> {
    // 1. The account. Nothing is awaited here when the wallet is connected already.
    const { address, chainId, wallet } =
      getConnected(config, connector) ?? (await connectWallet(connector, signal))
    signal.throwIfAborted()
    // 2. What to sign. At hand, unless it was not prefetched in time.
    const challenge = challenges.getFresh() ?? (await fetchChallenge({ address, chainId }))
    signal.throwIfAborted()
    const { message, domain } = writeMessage(challenge, { address, chainId })
    const otherDomain = domain === location.host ? undefined : domain
    // 3. One prompt.
    const wanted = { challenge, message, address, wallet: wallet.name, otherDomain }
    dispatch({ type: 'sign' }, wanted)
    const signature = await sign(wallet, message, address)
    signal.throwIfAborted()
    if (getConnected(config, wallet)?.address !== address)
      throw new AuthError('wallet_account_changed')
    // 4. One POST. Whatever becomes of it, this challenge is used.
    dispatch({ type: 'signed' })
    challenges.forget()
    const { session } = await client.verifySiwe({ message, signature, address }, { signal })
    signal.throwIfAborted()
    dispatch({ type: 'verified', session })
    return session
  }

  async function connectWallet(
    connector: Connector | undefined,
    signal: AbortSignal,
  ): Promise<Connected> {
    if (connector === undefined) throw new AuthError('wallet_not_found')
    dispatch({ type: 'connect' }, { ...nothingAsked, wallet: connector.name })
    const { accounts, chainId } = await connectByUri(
      connector,
      () => connect(config, { connector }),
      (uri) => dispatch({ type: 'connect' }, { uri }),
      signal,
    )
    return { address: getAddress(accounts[0]), chainId, wallet: connector }
  }

  function fetchChallenge(account: { address: string; chainId: number }): Promise<Challenge> {
    dispatch({ type: 'challenge' })
    return challenges.fetchOne(account)
  }

  function fail(cause: unknown, signal: AbortSignal): AuthError {
    if (signal.aborted) return new AuthError('aborted', { cause })
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
      .finally(() => {
        stopWatching()
        if (running?.abort === abort) running = undefined
      })
    running = { promise, abort, connector, handlers }
    promise.then(
      (session) => handlers.onSuccess(session),
      (error: AuthError) => {
        if (!abort.signal.aborted) handlers.onError(error)
      },
    )
    return promise
  }

  function cancel(): void {
    running?.abort.abort()
    running = undefined
    dispatch({ type: 'reset' }, nothingAsked)
  }

  return {
    store,
    startPrefetching: challenges.startPrefetching,
    signIn,
    cancel,
    askAgain() {
      if (running === undefined) return
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
} as const

type Connected = { address: `0x${string}`; chainId: number; wallet: Connector }

/**
 * The wallet that is connected, when it is the one that is asked for. While wagmi takes up the
 * connections of an earlier visit it holds mere descriptions of connectors: these cannot sign.
 */
function getConnected(config: Config, connector: Connector | undefined): Connected | undefined {
  const { address, chainId, connector: wallet } = getConnection(config)
  if (address === undefined || chainId === undefined || wallet === undefined) return undefined
  if (connector !== undefined && connector.uid !== wallet.uid) return undefined
  if (!config.connectors.some(({ uid }) => uid === wallet.uid)) return undefined
  return { address: getAddress(address), chainId, wallet }
}

/** @see {@link https://eips.ethereum.org/EIPS/eip-191} */
async function sign(wallet: Connector, message: string, address: string): Promise<string> {
  const provider = await wallet.getProvider()
  if (!isProvider(provider)) throw new AuthError('wallet_not_found')
  const signature = await provider.request({
    method: 'personal_sign',
    params: [stringToHex(message), address],
  })
  if (typeof signature !== 'string') throw new AuthError('wallet_failed')
  return signature
}

type Provider = { request: (call: { method: string; params: unknown[] }) => Promise<unknown> }

function isProvider(value: unknown): value is Provider {
  return typeof value === 'object' && value !== null && 'request' in value
}

const expiring: ReadonlySet<string> = new Set([
  'challenge_expired',
  'nonce_invalid',
  'siwe_expired',
  'siwe_issued_at',
])
