import type { Count } from './Store.ts'

/**
 * Describes what a store has counted.
 *
 * @param coming - 1 if the point of which `isAllowed` speaks has not been added.
 */
export function toCount(
  { consumed, resetMs }: { consumed: number; resetMs: number },
  points: number,
  coming: 0 | 1 = 0,
): Count {
  return {
    isAllowed: consumed + coming <= points,
    consumed,
    remaining: Math.max(0, points - consumed),
    resetMs: Math.max(0, resetMs),
  }
}
