import type { Counter, CounterCharge, Store } from '../store/Store.ts'
import { findInstruments } from './findInstruments.ts'

/**
 * Wraps a store and records the duration of each operation as `kit.store.duration`, in s. Without an
 * OpenTelemetry SDK in the app, this takes almost no time.
 */
export function observeStore(store: Store): Store {
  const observeCounter = (counter: Counter): Counter => ({
    consume: (key, options) => observe('consume', () => counter.consume(key, options)),
    refund: (key) => observe('refund', () => counter.refund(key)),
    reset: (key) => observe('reset', () => counter.reset(key)),
    peek: (key) => observe('peek', () => counter.peek(key)),
  })
  const { consumeAll } = store
  return {
    claim: (...args) => observe('claim', () => store.claim(...args)),
    has: (key) => observe('has', () => store.has(key)),
    get: (key) => observe('get', () => store.get(key)),
    set: (...args) => observe('set', () => store.set(...args)),
    compareAndSet: (...args) => observe('compareAndSet', () => store.compareAndSet(...args)),
    take: (key) => observe('take', () => store.take(key)),
    delete: (key) => observe('delete', () => store.delete(key)),
    addMember: (...args) => observe('addMember', () => store.addMember(...args)),
    removeMember: (...args) => observe('removeMember', () => store.removeMember(...args)),
    members: (set) => observe('members', () => store.members(set)),
    createCounter: (limit) => observeCounter(store.createCounter(limit)),
    ...(consumeAll !== undefined && {
      consumeAll: (charges: readonly CounterCharge[]) =>
        observe('consumeAll', () => consumeAll.call(store, charges)),
    }),
    ping: () => observe('ping', () => store.ping()),
    ...(store.inspect !== undefined && { inspect: () => store.inspect?.() ?? Promise.resolve([]) }),
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
    findInstruments().storeDuration.record(seconds, {
      'kit.operation': operation,
      ...(isDone ? {} : { 'error.type': 'store_unavailable' }),
    })
  }
}
