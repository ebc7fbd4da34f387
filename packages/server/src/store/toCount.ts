import type { Count } from './Store.ts'

/**
 * Converts what a store has counted to a `Count`.
 *
 * @param coming - 1 if `isAllowed` is for a point that has not been added yet.
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
