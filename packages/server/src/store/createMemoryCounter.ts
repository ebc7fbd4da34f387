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
  const windows = new Map<string, Window>()
  let sweepAt = Math.min(firstSweep, maxKeys)

  function find(key: string): Window | undefined {
    const found = windows.get(key)
    return found !== undefined && now() < found.endsAt ? found : undefined
  }

  function open(key: string, seconds: number): Window {
    if (windows.size >= sweepAt) {
      for (const [name, { endsAt }] of windows) if (endsAt <= now()) windows.delete(name)
      sweepAt = Math.min(Math.max(firstSweep, windows.size * 2), maxKeys)
    }
    if (windows.size >= maxKeys && !windows.has(key)) throw new Error('The memory store is full.')
    const window = { consumed: 0, endsAt: now() + seconds * 1000 }
    windows.set(key, window)
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
      const window = find(key) ?? open(key, seconds)
      window.consumed += 1
      return toCount(window)
    },
    async refund(key) {
      const window = find(key)
      if (window !== undefined && window.consumed > 0) window.consumed -= 1
    },
    async reset(key) {
      windows.delete(key)
    },
    async peek(key) {
      return toCount(find(key) ?? { consumed: 0, endsAt: now() })
    },
  }
}

interface Window {
  consumed: number
  readonly endsAt: number
}

const firstSweep = 1000
