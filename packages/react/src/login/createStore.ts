/** A value with listeners, in the form that `useSyncExternalStore` requires. */
export interface Store<state> {
  getState: () => state
  /** Returns the initial value, with which a server renders. */
  getStart: () => state
  subscribe: (listener: () => void) => () => void
  setState: (state: state) => void
}

/** Creates a store that notifies its listeners when the value changes. */
export function createStore<state>(start: state): Store<state> {
  let current = start
  const listeners = new Set<() => void>()
  return {
    getState: () => current,
    getStart: () => start,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    setState: (state) => {
      if (Object.is(state, current)) return
      current = state
      for (const listener of listeners) listener()
    },
  }
}
