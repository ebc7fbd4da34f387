import type { Count, Counter, Limit } from '../Store.ts'
import type { ExpiringMap } from './createExpiringMap.ts'

/**
 * A counter in this process that uses the given clock and needs no timers.
 *
 * @param windows - the current counts. When it is full, a new key rejects, while existing ones keep counting.
 */
export function createMemoryCounter(
  limit: Limit,
  { now, windows }: { now: () => number; windows: ExpiringMap<CountWindow> },
): Counter {
  const { points, durationSeconds } = limit

  function open(key: string, seconds: number): CountWindow {
    const window = { consumed: 0, endsAt: now() + seconds * 1000 }
    windows.set(key, window, window.endsAt)
    return window
  }

  function toCount({ consumed, endsAt }: CountWindow): Count {
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

/** The count of a key since its first point. */
export interface CountWindow {
  consumed: number
  readonly endsAt: number
}
