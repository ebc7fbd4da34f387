import type { Store } from '../Store.ts'
import { consumeAllInMemory, createMemoryCounter } from './createMemoryCounter.ts'
import { createMemoryValues } from './createMemoryValues.ts'
import { createWindows, type Windows } from './createWindows.ts'

/**
 * Stores everything in this process. Use it for development, or for a single process whose restart may sign all
 * users out. With a second process, a used nonce or code would be accepted again.
 *
 * All calls in one process share their sessions and marks, because frameworks load modules twice (for routes
 * and for pages) and reload them during development. So a page immediately sees a session that a route opened.
 * With `production`, the counters of limits are shared as well. Without it, each call counts separately, so
 * that limits reached in one test do not affect another.
 *
 * @param options.now - returns the time, in ms since 1970. Default `Date.now`. With `now` or `maxMarks`,
 * nothing is shared between calls.
 * @param options.maxMarks - the maximum number of keys of each kind, such as sessions, and of keys that each limit
 * counts. Default 1,000,000. Strangers can fill only their share: users stay signed in, and browsers that have signed
 * in before can sign in again. When a limit counts its maximum of strangers, further strangers share one count and
 * have to wait.
 * @param options.production - `'one-process'` declares that the app runs as one process and that a restart may
 * sign all users out. Without it, the app does not start in production.
 * @example
 * createAuth({ store: memoryStore(), … })
 */
export function memoryStore(options: memoryStore.Options = {}): Store {
  const { now = Date.now, maxMarks = 1_000_000 } = options
  const isShared = options.now === undefined && options.maxMarks === undefined
  const { values, findWindows } = isShared ? findShared() : createMemory(now, maxMarks)
  const findCounts =
    options.production === undefined ? createMemory(now, maxMarks).findWindows : findWindows
  return {
    ...(options.production === undefined && { warning }),
    ...values,
    createCounter: (limit) => createMemoryCounter(limit, { now, windows: findCounts(limit.name) }),
    consumeAll: async (charges) => consumeAllInMemory(charges, { now, findWindows: findCounts }),
    async ping() {},
  }
}

export declare namespace memoryStore {
  type Options = {
    /** @default Date.now */
    now?: (() => number) | undefined
    /** @default 1000000 */
    maxMarks?: number | undefined
    /** Declares that the app runs as one process. Required in production. */
    production?: 'one-process' | undefined
  }
}

interface Memory {
  readonly values: ReturnType<typeof createMemoryValues>
  /** Returns the counts of a limit. */
  readonly findWindows: (limitName: string) => Windows
}

function createMemory(now: () => number, maxKeys: number): Memory {
  const windows = new Map<string, Windows>()
  return {
    values: createMemoryValues({ now, maxKeys }),
    findWindows(limitName) {
      const found = windows.get(limitName) ?? createWindows({ now, maxKeys })
      windows.set(limitName, found)
      return found
    },
  }
}

function findShared(): Memory {
  const place = globalThis as { [shareKey]?: Memory }
  place[shareKey] ??= createMemory(Date.now, 1_000_000)
  return place[shareKey]
}

const shareKey: unique symbol = Symbol.for('@kit/server memory store')

const warning =
  'sessions, marks and counters exist only in this process. With two processes, a used signature is accepted ' +
  'again and limits count separately, and a restart signs all users out. Use sqliteStore() on one machine, ' +
  "redisStore() or postgresStore() on several, or declare memoryStore({ production: 'one-process' })."
