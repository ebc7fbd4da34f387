'use client'

import { useSyncExternalStore } from 'react'
import type { Store } from './createStore.ts'

/** The state of a store, on the server and while hydrating too. */
export function useStore<state>({ subscribe, getState }: Store<state>): state {
  return useSyncExternalStore(subscribe, getState, getState)
}
