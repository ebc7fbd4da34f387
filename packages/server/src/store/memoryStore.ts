import { createExpiringMap } from './createExpiringMap.ts'
import { createMemoryCounter } from './createMemoryCounter.ts'
import type { Store } from './Store.ts'

/**
 * Keeps marks and counters in this process. For development and for one process: a second one would
 * accept what the first has used up, and a restart forgets who signed out.
 *
 * @param options.now - the time in ms since 1970. Default `Date.now`.
 * @param options.maxMarks - how many marks are kept, and keys of each counter; beyond, new ones
 * reject. Default 1 000 000.
 * @example
 * createAuth({ store: memoryStore(), … })
 */
export function memoryStore(options: memoryStore.Options = {}): Store {
  const { now = Date.now, maxMarks = 1_000_000 } = options
  /** Who a key is marked for. */
  const marks = createExpiringMap<string>({ now, maxEntries: maxMarks })

  function mark(key: string, owner: string, ttlSeconds: number): boolean {
    if (marks.get(key) !== undefined) return false
    marks.set(key, owner, now() + ttlSeconds * 1000)
    return true
  }

  return {
    warning:
      'marks and counters live in this process alone: with two processes a used signature is accepted ' +
      'again, limits count apart, and after a restart a signed-out cookie works. Use redisStore().',
    claim: async (key, ttlSeconds) => mark(key, '', ttlSeconds),
    own: async (key, owner, ttlSeconds) => mark(key, owner, ttlSeconds) || marks.get(key) === owner,
    has: async (key) => marks.get(key) !== undefined,
    createCounter(limit) {
      return createMemoryCounter(limit, { now, maxKeys: maxMarks })
    },
    async ping() {},
  }
}

export declare namespace memoryStore {
  type Options = {
    /** @default Date.now */
    now?: (() => number) | undefined
    /** @default 1000000 */
    maxMarks?: number | undefined
  }
}
