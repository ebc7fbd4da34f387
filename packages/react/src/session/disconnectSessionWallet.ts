import type { Session } from '@kit/core'
import type { Config } from 'wagmi'
import { findSessionConnection } from './findMismatch.ts'
import { forgetConnection } from './forgetConnection.ts'

/** Disconnects the wallet of a session or, if that is unknown, the connected wallet. */
export async function disconnectSessionWallet(
  config: Config,
  session: Session | undefined,
): Promise<void> {
  const connections = [...config.state.connections.values()]
  const connection =
    findSessionConnection(session, connections) ??
    config.state.connections.get(config.state.current ?? '')
  if (connection !== undefined) await forgetConnection(config, connection.connector)
}
