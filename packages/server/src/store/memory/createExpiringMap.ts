import { createSchedule, type Scheduled } from '../../createSchedule.ts'

/**
 * Creates a map whose entries expire without a timer and whose size is limited. When it is full, a new key
 * throws, while existing keys still work. Each insertion removes up to two expired entries, so that no call has
 * to remove many.
 */
export function createExpiringMap<value>({
  now,
  maxEntries,
}: {
  now: () => number
  maxEntries: number
}): ExpiringMap<value> {
  const entries = new Map<string, Entry<value>>()
  const schedule = createSchedule<Entry<value>>((one, other) => one.endsAt < other.endsAt)

  function drop(entry: Entry<value>): void {
    entries.delete(entry.key)
    schedule.remove(entry)
  }

  return {
    get(key) {
      const entry = entries.get(key)
      return entry !== undefined && now() < entry.endsAt ? entry.value : undefined
    },
    set(key, value, endsAt) {
      const former = entries.get(key)
      if (former !== undefined) drop(former)
      for (let count = 0; count < 2; count += 1) {
        const first = schedule.first()
        if (first !== undefined && first.endsAt <= now()) drop(first)
      }
      if (entries.size >= maxEntries) throw new Error('The memory store is full.')
      const entry = { key, value, endsAt, place: 0 }
      entries.set(key, entry)
      schedule.add(entry)
    },
    delete(key) {
      const entry = entries.get(key)
      if (entry !== undefined) drop(entry)
    },
  }
}

export interface ExpiringMap<value> {
  /** Returns a value, or `undefined` if it does not exist or has expired. */
  get(key: string): value | undefined
  /** @param endsAt - in ms since 1970. @throws Error if the map is full. */
  set(key: string, value: value, endsAt: number): void
  delete(key: string): void
}

interface Entry<value> extends Scheduled {
  readonly key: string
  readonly value: value
  readonly endsAt: number
}
