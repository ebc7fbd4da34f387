/**
 * Returns how long to keep a mark, in s, so that what it marks is never accepted again: its lifetime plus the
 * largest error of a clock. A nonce from a process that is two hours ahead, or whose clock was set back after
 * its use, is still refused as used instead of being taken for a new one.
 *
 * @param lifetimeSeconds - how long the marked value may be used.
 */
export function findMarkTtl(lifetimeSeconds: number): number {
  return lifetimeSeconds + maxClockErrorSeconds
}

/** Three hours. A mistake with time zones or daylight saving is off by one or two. */
const maxClockErrorSeconds = 10_800
