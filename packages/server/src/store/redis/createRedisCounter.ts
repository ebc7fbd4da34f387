import { type RateLimiterAbstract, RateLimiterRes } from 'rate-limiter-flexible'
import type { Count, Counter, Limit } from '../Store.ts'
import { toCount } from '../toCount.ts'

/**
 * Creates a counter from a limiter of `rate-limiter-flexible`, which rejects both when the limit is exceeded
 * and for errors.
 */
export function createRedisCounter(limiter: RateLimiterAbstract, limit: Limit): Counter {
  const toLimitCount = (result: RateLimiterRes | null): Count =>
    toCount(
      { consumed: result?.consumedPoints ?? 0, resetMs: result?.msBeforeNext ?? 0 },
      limit.points,
    )
  return {
    async consume(key, { durationSeconds } = {}) {
      const options = durationSeconds === undefined ? {} : { customDuration: durationSeconds }
      try {
        return toLimitCount(await limiter.consume(key, 1, options))
      } catch (fault) {
        if (fault instanceof RateLimiterRes) return toLimitCount(fault)
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
      return toLimitCount(await limiter.get(key))
    },
  }
}
