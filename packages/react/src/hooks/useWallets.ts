'use client'

import { useContext, useEffect, useState } from 'react'
import { type Connector, useConfig, useConnection, useConnectors } from 'wagmi'
import { AuthContext } from '../provider/AuthContext.ts'

/** One wallet that the user can pick. */
export interface Wallet {
  /** The connector's id: the wallet's reverse domain name (EIP-6963) where it has one. */
  id: string
  /** In the provider's words for one that has none. @default 'Browser wallet' */
  name: string
  /** A data URI or URL; absent where the wallet has none. */
  icon: string | undefined
  /** Whether it is the one that was used last. */
  isRecent: boolean
  isConnected: boolean
  connector: Connector
}

/**
 * The wallets that can be picked, the last used one first: those that announced themselves
 * (EIP-6963), those that the app configured, and the older `window.ethereum` where nothing else is. A
 * wallet that announces itself late comes last: no row moves away under a finger.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6963}
 * @example
 * const wallets = useWallets()
 * return wallets.map(({ id, name }) => <li key={id}>{name}</li>)
 */
export function useWallets(): useWallets.ReturnType {
  const { browser = 'Browser wallet' } = useContext(AuthContext)?.words?.wallets ?? {}
  const config = useConfig()
  const connectors = useConnectors()
  const connection = useConnection()
  /** The last used one, as far as it was there when the list was first shown. */
  const [first, setFirst] = useState<{ id: string; uid: string | undefined } | undefined>()
  // Wallets exist in the browser alone: the first paint is the server's, without any.
  const [isMounted, setIsMounted] = useState(false)

  useEffect(() => {
    setIsMounted(true)
    void Promise.resolve(config.storage?.getItem('recentConnectorId')).then((id) => {
      const uid = config.connectors.find((connector) => connector.id === id)?.uid
      if (id) setFirst({ id, uid })
    })
  }, [config])

  if (!isMounted) return []
  const hasAnnounced = connectors.some(({ type, id }) => type === 'injected' && id !== 'injected')
  return (
    connectors
      .filter(({ id }) => id !== 'injected' || (!hasAnnounced && 'ethereum' in globalThis))
      // A Safe is one in its own window alone, which shows the page in a frame.
      .filter(({ type }) => type !== 'safe' || window.parent !== window)
      .map((connector) => ({
        id: connector.id,
        name: connector.id === 'injected' ? browser : connector.name,
        icon: connector.icon?.trim(),
        isRecent: connector.id === first?.id,
        isConnected: connection.connector?.uid === connector.uid,
        connector,
      }))
      .toSorted(
        (one, other) =>
          Number(other.connector.uid === first?.uid) - Number(one.connector.uid === first?.uid),
      )
  )
}

export declare namespace useWallets {
  /** It takes none. */
  type Parameters = undefined
  type ReturnType = readonly Wallet[]
  type ErrorType = never
}
