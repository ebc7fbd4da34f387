import { createExpiringMap } from './createExpiringMap.ts'
import type { Count, Counter, Limit } from './Store.ts'

/**
 * A counter in this process, by a clock that is given: no timer for each key, and no more keys than
 * `maxKeys`. Beyond them a new key rejects, while those that count go on.
 */
export function createMemoryCounter(
  limit: Limit,
  { now, maxKeys }: { now: () => number; maxKeys: number },
): Counter {
  const { points, durationSeconds } = limit
  const windows = createExpiringMap<Window>({ now, maxEntries: maxKeys })

  function open(key: string, seconds: number): Window {
    const window = { consumed: 0, endsAt: now() + seconds * 1000 }
    windows.set(key, window, window.endsAt)
    return window
  }

  function toCount({ consumed, endsAt }: Window): Count {
    return {
      isAllowed: consumed <= points,
      consumed,
      remaining: Math.max(0, points - consumed),
      resetMs: Math.max(0, endsAt - now()),
    }
  }

  return {
    async consume(key, { durationSeconds: seconds = durationSeconds } = {}) {
      const window = windows.get(key) ?? open(key, seconds)
      window.consumed += 1
      return toCount(window)
    },
    async refund(key) {
      const window = windows.get(key)
      if (window !== undefined && window.consumed > 0) window.consumed -= 1
    },
    async reset(key) {
      windows.delete(key)
    },
    async peek(key) {
      return toCount(windows.get(key) ?? { consumed: 0, endsAt: now() })
    },
  }
}

interface Window {
  consumed: number
  readonly endsAt: number
}
