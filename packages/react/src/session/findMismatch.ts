import type { Session } from '@kit/core'
import type { Connector } from 'wagmi'
import { findSessionWallet } from './sessionWallet.ts'

/** Two accounts that should be the same. */
export interface Mismatch {
  session: string
  wallet: string
}

/**
 * Finds the connection of the wallet that opened the session. There may be other connections, for example if
 * the app has connected a second wallet for another purpose.
 */
export function findSessionConnection<connection extends Connection>(
  session: Session | undefined,
  connections: readonly connection[],
): connection | undefined {
  if (session?.method !== 'siwe' || session.address === undefined) return undefined
  const { address, authenticatedAt } = session
  const id = findSessionWallet(authenticatedAt)
  if (id !== undefined) return connections.find(({ connector }) => connector.id === id)
  // If storage was cleared or is blocked, the wallet with the session's account is treated as the one that
  // opened it.
  return connections.find(({ accounts: [first] }) => isSame(first, address))
}

/** Returns both accounts if the wallet's account is not the session's. */
export function findMismatch(
  session: Session | undefined,
  wallet: string | undefined,
): Mismatch | undefined {
  if (session?.method !== 'siwe' || session.address === undefined || wallet === undefined)
    return undefined
  if (isSame(session.address, wallet)) return undefined
  return { session: session.address, wallet }
}

function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

/** The form of wagmi's `useConnections`. */
export interface Connection {
  accounts: readonly string[]
  chainId: number
  connector: Pick<Connector, 'id' | 'uid'>
}
