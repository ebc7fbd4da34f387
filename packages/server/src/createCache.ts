/** Creates a cache that drops its oldest entry when it is full. */
export function createCache<value>(maxEntries: number): Cache<value> {
  const entries = new Map<string, value>()
  return {
    get: (key) => entries.get(key),
    set(key, value) {
      const [oldest] = entries.keys()
      if (entries.size >= maxEntries && oldest !== undefined) entries.delete(oldest)
      entries.set(key, value)
    },
  }
}

export interface Cache<value> {
  get(key: string): value | undefined
  /** Adds an entry. */
  set(key: string, value: value): void
}
