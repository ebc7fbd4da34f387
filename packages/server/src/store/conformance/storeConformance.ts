import assert from 'node:assert/strict'
import { consumeOneByOne } from '../consumeOneByOne.ts'
import type { CounterCharge, Store } from '../Store.ts'

/**
 * The requirements for every store, one check each. A check uses one store and throws if the store fails it.
 * Keys differ between checks and runs, so the store need not be empty.
 *
 * @example
 * for (const { name, run } of storeConformance) test(name, () => run(myStore({ … })))
 */
export const storeConformance: readonly StoreCheck[] = [
  check('of many parallel claims of a key, one succeeds', async (store, name) => {
    const claims = await inParallel(100, () => store.claim(name('nonce'), 60))
    assert.equal(claims.filter(Boolean).length, 1)
    assert.equal(await store.has(name('nonce')), true)
    assert.equal(await store.has(name('other')), false)
  }),
  check('a mark expires and can then be claimed again', async (store, name) => {
    assert.equal(await store.claim(name('short'), 1), true)
    assert.equal(await store.claim(name('short'), 1), false)
    await waitUntil(async () => !(await store.has(name('short'))))
    assert.equal(await store.claim(name('short'), 1), true)
  }),
  check('a value can be read as it was written, until it expires', async (store, name) => {
    const value = `{"text":"\u00fc \ud83d\udd11 \\u0000 '; --"}${'x'.repeat(20_000)}`
    assert.equal(await store.get(name('value')), undefined)
    await store.set(name('value'), value, 60)
    assert.equal(await store.get(name('value')), value)
    assert.equal(await store.has(name('value')), true)
    await store.set(name('value'), '', 1)
    assert.equal(await store.get(name('value')), '')
    await waitUntil(async () => (await store.get(name('value'))) === undefined)
    assert.equal(await store.has(name('value')), false)
  }),
  check('a deleted value is gone, and deleting it again is not an error', async (store, name) => {
    await store.set(name('value'), 'one', 60)
    await store.delete(name('value'))
    await store.delete(name('value'))
    assert.equal(await store.get(name('value')), undefined)
  }),
  check('compareAndSet writes only if the value is the expected one', async (store, name) => {
    const key = name('value')
    assert.equal(await store.compareAndSet(key, 'one', 'two', 60), false)
    assert.equal(await store.get(key), undefined)
    assert.equal(await store.compareAndSet(key, undefined, 'one', 60), true)
    assert.equal(await store.compareAndSet(key, undefined, 'two', 60), false)
    assert.equal(await store.compareAndSet(key, '', 'two', 60), false)
    assert.equal(await store.get(key), 'one')
    assert.equal(await store.compareAndSet(key, 'one', 'two', 60), true)
    assert.equal(await store.get(key), 'two')
  }),
  check('compareAndSet treats an expired value as missing', async (store, name) => {
    await store.set(name('value'), 'one', 1)
    await waitUntil(async () => store.compareAndSet(name('value'), undefined, 'two', 60))
    assert.equal(await store.get(name('value')), 'two')
    await store.set(name('other'), 'one', 1)
    await waitUntil(async () => (await store.get(name('other'))) === undefined)
    assert.equal(await store.compareAndSet(name('other'), 'one', 'two', 60), false)
  }),
  check('of many parallel compareAndSet calls for one value, one succeeds', async (store, name) => {
    await store.set(name('value'), 'start', 60)
    const written = await inParallel(50, (count) =>
      store.compareAndSet(name('value'), 'start', `${count}`, 60),
    )
    assert.equal(written.filter(Boolean).length, 1)
    assert.equal(await store.get(name('value')), `${written.indexOf(true)}`)
  }),
  check('of many parallel take calls for one value, one gets it', async (store, name) => {
    await store.set(name('value'), 'one', 60)
    const taken = await inParallel(50, () => store.take(name('value')))
    assert.deepEqual(
      taken.filter((value) => value !== undefined),
      ['one'],
    )
    assert.equal(await store.has(name('value')), false)
  }),
  check('an expired value cannot be taken', async (store, name) => {
    await store.set(name('value'), 'one', 1)
    await waitUntil(async () => !(await store.has(name('value'))))
    assert.equal(await store.take(name('value')), undefined)
  }),
  check('marks and values share their keys', async (store, name) => {
    await store.claim(name('key'), 60)
    assert.equal(await store.compareAndSet(name('key'), undefined, 'one', 60), false)
    await store.delete(name('key'))
    await store.set(name('key'), 'one', 60)
    assert.equal(await store.claim(name('key'), 60), false)
  }),
  check('a set contains each member once', async (store, name) => {
    assert.deepEqual(await store.members(name('set')), [])
    await inParallel(10, (count) => store.addMember(name('set'), `m${count}`, 60))
    await store.addMember(name('set'), 'm0', 60)
    assert.equal((await store.members(name('set'))).length, 10)
    await store.removeMember(name('set'), 'm3')
    await store.removeMember(name('set'), 'm3')
    const members = await store.members(name('set'))
    assert.deepEqual(members.sort(), ['m0', 'm1', 'm2', 'm4', 'm5', 'm6', 'm7', 'm8', 'm9'])
    assert.deepEqual(await store.members(name('other')), [])
  }),
  check('each member expires separately', async (store, name) => {
    await store.addMember(name('set'), 'long', 60)
    await store.addMember(name('set'), 'short', 1)
    assert.deepEqual((await store.members(name('set'))).sort(), ['long', 'short'])
    await waitUntil(async () => (await store.members(name('set'))).length === 1)
    assert.deepEqual(await store.members(name('set')), ['long'])
  }),
  check('a counter allows exactly its limit, even in parallel', async (store, name) => {
    const counter = store.createCounter({ name: name('exact'), points: 5, durationSeconds: 60 })
    const counts = await inParallel(20, () => counter.consume('key'))
    assert.equal(counts.filter(({ isAllowed }) => isAllowed).length, 5)
    const { isAllowed, remaining, consumed, resetMs } = await counter.peek('key')
    assert.deepEqual([isAllowed, remaining, consumed], [false, 0, 20])
    assert.ok(resetMs > 50_000 && resetMs <= 60_000)
    const unused = { isAllowed: true, consumed: 0, remaining: 5, resetMs: 0 }
    assert.deepEqual(await counter.peek('other'), unused)
  }),
  check('a window ends by itself, so no lock lasts forever', async (store, name) => {
    const counter = store.createCounter({ name: name('window'), points: 1, durationSeconds: 1 })
    assert.equal((await counter.consume('key')).isAllowed, true)
    assert.ok((await counter.consume('key')).resetMs > 0)
    await waitUntil(async () => (await counter.peek('key')).consumed === 0)
    const { isAllowed, consumed } = await counter.consume('key')
    assert.deepEqual([isAllowed, consumed], [true, 1])
  }),
  check('a reset counter starts again', async (store, name) => {
    const counter = store.createCounter({ name: name('reset'), points: 1, durationSeconds: 60 })
    await counter.consume('key')
    await counter.reset('key')
    assert.equal((await counter.consume('key')).isAllowed, true)
  }),
  check(
    'a refund gives back a point, but never more points than were consumed',
    async (store, name) => {
      const counter = store.createCounter({ name: name('refund'), points: 1, durationSeconds: 60 })
      await counter.consume('key')
      await counter.refund('key')
      assert.equal((await counter.consume('key')).isAllowed, true)
      assert.equal((await counter.consume('key')).isAllowed, false)
    },
  ),
  check('a single window can last longer than the others', async (store, name) => {
    const counter = store.createCounter({ name: name('custom'), points: 1, durationSeconds: 60 })
    const { resetMs } = await counter.consume('key', { durationSeconds: 240 })
    assert.ok(resetMs > 200_000)
  }),
  check('counters of two limits do not share their keys', async (store, name) => {
    const one = store.createCounter({ name: name('one'), points: 1, durationSeconds: 60 })
    const other = store.createCounter({ name: name('two'), points: 1, durationSeconds: 60 })
    await one.consume('key')
    assert.equal((await other.peek('key')).consumed, 0)
  }),
  check('points of several counters are added together, or not at all', async (store, name) => {
    const { consumeAll, counters } = openSeveral(store, name)
    const [first, second] = [await consumeAll('key'), await consumeAll('key')]
    assert.deepEqual(
      first.map(({ isAllowed }) => isAllowed),
      [true, true, true],
    )
    assert.deepEqual(
      first.map(({ consumed }) => consumed),
      [1, 1, 1],
    )
    assert.deepEqual(
      second.map(({ remaining }) => remaining),
      [1, 0, Infinity],
    )
    assert.ok(second.every(({ resetMs }) => resetMs > 50_000 && resetMs <= 60_000))
    const refused = await consumeAll('key')
    assert.deepEqual(
      refused.map(({ isAllowed }) => isAllowed),
      [true, false, true],
    )
    const counts = await Promise.all(counters.map((counter) => counter.peek('key')))
    assert.deepEqual(
      counts.map(({ consumed }) => consumed),
      [2, 2, 2],
    )
    await counters[1]?.refund('key')
    assert.ok((await consumeAll('key')).every(({ isAllowed }) => isAllowed))
    await counters[1]?.reset('key')
    // The first counter has three points, and all of them are spent.
    assert.deepEqual(
      (await consumeAll('key')).map(({ isAllowed }) => isAllowed),
      [false, true, true],
    )
  }),
  check(
    'in parallel, points of several counters are added exactly as often as all have room',
    async (store, name) => {
      const { consumeAll, counters } = openSeveral(store, name)
      const answers = await inParallel(20, () => consumeAll('key'))
      const allowed = answers.filter((counts) => counts.every(({ isAllowed }) => isAllowed))
      assert.equal(allowed.length, 2)
      const counts = await Promise.all(counters.map((counter) => counter.peek('key')))
      assert.deepEqual(
        counts.map(({ consumed }) => consumed),
        [2, 2, 2],
      )
    },
  ),
  check(
    'a counter that is only checked refuses, but nothing is added to it',
    async (store, name) => {
      const { consumeAll, counters } = openSeveral(store, name)
      const first = await consumeAll('key', { isOnlyChecked: true })
      assert.ok(first.every(({ isAllowed }) => isAllowed))
      assert.equal((await counters[1]?.peek('key'))?.consumed, 0)
      for (let count = 0; count < 2; count += 1) await counters[1]?.consume('key')
      const refused = await consumeAll('key', { isOnlyChecked: true })
      assert.deepEqual(
        refused.map(({ isAllowed }) => isAllowed),
        [true, false, true],
      )
      assert.equal((await counters[0]?.peek('key'))?.consumed, 1)
    },
  ),
  check('points that are added together start a window of their length', async (store, name) => {
    const { consumeAll } = openSeveral(store, name)
    const [count] = await consumeAll('key', { durationSeconds: 1 })
    assert.ok(count !== undefined && count.resetMs <= 1000)
    await consumeAll('key')
    await waitUntil(
      async () => (await consumeAll('key', { isOnlyChecked: true }))[1]?.consumed === 0,
    )
  }),
  check('a ping resolves', (store) => store.ping()),
]

/** One requirement of every store, as a test. */
export interface StoreCheck {
  readonly name: string
  /** @throws Error if the store fails the check. */
  readonly run: (store: Store) => Promise<void>
}

function check(
  name: string,
  run: (store: Store, toKey: (text: string) => string) => Promise<void>,
): StoreCheck {
  return {
    name,
    run: (store) => {
      const id = crypto.randomUUID()
      return run(store, (text) => `${text}:${id}`)
    },
  }
}

/** Creates three counters, the last of which never refuses, and a function that adds a point to each. */
function openSeveral(store: Store, name: (text: string) => string) {
  const limits = [3, 2, 1000].map((points, index) => ({
    name: name(`several-${index}`),
    points,
    durationSeconds: 60,
  }))
  const counters = limits.map((limit) => store.createCounter(limit))
  const consumeAll = (key: string, changes: Partial<CounterCharge> = {}) => {
    const charges = limits.map((limit, index) => ({
      ...limit,
      ...(index === 2 && { points: Infinity }),
      // Only the counter with two points is checked without being changed.
      ...(index === 1 || changes.isOnlyChecked === undefined ? changes : {}),
      key,
    }))
    return store.consumeAll?.(charges) ?? consumeOneByOne(charges, ({ name: one }) => find(one))
  }
  const find = (one: string) =>
    counters[limits.findIndex((limit) => limit.name === one)] ?? assert.fail()
  return { counters, consumeAll }
}

function inParallel<result>(
  count: number,
  run: (index: number) => Promise<result>,
): Promise<result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => run(index)))
}

/** Waits for what a store does by itself, such as expiring a value. */
async function waitUntil(isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + 10_000
  while (!(await isSo())) {
    assert.ok(performance.now() < deadline, 'It did not happen within 10 s.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
