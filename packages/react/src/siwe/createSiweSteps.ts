import type { AuthClient, AuthError, Challenge, Session, SiweLoginEvent } from '@kit/core'
import { CodedError } from '@kit/core/coded-error'
import { siweLoginMachine } from '@kit/core/steps'
import type { Config, Connector } from 'wagmi'
import type { Store } from '../internals/createStore.ts'
import { trace } from '../internals/trace.ts'
import { type Connected, getConnected, getName } from './Connected.ts'
import { connectWallet } from './connectWallet.ts'
import { createChallengeCache } from './createChallengeCache.ts'
import { personalSign } from './personalSign.ts'
import type { SiweLogin } from './SiweLogin.ts'
import { toWalletError } from './toWalletError.ts'
import { watchReturn } from './watchReturn.ts'
import { writeMessage } from './writeMessage.ts'

/** What a sign-in with a wallet does. */
export interface SiweSteps {
  run(connector: Connector | undefined, signal: AbortSignal): Promise<Session>
  fail(cause: unknown): AuthError
  /** Goes on where a tap is awaited. @returns whether one was */
  proceed(): boolean
  reset(): void
  startPrefetching(): () => void
}

/** Runs the machine, and does what its states say. One prompt, one POST. */
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
    const { status, error, session } = siweLoginMachine(state, event)
    trace.listener?.({ kind: 'event', machine: 'siwe', event: event.type, status })
    const isSame = status === state.status && error === state.error && session === state.session
    if (!isSame || Object.keys(extra).length > 0)
      store.setState({
        ...state,
        isStalled: false,
        awaitsTap: tapped !== undefined,
        // A code to scan is for one connection.
        ...(status === 'connecting' ? {} : { uri: undefined }),
        ...extra,
        status,
        error,
        session,
      })
  }

  function setStalled(): void {
    const state = store.getState()
    // A code that is shown can be scanned at any time.
    if (state.uri !== undefined || state.awaitsTap) return
    if (state.status === 'connecting' || state.status === 'signing')
      store.setState({ ...state, isStalled: true })
  }

  async function signIn(connector: Connector | undefined, signal: AbortSignal): Promise<Session> {
    // 1. The account. Nothing is awaited here when the wallet is connected already.
    const connected = getConnected(config, connector) ?? (await askToConnect(connector, signal))
    signal.throwIfAborted()
    // 2. One prompt, unless the approval of the connection was one for both.
    const { address, wallet } = connected
    const { message, signature } = connected.signed ?? (await askToSign(connected, signal))
    signal.throwIfAborted()
    if (getConnected(config, wallet)?.address !== address)
      throw new CodedError('wallet_account_changed', 'switch-account')
    // 3. One POST. Whatever becomes of it, this challenge is used.
    dispatch({ type: 'signed' })
    challenges.forget()
    const { session } = await client.verifySiwe({ message, signature, address }, { signal })
    signal.throwIfAborted()
    end()
    dispatch({ type: 'verified', session })
    return session
  }

  async function askToConnect(
    connector: Connector | undefined,
    signal: AbortSignal,
  ): Promise<Connected> {
    if (connector === undefined) throw new CodedError('wallet_not_found', 'switch-account')
    dispatch({ type: 'connect' }, { ...store.getStart(), wallet: getName(connector) })
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
    { address, chainId, wallet, app = getName(wallet) }: Connected,
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

  return {
    proceed,
    startPrefetching: challenges.startPrefetching,
    async run(connector, signal) {
      const stopWatching = watchReturn(dispatch, setStalled)
      try {
        return await signIn(connector, signal)
      } finally {
        stopWatching()
      }
    },
    fail(cause) {
      // The next tap finds a challenge at hand again.
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

const expiring: ReadonlySet<string> = new Set([
  'challenge_expired',
  'nonce_invalid',
  'siwe_expired',
  'siwe_issued_at',
])
