'use client'

import { type ReactNode, useEffect, useState } from 'react'
import { createStore } from '../../login/createStore.ts'
import { type Ens, EnsContext } from './EnsContext.ts'

/**
 * Looks the account up in ENS, and passes the result down. The code for it is only loaded if it is wanted.
 * Without it, or if it cannot be loaded, the components show the address.
 */
export function EnsProvider({ address, isWanted, children }: EnsProviderProps) {
  const [store] = useState(() => createStore<Ens | undefined>(undefined))
  const [lookup, setLookup] = useState<Awaited<ReturnType<typeof loadLookup>>>()
  useEffect(() => {
    if (isWanted) loadLookup().then(setLookup, () => {})
  }, [isWanted])
  return (
    <EnsContext.Provider value={store}>
      {isWanted && lookup !== undefined && address !== undefined && (
        <lookup.EnsLookup key={address} address={address} store={store} />
      )}
      {children}
    </EnsContext.Provider>
  )
}

interface EnsProviderProps {
  /** The account of the session. */
  address: string | undefined
  isWanted: boolean
  children: ReactNode
}

const loadLookup = () => import('./EnsLookup.ts')
