/**
 * Returns how long to keep a mark, in s, so that the marked value is never accepted again: the value's lifetime
 * plus the largest clock error. So a used nonce is still refused if the process that issued it was two hours
 * ahead, or if a clock was set back after its use.
 *
 * @param lifetimeSeconds - how long the marked value may be used.
 */
export function findMarkTtl(lifetimeSeconds: number): number {
  return lifetimeSeconds + maxClockErrorSeconds
}

/** Three hours. A mistake with time zones or daylight saving is off by one or two. */
export const maxClockErrorSeconds = 10_800
