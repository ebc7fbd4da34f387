/** A value with listeners, as `useSyncExternalStore` takes it. */
export interface Store<state> {
  getState: () => state
  /** What it began with, which is what a server rendered. */
  getStart: () => state
  subscribe: (listener: () => void) => () => void
  setState: (state: state) => void
}

/** Tells the listeners when the value is another one. */
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
