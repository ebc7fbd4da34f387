import { knownBrowserPrefix } from '../knownBrowserPrefix.ts'
import { createExpiringMap, type Entry } from './createExpiringMap.ts'

/**
 * Creates the counts of one limit. Strangers can create any number of keys, so keys of browsers that have entered a
 * correct code before are counted separately, and each kind may take half of the entries.
 *
 * When one half is full, its new keys share one window until there is room. Nothing is removed to make room, because
 * an attacker who guesses codes would then start again from zero. So a flood of strangers makes other strangers wait,
 * or enter a second code, but never gives anybody more attempts.
 */
export function createWindows({ now, maxKeys }: { now: () => number; maxKeys: number }): Windows {
  const createHalf = () => ({
    keys: createExpiringMap<number>({ now, maxEntries: Math.ceil(maxKeys / 2) }),
    shared: createExpiringMap<number>({ now, maxEntries: 1 }),
  })
  const [known, strangers] = [createHalf(), createHalf()]
  const findHalf = (key: string) => (knownBrowserPrefix.test(key) ? known : strangers)

  function find(key: string): CountWindow | undefined {
    const { keys, shared } = findHalf(key)
    return keys.find(key) ?? (keys.hasRoom() ? undefined : shared.find(sharedKey))
  }

  return {
    find,
    open(key, endsAt) {
      const { keys, shared } = findHalf(key)
      const found = find(key)
      if (found !== undefined) return found
      return keys.hasRoom() ? keys.set(key, 0, endsAt) : shared.set(sharedKey, 0, endsAt)
    },
    delete(key) {
      findHalf(key).keys.delete(key)
    },
  }
}

/** The counts of one limit. */
export interface Windows {
  /** Returns the window that counts a key, or `undefined` if nothing was counted. */
  find(key: string): CountWindow | undefined
  /** Returns the window that counts a key. A new one ends at `endsAt`, in ms since 1970. */
  open(key: string, endsAt: number): CountWindow
  delete(key: string): void
}

/** The count of a key since its first point. */
export type CountWindow = Entry<number>

const sharedKey = 'shared'
