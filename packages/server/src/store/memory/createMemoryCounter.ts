import type { Count, Counter, CounterCharge, Limit } from '../Store.ts'
import { toCount } from '../toCount.ts'
import type { CountWindow, Windows } from './createWindows.ts'

/** Creates a counter in this process that uses the given clock. */
export function createMemoryCounter(
  { points, durationSeconds }: Limit,
  { now, windows }: { now: () => number; windows: Windows },
): Counter {
  return {
    async consume(key, { durationSeconds: seconds = durationSeconds } = {}) {
      const window = windows.open(key, now() + seconds * 1000)
      window.value += 1
      return toCount(read(window, now()), points)
    },
    async refund(key) {
      const window = windows.find(key)
      if (window !== undefined && window.value > 0) window.value -= 1
    },
    async reset(key) {
      windows.delete(key)
    },
    async peek(key) {
      return toCount(read(windows.find(key), now()), points)
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
    toCount(read(findWindows(name).find(key), time), points, 1),
  )
  if (known.some(({ isAllowed }) => !isAllowed)) return known
  const added = charges.map(({ name, key, durationSeconds, isOnlyChecked }) =>
    isOnlyChecked === true ? undefined : findWindows(name).open(key, time + durationSeconds * 1000),
  )
  return known.map((count, index) => {
    const window = added[index]
    if (window === undefined) return count
    window.value += 1
    return toCount(read(window, time), charges[index]?.points ?? 0)
  })
}

function read(window: CountWindow | undefined, time: number) {
  return { consumed: window?.value ?? 0, resetMs: (window?.endsAt ?? time) - time }
}
