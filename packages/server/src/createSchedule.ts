/**
 * A priority queue whose first entry is the one that ends first. It is a binary heap: changing one of a million
 * entries takes twenty steps.
 *
 * @param endsBefore - whether the first of two entries ends before the second.
 */
export function createSchedule<entry extends Scheduled>(
  endsBefore: (one: entry, other: entry) => boolean,
): Schedule<entry> {
  const heap: entry[] = []

  function put(entry: entry, place: number): void {
    heap[place] = entry
    entry.place = place
  }

  function rise(entry: entry): void {
    let place = entry.place
    while (place > 0) {
      const above = (place - 1) >> 1
      const parent = heap[above]
      if (parent === undefined || !endsBefore(entry, parent)) break
      put(parent, place)
      place = above
    }
    put(entry, place)
  }

  function sink(entry: entry): void {
    let place = entry.place
    for (;;) {
      const [left, right] = [heap[2 * place + 1], heap[2 * place + 2]]
      const child =
        right !== undefined && left !== undefined && endsBefore(right, left) ? right : left
      if (child === undefined || !endsBefore(child, entry)) break
      const below = child.place
      put(child, place)
      place = below
    }
    put(entry, place)
  }

  return {
    first: () => heap[0],
    add(entry) {
      put(entry, heap.length)
      rise(entry)
    },
    remove(entry) {
      const last = heap.pop()
      if (last === undefined || last === entry) return
      put(last, entry.place)
      rise(last)
      sink(last)
    },
  }
}

export interface Scheduled {
  /** The entry's index in the heap, written only by the schedule. */
  place: number
}

export interface Schedule<entry> {
  first(): entry | undefined
  add(entry: entry): void
  /** Removes an entry that is in the schedule. */
  remove(entry: entry): void
}
