'use client'

import { useSyncExternalStore } from 'react'
import type { Store } from './createStore.ts'

/** Returns the state of a store. On the server and during hydration, this is its initial state. */
export function useStore<state>({ subscribe, getState }: Store<state>): state {
  return useSyncExternalStore(subscribe, getState, getState)
}
