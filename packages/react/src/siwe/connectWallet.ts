import { AuthError } from '@kit/core/internal/errors/AuthError'
import { getAddress } from 'viem'
import type { Config, Connector } from 'wagmi'
import { connect } from 'wagmi/actions'
import { forgetConnection } from '../session/forgetConnection.ts'
import type { Connected } from './Connected.ts'
import { attempts } from './connectionAttempts.ts'
import { attempt } from './discovery/attempt.ts'
import { readMember } from './discovery/steadyProvider.ts'
import { explainMissingSdk, explainOwnWindow } from './explainInDevelopment.ts'
import { repairAnswers } from './repairAnswers.ts'
import { offerCapability, readCapability } from './signInCapability.ts'
import type { Answer, ConnectOptions } from './walletconnect/ConnectOptions.ts'
import { connectByUri } from './walletconnect/connectByUri.ts'

/**
 * Connects a wallet. With WalletConnect, the wallet may sign together with its approval. After a cancellation,
 * existing connections do not change, whatever the wallet answers later.
 *
 * @throws whatever the wallet throws, or AuthError `wallet_locked` if it has no account for the page.
 */
export async function connectWallet(
  config: Config,
  connector: Connector,
  { challenges, onUri, signal }: connectWallet.Options,
): Promise<Connected> {
  // wagmi considers the wallet connected, but the wallet has no account that could sign.
  if (config.state.connections.has(connector.uid)) await forgetConnection(config, connector)
  signal.throwIfAborted()
  const former = config.state.current
  attempts.set(connector.uid, signal)
  signal.addEventListener('abort', () => restoreStatus(config), { once: true })

  // Nothing is awaited before the wallet is called.
  const challenge = challenges.getFresh()
  const capability = offerCapability(
    connector,
    challenge,
    config.chains.map(({ id }) => id),
  )
  const showUri = (uri: string) =>
    void hasOwnWindow(connector).then((hasOne) => {
      if (hasOne) explainOwnWindow()
      else if (!signal.aborted) onUri(uri)
    })
  let answer: Partial<Answer> = {}
  const onConnected = (connected: Answer) => {
    answer = connected
  }
  const { accounts, chainId } = await connectByUri(
    connector,
    (isRenewal) => {
      const connectOptions: ConnectOptions = { isRenewal, challenges, onConnected }
      const connection = connect(config, {
        connector: repairAnswers(connector),
        ...(connector.type === 'walletConnect' && { connectOptions }),
        ...capability,
      })
      connection.then(
        () => {
          restoreConnector(config, connector)
          return endIfCancelled(config, connector, former, signal)
        },
        () => {},
      )
      return connection
    },
    showUri,
    signal,
  ).catch((cause: unknown) => {
    explainMissingSdk(connector, cause)
    throw cause
  })
  const account: unknown = accounts[0]
  const address = attempt(() => getAddress(String(readMember(account, 'address') ?? account)))
  if (address === undefined) {
    await forgetConnection(config, connector)
    throw new AuthError('wallet_locked')
  }
  const { app, isResumed } = answer
  const signed = answer.signed ?? readCapability(account, challenge)
  return {
    address,
    chainId,
    wallet: connector,
    app,
    isResumed,
    ...(signed?.address === address && { signed }),
  }
}

export declare namespace connectWallet {
  type Options = {
    challenges: ConnectOptions['challenges']
    onUri: (uri: string) => void
    signal: AbortSignal
  }
}

/** Whether WalletConnect's SDK shows its own modal, as with wagmi's connector. */
async function hasOwnWindow(connector: Connector): Promise<boolean> {
  const provider: unknown = await connector.getProvider().catch(() => undefined)
  return readMember(readMember(provider, 'rpc'), 'showQrModal') === true
}

/** Puts the original connector into the connection, because an app may compare it with those of its configuration. */
function restoreConnector(config: Config, connector: Connector): void {
  config.setState((state) => {
    const connection = state.connections.get(connector.uid)
    if (connection === undefined) return state
    const connections = new Map(state.connections).set(connector.uid, { ...connection, connector })
    return { ...state, connections }
  })
}

/**
 * Ends a connection that was approved after the cancellation, because the user has continued without that
 * wallet.
 */
async function endIfCancelled(
  config: Config,
  connector: Connector,
  former: string | null,
  signal: AbortSignal,
): Promise<void> {
  // The approval may also belong to a newer attempt.
  if (attempts.get(connector.uid) !== signal) return
  if (signal.aborted) {
    await forgetConnection(config, connector)
    const connection = config.state.connections.get(former ?? '')
    if (connection !== undefined) {
      config.setState((state) => ({ ...state, current: former, status: 'connected' }))
      await config.storage?.setItem('recentConnectorId', connection.connector.id)
    }
  }
  if (attempts.get(connector.uid) === signal) attempts.delete(connector.uid)
}

/** Resets wagmi's status, which is "connecting" until the wallet answers, which may never happen. */
function restoreStatus(config: Config): void {
  config.setState((state) => {
    if (state.status !== 'connecting') return state
    return { ...state, status: state.current === null ? 'disconnected' : 'connected' }
  })
}
