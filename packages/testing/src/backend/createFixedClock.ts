/**
 * Creates a clock that stands still until it is moved. The hooks use the server's clock, so an in-memory
 * backend with this clock controls their time, whatever this machine's clock says.
 *
 * @param start - an ISO 8601 instant.
 * @throws RangeError if `start` is not an instant.
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
  /** The current time, in ms since 1970. */
  now: () => number
  /** Moves the clock by a number of ms. A negative number moves it back. */
  advance: (ms: number) => void
}
