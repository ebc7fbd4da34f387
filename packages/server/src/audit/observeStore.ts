import { metrics } from '@opentelemetry/api'
import type { Counter, Store } from '../store/Store.ts'

/**
 * The same store, with how long each operation takes recorded as `kit.store.duration`, in s. Without an SDK
 * of OpenTelemetry in the app this costs next to nothing.
 */
export function observeStore(store: Store): Store {
  const observeCounter = (counter: Counter): Counter => ({
    consume: (key, options) => observe('consume', () => counter.consume(key, options)),
    refund: (key) => observe('refund', () => counter.refund(key)),
    reset: (key) => observe('reset', () => counter.reset(key)),
    peek: (key) => observe('peek', () => counter.peek(key)),
  })
  return {
    claim: (key, ttlSeconds) => observe('claim', () => store.claim(key, ttlSeconds)),
    own: (key, owner, ttlSeconds) => observe('own', () => store.own(key, owner, ttlSeconds)),
    has: (key) => observe('has', () => store.has(key)),
    createCounter: (limit) => observeCounter(store.createCounter(limit)),
    ping: () => observe('ping', () => store.ping()),
    ...(store.warning !== undefined && { warning: store.warning }),
  }
}

async function observe<result>(operation: string, run: () => Promise<result>): Promise<result> {
  const startedAt = performance.now()
  let isDone = false
  try {
    const done = await run()
    isDone = true
    return done
  } finally {
    const seconds = (performance.now() - startedAt) / 1000
    metrics
      .getMeter('@kit/server')
      .createHistogram('kit.store.duration', { unit: 's' })
      .record(seconds, {
        'kit.operation': operation,
        ...(isDone ? {} : { 'error.type': 'store_unavailable' }),
      })
  }
}
