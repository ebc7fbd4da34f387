'use client'

import { useContext, useEffect, useState, useSyncExternalStore } from 'react'
import { useAccount, useConfig, useConnectors } from 'wagmi'
import { WordsContext } from '../locales/WordsContext.ts'
import { announced, guardAnnouncements } from './discovery/guardAnnouncements.ts'
import { listWallets } from './discovery/listWallets.ts'
import { useHosts } from './discovery/useHosts.ts'
import type { Wallet } from './discovery/Wallet.ts'
import { hasEthereum, watchEthereum } from './discovery/windowEthereum.ts'

export type { Wallet } from './discovery/Wallet.ts'

/**
 * Returns the wallets that the user can choose: first those in this browser, then others such as WalletConnect. In
 * each group, the wallet that was used last comes first. These are the wallets that announce themselves (EIP-6963),
 * the connectors of the app's configuration, and the older `window.ethereum` if there is no other wallet. A wallet
 * that announces itself late is added at the end of its group.
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
  const hosts = useHosts(connectors)
  const hasOlder = useSyncExternalStore(watchEthereum, hasEthereum, () => false)
  /** The last used wallet, if it was known when the list was first shown. */
  const [first, setFirst] = useState<{ id: string; uid: string | undefined } | undefined>()
  // Wallets exist only in the browser, so the first render has none, like the server's.
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
    hosts,
    recentId: first?.id,
    firstUid: first?.uid,
    connectedUid: connection.connector?.uid,
  })
}

export declare namespace useWallets {
  /** The hook takes no parameters. */
  type Parameters = undefined
  type ReturnType = readonly Wallet[]
  type ErrorType = never
}
