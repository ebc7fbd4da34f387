import type { Count, Counter, CounterCharge, Limit } from '../Store.ts'
import { toCount } from '../toCount.ts'
import type { ExpiringMap } from './createExpiringMap.ts'

/**
 * Creates a counter in this process that uses the given clock and needs no timers.
 *
 * @param windows - the current counts. When this map is full, a new key rejects, while existing keys keep
 * counting.
 */
export function createMemoryCounter(
  { points, durationSeconds }: Limit,
  { now, windows }: { now: () => number; windows: Windows },
): Counter {
  return {
    async consume(key, { durationSeconds: seconds = durationSeconds } = {}) {
      const window = openWindow(windows, key, now() + seconds * 1000)
      window.consumed += 1
      return toCount(read(window, now()), points)
    },
    async refund(key) {
      const window = windows.get(key)
      if (window !== undefined && window.consumed > 0) window.consumed -= 1
    },
    async reset(key) {
      windows.delete(key)
    },
    async peek(key) {
      return toCount(read(windows.get(key), now()), points)
    },
  }
}

/** Adds a point to each counter, or to none if one has no points left. Nothing else runs in between. */
export function consumeAllInMemory(
  charges: readonly CounterCharge[],
  { now, findWindows }: { now: () => number; findWindows: (limitName: string) => Windows },
): readonly Count[] {
  const time = now()
  const known = charges.map(({ name, key, points }) =>
    toCount(read(findWindows(name).get(key), time), points, 1),
  )
  if (known.some(({ isAllowed }) => !isAllowed)) return known
  const added = charges.map(({ name, key, durationSeconds, isOnlyChecked }) =>
    isOnlyChecked === true
      ? undefined
      : openWindow(findWindows(name), key, time + durationSeconds * 1000),
  )
  return known.map((count, index) => {
    const window = added[index]
    if (window === undefined) return count
    window.consumed += 1
    return toCount(read(window, time), charges[index]?.points ?? 0)
  })
}

function openWindow(windows: Windows, key: string, endsAt: number): CountWindow {
  const open = windows.get(key)
  if (open !== undefined) return open
  const window = { consumed: 0, endsAt }
  windows.set(key, window, endsAt)
  return window
}

function read(window: CountWindow | undefined, time: number) {
  return { consumed: window?.consumed ?? 0, resetMs: (window?.endsAt ?? time) - time }
}

type Windows = ExpiringMap<CountWindow>

/** The count of a key since its first point. */
export interface CountWindow {
  consumed: number
  readonly endsAt: number
}
