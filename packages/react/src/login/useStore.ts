'use client'

import { useSyncExternalStore } from 'react'
import type { Store } from './createStore.ts'

/** The state of a store, also on the server and while hydrating. */
export function useStore<state>({ subscribe, getState }: Store<state>): state {
  return useSyncExternalStore(subscribe, getState, getState)
}
