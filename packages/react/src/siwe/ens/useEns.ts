'use client'

import { useContext } from 'react'
import { useStore } from '../../login/useStore.ts'
import { type Ens, EnsContext } from './EnsContext.ts'

/** Returns an account's data in ENS, or an empty object. */
export function useEns(address: string | undefined): Partial<Ens> {
  const ens = useStore(useContext(EnsContext))
  return ens !== undefined && ens.address === address ? ens : unknown
}

const unknown: Partial<Ens> = {}
