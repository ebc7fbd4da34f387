/**
 * A clock that stands still until it is moved. The hooks go by the server's clock: a backend in memory
 * that has this one decides what time it is for them, whatever this machine says.
 *
 * @param start - an ISO 8601 instant.
 * @throws RangeError when it is none.
 * @example
 * const clock = createFixedClock('2026-01-01T12:00:00Z')
 * const backend = createFakeBackend({ now: clock.now })
 * clock.advance(60_000)
 */
export function createFixedClock(start = '2026-01-01T00:00:00.000Z'): FixedClock {
  let ms = Date.parse(new Date(start).toISOString())
  return {
    now: () => ms,
    advance: (by) => {
      ms += by
    },
  }
}

export interface FixedClock {
  /** In ms since 1970. */
  now: () => number
  /** Moves it, in ms; back by a negative number. */
  advance: (ms: number) => void
}
