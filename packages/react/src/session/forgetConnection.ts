import type { Config, Connector } from 'wagmi'
import { disconnect } from 'wagmi/actions'

/**
 * Ends a connection, so that the next one starts with the wallet's account selection or with a new QR code.
 * Does not wait for a wallet that cannot be reached, such as one on a lost phone.
 */
export async function forgetConnection(config: Config, connector: Connector): Promise<void> {
  const isOver = disconnect(config, { connector }).catch(() => {})
  await Promise.race([isOver, new Promise((resolve) => setTimeout(resolve, longestMs))])
  if (!config.state.connections.has(connector.uid)) return
  config.setState((state) => {
    const connections = new Map(state.connections)
    connections.delete(connector.uid)
    const next = connections.values().next().value
    if (next === undefined) return { ...state, connections, current: null, status: 'disconnected' }
    return { ...state, connections, current: next.connector.uid }
  })
}

const longestMs = 1000
