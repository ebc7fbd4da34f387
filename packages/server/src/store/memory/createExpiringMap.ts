import { createSchedule, type Scheduled } from '../../createSchedule.ts'

/**
 * Creates a map whose entries expire and whose size is limited. When it is full, adding a new key throws, while
 * existing keys still work. Each insertion removes up to two expired entries, so that no call has to remove many. A
 * timer removes the others, which frees the memory soon after a flood of entries has expired.
 *
 * @param options.spareMs - when the map is full, entries that expire within this time are removed to make room.
 * Default 0.
 */
export function createExpiringMap<value>({
  now,
  maxEntries,
  spareMs = 0,
}: {
  now: () => number
  maxEntries: number
  spareMs?: number
}): ExpiringMap<value> {
  const entries = new Map<string, StoredEntry<value>>()
  const schedule = createSchedule<StoredEntry<value>>((one, other) => one.endsAt < other.endsAt)
  let timer: NodeJS.Timeout | undefined

  function drop(entry: StoredEntry<value>): void {
    entries.delete(entry.key)
    schedule.remove(entry)
  }

  function dropUntil(time: number, maxDropped: number): void {
    for (let count = 0; count < maxDropped; count += 1) {
      const first = schedule.first()
      if (first === undefined || first.endsAt > time) return
      drop(first)
    }
  }

  function startTimer(): void {
    const first = schedule.first()
    if (timer !== undefined || first === undefined) return
    const delayMs = Math.min(Math.max(first.endsAt - now(), minDelayMs), maxDelayMs)
    timer = setTimeout(() => {
      timer = undefined
      dropUntil(now(), maxDroppedByTimer)
      startTimer()
    }, delayMs)
    // The timer must not keep the process alive. In other runtimes, timers are numbers.
    timer.unref?.()
  }

  function hasRoom(): boolean {
    dropUntil(now(), 2)
    if (entries.size >= maxEntries) dropUntil(now() + spareMs, 1)
    return entries.size < maxEntries
  }

  return {
    hasRoom,
    find(key) {
      const entry = entries.get(key)
      return entry !== undefined && now() < entry.endsAt ? entry : undefined
    },
    set(key, value, endsAt) {
      const former = entries.get(key)
      if (former !== undefined) drop(former)
      if (!hasRoom()) throw new Error('The memory store is full.')
      const entry = { key, value, endsAt, place: 0 }
      entries.set(key, entry)
      schedule.add(entry)
      startTimer()
      return entry
    },
    delete(key) {
      const entry = entries.get(key)
      if (entry !== undefined) drop(entry)
    },
  }
}

export interface ExpiringMap<value> {
  /** Returns whether a new key can be added. */
  hasRoom(): boolean
  /** Returns an entry, or `undefined` if it does not exist or has expired. */
  find(key: string): Entry<value> | undefined
  /** @param endsAt - in ms since 1970. @throws Error if the map is full. */
  set(key: string, value: value, endsAt: number): Entry<value>
  delete(key: string): void
}

export interface Entry<value> {
  value: value
  /** In ms since 1970. */
  readonly endsAt: number
}

interface StoredEntry<value> extends Entry<value>, Scheduled {
  readonly key: string
}

/** The shortest time between two runs of the timer. */
const minDelayMs = 10_000
/** The longest delay that `setTimeout` accepts. */
const maxDelayMs = 2 ** 31 - 1
/** Removing this many entries takes about 10 ms. */
const maxDroppedByTimer = 10_000
