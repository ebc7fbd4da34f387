import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Count, Counter, Limit } from '../Store.ts'

/**
 * A counter based on a limiter of `rate-limiter-flexible`, which rejects both for "too many" and for errors.
 */
export function createRedisCounter(limiter: RateLimiterAbstract, limit: Limit): Counter {
  return {
    async consume(key, { durationSeconds } = {}) {
      const options = durationSeconds === undefined ? {} : { customDuration: durationSeconds }
      try {
        return toCount(await limiter.consume(key, 1, options), limit)
      } catch (fault) {
        if (fault instanceof RateLimiterRes) return toCount(fault, limit)
        throw fault
      }
    },
    async refund(key) {
      await limiter.reward(key, 1)
    },
    async reset(key) {
      await limiter.delete(key)
    },
    async peek(key) {
      const result = await limiter.get(key)
      if (result !== null) return toCount(result, limit)
      return { isAllowed: true, consumed: 0, remaining: limit.points, resetMs: 0 }
    },
  }
}

function toCount({ consumedPoints, msBeforeNext }: RateLimiterRes, { points }: Limit): Count {
  return {
    isAllowed: consumedPoints <= points,
    consumed: consumedPoints,
    remaining: Math.max(0, points - consumedPoints),
    resetMs: Math.max(0, msBeforeNext),
  }
}
