'use client'

import { useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useAccount, useConfig, useConnectors } from 'wagmi'
import { WordsContext } from '../locales/WordsContext.ts'
import { announced, guardAnnouncements } from './discovery/guardAnnouncements.ts'
import { listWallets } from './discovery/listWallets.ts'
import { useInsideSafe } from './discovery/useInsideSafe.ts'
import type { Wallet } from './discovery/Wallet.ts'
import { hasEthereum, watchEthereum } from './discovery/windowEthereum.ts'

export type { Wallet } from './discovery/Wallet.ts'

/**
 * The wallets that the user can choose: the last used one first, then those in this browser, then others such
 * as WalletConnect. They are the wallets that announced themselves (EIP-6963), those that the app configured,
 * and the older `window.ethereum` if there is nothing else. A wallet that announces itself late is added
 * after the others.
 *
 * @see {@link https://eips.ethereum.org/EIPS/eip-6963}
 * @example
 * const wallets = useWallets()
 * return wallets.map(({ id, name }) => <li key={id}>{name}</li>)
 */
export function useWallets(): useWallets.ReturnType {
  const { browser = 'Browser wallet' } = useContext(WordsContext)?.wallets ?? {}
  const config = useConfig()
  const connectors = useConnectors()
  const connection = useAccount()
  const marks = useSyncExternalStore(announced.subscribe, announced.getState, announced.getStart)
  const isInsideSafe = useInsideSafe(connectors)
  const hasOlder = useSyncExternalStore(watchEthereum, hasEthereum, () => false)
  /** The last used wallet, if it was there when the list was first shown. */
  const [first, setFirst] = useState<{ id: string; uid: string | undefined } | undefined>()
  // Wallets exist only in the browser, so the first paint is the server's, without any.
  const [isMounted, setIsMounted] = useState(false)

  useEffect(() => {
    guardAnnouncements()
    setIsMounted(true)
    void Promise.resolve(config.storage?.getItem('recentConnectorId')).then((id) => {
      const uid = config.connectors.find((connector) => connector.id === id)?.uid
      if (id) setFirst({ id, uid })
    })
  }, [config])

  if (!isMounted) return []
  return listWallets(connectors, {
    marks,
    browser,
    hasOlder,
    isInsideSafe,
    recentId: first?.id,
    firstUid: first?.uid,
    connectedUid: connection.connector?.uid,
  })
}

export declare namespace useWallets {
  /** It takes none. */
  type Parameters = undefined
  type ReturnType = readonly Wallet[]
  type ErrorType = never
}
