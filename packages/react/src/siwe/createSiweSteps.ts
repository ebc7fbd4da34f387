import type { AuthClient, Challenge, Session, SiweLoginEvent } from '@kit/core'
import { AuthError } from '@kit/core/internal/errors/AuthError'
import { transition } from '@kit/core/internal/login/transition'
import { siweTransitions } from '@kit/core/internal/siwe/siweTransitions'
import type { Config, Connector } from 'wagmi'
import type { Store } from '../login/createStore.ts'
import { trace } from '../login/trace.ts'
import { forgetConnection } from '../session/forgetConnection.ts'
import { rememberSessionWallet } from '../session/sessionWallet.ts'
import { type Connected, getConnected, getName } from './Connected.ts'
import { chooseChain, isChainId } from './chooseChain.ts'
import { connectWallet } from './connectWallet.ts'
import { createChallengeCache } from './createChallengeCache.ts'
import { loadSignatureCheck } from './loadSignatureCheck.ts'
import { opensWindow } from './opensWindow.ts'
import { personalSign } from './personalSign.ts'
import { refreshChain } from './refreshChain.ts'
import type { SiweLogin } from './SiweLogin.ts'
import { toWalletError } from './toWalletError.ts'
import { findPeer } from './walletconnect/findPeer.ts'
import { watchReturn } from './watchReturn.ts'
import { writeMessage } from './writeMessage.ts'

/** The actions of a sign-in with a wallet. */
export interface SiweSteps {
  run(target: SiweLogin.Target, signal: AbortSignal): Promise<Session>
  fail(cause: unknown): AuthError
  /**
   * Continues if the sign-in waits for a tap.
   * @returns whether it was waiting
   */
  proceed(): boolean
  reset(): void
  startPrefetching(): () => void
}

/** Runs the state machine and performs the actions of its states. A sign-in has one prompt and one POST. */
export function createSiweSteps(
  client: AuthClient,
  config: Config,
  store: Store<SiweLogin.State>,
  end: () => void,
): SiweSteps {
  const challenges = createChallengeCache(client)
  let tapped: (() => void) | undefined

  function dispatch(event: SiweLoginEvent, extra: Partial<SiweLogin.State> = {}): void {
    const state = store.getState()
    const { status, error, session } = transition(siweTransitions, state, event)
    trace.listener?.({ kind: 'event', machine: 'siwe', event: event.type, status })
    const isSame = status === state.status && error === state.error && session === state.session
    if (!isSame || Object.keys(extra).length > 0)
      store.setState({
        ...state,
        isStalled: false,
        switchesTo: undefined,
        awaitsTap: tapped !== undefined,
        awaitsOwners: false,
        // A QR code is valid for one connection.
        ...(status === 'connecting' ? {} : { uri: undefined }),
        ...extra,
        status,
        error,
        session,
      })
  }

  function setStalled(): void {
    const state = store.getState()
    // The user may scan a QR code at any time, so it is never overdue.
    if (state.uri !== undefined || state.awaitsTap || state.awaitsOwners) return
    const isSwitching = state.switchesTo !== undefined
    if (state.status === 'connecting' || state.status === 'signing' || isSwitching)
      store.setState({ ...state, isStalled: true })
  }

  async function signIn(
    { connector, choosesAccount }: SiweLogin.Target,
    signal: AbortSignal,
  ): Promise<Session> {
    // 1. Get the account. Nothing is awaited here if the wallet is already connected.
    const former = getConnected(config, connector)
    if (choosesAccount && former !== undefined) await forgetConnection(config, former.wallet)
    const connected =
      former !== undefined && !choosesAccount
        ? former
        : await askToConnect(connector ?? former?.wallet, signal)
    signal.throwIfAborted()
    // 2. Ask for the signature, unless the wallet signed together with its approval of the connection.
    const signed = connected.isResumed
      ? await askAgainOrConnect(connected, signal)
      : await ask(connected, signal).catch((cause: unknown) => {
          // A wallet that ends the connection that its user has just approved is not locked: the user declines.
          const isRemote = connected.wallet.type === 'walletConnect'
          throw isRemote && toWalletError(cause).code === 'wallet_locked'
            ? new AuthError('wallet_rejected', { cause })
            : cause
        })
    const { address, wallet, message, signature } = signed
    signal.throwIfAborted()
    // If the connection was lost in the meantime, the signature is still valid.
    const now = getConnected(config, wallet)
    if (now !== undefined && now.address !== address) throw new AuthError('wallet_account_changed')
    // 3. Send the signature. Whatever the result is, the challenge is used.
    dispatch({ type: 'signed' })
    challenges.forget()
    const { session } = await client
      .verifySiwe({ message, signature, address }, { signal, headers: describeConnector(wallet) })
      .catch((error: unknown) => explain(error, address))
    signal.throwIfAborted()
    end()
    rememberSessionWallet({ id: wallet.id, at: session.authenticatedAt })
    makeCurrent(wallet)
    dispatch({ type: 'verified', session })
    return session
  }

  /**
   * If the browser blocks cookies, every challenge is lost, so throws an error that says so instead of one that
   * suggests trying again.
   */
  async function explain(error: unknown, address: string): Promise<never> {
    if (AuthError.is(error) && error.code === 'nonce_invalid')
      await challenges.checkCookie({ address }).catch((cause: unknown) => {
        if (AuthError.is(cause) && cause.code === 'cookies_blocked') throw cause
      })
    throw error
  }

  /** Asks for the signature. If the wallet has revoked its permission or is locked, connects it again. */
  async function askAgainOrConnect(former: Connected, signal: AbortSignal): Promise<SignedBy> {
    try {
      return await ask(former, signal)
    } catch (cause) {
      if (signal.aborted || toWalletError(cause).code !== 'wallet_locked') throw cause
      dispatch({ type: 'reset' })
      return ask(await askToConnect(former.wallet, signal), signal)
    }
  }

  async function ask(connected: Connected, signal: AbortSignal): Promise<SignedBy> {
    signal.throwIfAborted()
    const { address, wallet } = connected
    return { address, wallet, ...(connected.signed ?? (await askToSign(connected, signal))) }
  }

  /** Makes the wallet that signed wagmi's current one, even if another wallet was connected last. */
  function makeCurrent({ uid }: Connector): void {
    const { connections, current } = config.state
    if (current !== uid && connections.has(uid))
      config.setState((state) => ({ ...state, current: uid, status: 'connected' }))
  }

  async function askToConnect(
    connector: Connector | undefined,
    signal: AbortSignal,
  ): Promise<Connected> {
    if (connector === undefined) throw new AuthError('wallet_not_found')
    dispatch({ type: 'connect' }, { ...store.getStart(), wallet: getName(connector) })
    const onUri = (uri: string) => dispatch({ type: 'connect' }, { uri })
    const connected = await connectWallet(config, connector, { challenges, onUri, signal })
    const { address, app, signed } = connected
    if (signed !== undefined) {
      const { challenge, message } = signed
      dispatch({ type: 'sign' }, { challenge, message, address })
    } else if (app !== undefined) {
      await waitForTap(app)
    } else if (await opensWindow(connector)) {
      await waitForTap(connector.name)
    }
    return connected
  }

  /**
   * Waits for another tap. Phones open another app, and browsers open a window, only during a tap, and the tap that
   * started the connection is over.
   */
  function waitForTap(app: string): Promise<void> {
    return new Promise((resolve) => {
      tapped = resolve
      dispatch({ type: 'sign' }, { wallet: app })
    })
  }

  function proceed(): boolean {
    const resolve = tapped
    tapped = undefined
    resolve?.()
    return resolve !== undefined
  }

  async function askToSign(
    connected: Connected,
    signal: AbortSignal,
  ): Promise<{ message: string; signature: string }> {
    const { address, wallet } = connected
    const peer = await findPeer(wallet)
    const app = connected.app ?? peer?.name ?? getName(wallet)
    // The challenge is usually prefetched already.
    const challenge = challenges.getFresh() ?? (await fetchChallenge(connected))
    signal.throwIfAborted()
    const allowed = challenge.format === 'eip4361' ? challenge.chainIds : undefined
    const current = { ...connected, chainId: readChain(connected) }
    const chainId = await chooseChain(config, current, allowed, (switchesTo) =>
      dispatch({ type: 'challenge' }, { challenge, wallet: app, peer, switchesTo }),
    )
    signal.throwIfAborted()
    const { message, domain } = writeMessage(challenge, { address, chainId })
    const otherDomain = domain === location.host ? undefined : domain
    dispatch({ type: 'sign' }, { challenge, message, address, wallet: app, peer, otherDomain })
    const onOthersAsked = () => store.setState({ ...store.getState(), awaitsOwners: true })
    const signature = await personalSign(wallet, message, address, { onOthersAsked, signal }).catch(
      (cause: unknown) => {
        if (toWalletError(cause).code === 'wallet_failed') void refreshChain(wallet)
        throw cause
      },
    )
    return { message, signature }
  }

  /**
   * Returns the wallet's current chain. A connection by WalletConnect starts with the chain of its first account, and
   * the wallet reports its actual chain only later.
   *
   * @see {@link https://github.com/WalletConnect/walletconnect-monorepo/issues/3031}
   */
  function readChain({ wallet, chainId }: Connected): number {
    return config.state.connections.get(wallet.uid)?.chainId ?? chainId
  }

  async function fetchChallenge(connected: Connected): Promise<Challenge> {
    const { address } = connected
    const chainId = readChain(connected)
    dispatch({ type: 'challenge' })
    if (!isChainId(chainId)) return challenges.fetchOne({ address })
    try {
      return await challenges.fetchOne({ address, chainId })
    } catch (error) {
      if (!AuthError.is(error) || error.code !== 'siwe_chain_not_allowed') throw error
      // A challenge that is requested without a chain lists the allowed chains.
      return challenges.fetchOne({ address })
    }
  }

  return {
    proceed,
    startPrefetching: challenges.startPrefetching,
    async run(target, signal) {
      void loadSignatureCheck()
      const stopWatching = watchReturn(dispatch, setStalled)
      try {
        // The wallet may never answer.
        return await Promise.race([signIn(target, signal), rejectAtAbort(signal)])
      } finally {
        stopWatching()
      }
    },
    fail(cause) {
      // Prefetches a challenge for the next tap.
      challenges.renew()
      const error = toWalletError(cause)
      if (error.code === 'wallet_rejected') dispatch({ type: 'rejected', error })
      else if (expiring.has(error.code)) dispatch({ type: 'expired', error })
      else dispatch({ type: 'failed', error })
      return error
    },
    reset() {
      proceed()
      dispatch({ type: 'reset' })
    },
  }
}

function rejectAtAbort(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

/**
 * Returns the header with the connector's id, which is shown in the user's list of sessions. Omits an id that
 * is not allowed in a header.
 */
function describeConnector({ id }: Connector): Record<string, string> {
  return /^[\w.:-]{1,64}$/.test(id) ? { 'kit-connector': id } : {}
}

type SignedBy = { address: string; wallet: Connector; message: string; signature: string }

const expiring: ReadonlySet<string> = new Set([
  'challenge_expired',
  'nonce_invalid',
  'siwe_expired',
  'siwe_issued_at',
])
