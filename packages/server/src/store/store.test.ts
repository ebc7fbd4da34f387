import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startRedis } from '../fixtures/startRedis.ts'
import { memoryStore } from '../index.ts'
import { redisStore } from './redisStore.ts'
import type { Store } from './Store.ts'

let redis: Awaited<ReturnType<typeof startRedis>>
const opened: { close(): Promise<void> }[] = []
beforeAll(async () => {
  redis = await startRedis()
})
afterAll(async () => {
  for (const store of opened) await store.close()
  await redis.close()
})

function openRedis(options: { timeoutMs?: number } = {}) {
  const store = redisStore({ url: redis.url, ...options })
  opened.push(store)
  return store
}

const stores: [string, () => Store][] = [
  ['memory', () => memoryStore()],
  ['Redis', () => openRedis()],
]

describe.for(stores)('%s store', ([, open]) => {
  test('behavior: of many claims of one key one succeeds', async () => {
    const store = open()
    const claims = await Promise.all(Array.from({ length: 100 }, () => store.claim('nonce:a', 60)))
    expect(claims.filter(Boolean)).toHaveLength(1)
    expect(await store.has('nonce:a')).toBe(true)
    expect(await store.has('nonce:b')).toBe(false)
  })

  test('behavior: a mark ends by itself, and can be claimed again', async () => {
    const store = open()
    expect(await store.claim('short', 1)).toBe(true)
    expect(await store.claim('short', 1)).toBe(false)
    await new Promise((resolve) => setTimeout(resolve, 1150))
    expect(await store.has('short')).toBe(false)
    expect(await store.claim('short', 1)).toBe(true)
  })

  test('behavior: a counter allows so many, exactly, also in parallel', async () => {
    const counter = open().createCounter({ name: 'exact', points: 5, durationSeconds: 60 })
    const counts = await Promise.all(Array.from({ length: 20 }, () => counter.consume('key')))
    expect(counts.filter(({ isAllowed }) => isAllowed)).toHaveLength(5)
    expect(await counter.peek('key')).toMatchObject({ isAllowed: false, remaining: 0 })
    expect(await counter.peek('other')).toEqual({
      isAllowed: true,
      consumed: 0,
      remaining: 5,
      resetMs: 0,
    })
  })

  test('behavior: a window ends by itself; R-16 no lock is immortal', async () => {
    const counter = open().createCounter({ name: 'window', points: 1, durationSeconds: 1 })
    expect((await counter.consume('key')).isAllowed).toBe(true)
    const second = await counter.consume('key')
    expect(second.isAllowed).toBe(false)
    expect(second.resetMs).toBeGreaterThan(0)
    await new Promise((resolve) => setTimeout(resolve, 1150))
    expect((await counter.consume('key')).isAllowed).toBe(true)
  })

  test('security: U-10 a key is its first owner’s, however often they come', async () => {
    const store = open()
    expect(await store.own('credential:a', 'ada', 60)).toBe(true)
    expect(await store.own('credential:a', 'ada', 60)).toBe(true)
    expect(await store.own('credential:a', 'eve', 60)).toBe(false)
    expect(await store.own('credential:b', 'eve', 60)).toBe(true)
  })

  test('behavior: a counter that is reset begins anew', async () => {
    const counter = open().createCounter({ name: 'reset', points: 1, durationSeconds: 60 })
    await counter.consume('key')
    await counter.reset('key')
    expect((await counter.consume('key')).isAllowed).toBe(true)
  })

  test('behavior: a refund gives a point back', async () => {
    const counter = open().createCounter({ name: 'refund', points: 1, durationSeconds: 60 })
    await counter.consume('key')
    await counter.refund('key')
    expect((await counter.consume('key')).isAllowed).toBe(true)
  })

  test('parameters: durationSeconds of one window', async () => {
    const counter = open().createCounter({ name: 'custom', points: 1, durationSeconds: 60 })
    const { resetMs } = await counter.consume('key', { durationSeconds: 240 })
    expect(resetMs).toBeGreaterThan(200_000)
  })
})

test('security: memory is bounded: a full store refuses', async () => {
  const store = memoryStore({ maxMarks: 10 })
  for (let count = 0; count < 10; count += 1) await store.claim(`mark:${count}`, 60)
  await expect(store.claim('one more', 60)).rejects.toThrow('full')
  expect(await store.has('mark:0')).toBe(true)
})

test('security: R-10 counters are bounded: a new key is refused, those that count go on', async () => {
  let time = 0
  const store = memoryStore({ maxMarks: 10, now: () => time })
  const counter = store.createCounter({ name: 'bounded', points: 5, durationSeconds: 60 })
  for (let count = 0; count < 10; count += 1) await counter.consume(`key:${count}`)
  await expect(counter.consume('one more')).rejects.toThrow('full')
  expect(await counter.consume('key:0')).toMatchObject({ isAllowed: true, consumed: 2 })
  time += 60_000
  expect(await counter.consume('one more')).toMatchObject({ isAllowed: true, consumed: 1 })
})

test('security: R-01 by a fixed clock a window holds to the millisecond', async () => {
  let time = 1_000
  const store = memoryStore({ now: () => time })
  const counter = store.createCounter({ name: 'exact', points: 3, durationSeconds: 60 })
  const allowed = async () => (await counter.consume('key')).isAllowed
  expect([await allowed(), await allowed(), await allowed()]).toEqual([true, true, true])
  time += 59_999
  expect(await counter.consume('key')).toEqual({
    isAllowed: false,
    consumed: 4,
    remaining: 0,
    resetMs: 1,
  })
  time += 1
  expect(await counter.consume('key')).toMatchObject({ isAllowed: true, resetMs: 60_000 })
})

test('security: what has ended makes room, whatever lasts longer in front of it', async () => {
  let time = 0
  const store = memoryStore({ maxMarks: 2000, now: () => time })
  expect(await store.claim('lasts', 86_400)).toBe(true)
  for (let round = 0; round < 10; round += 1) {
    for (let count = 0; count < 1500; count += 1)
      expect(await store.claim(`mark:${round}:${count}`, 60)).toBe(true)
    time += 61_000
  }
  expect(await store.has('lasts')).toBe(true)
})

test('security: N-10 a claim looks at as many marks in a full store as in an empty one', async () => {
  let time = 0
  let looks = 0
  const store = memoryStore({
    maxMarks: 10_000,
    now: () => {
      looks += 1
      return time
    },
  })
  const counter = store.createCounter({ name: 'many', points: 1, durationSeconds: 60 })
  const most = { first: 0, later: 0 }
  const work = async (name: string) => {
    looks = 0
    await store.claim(`nonce:${name}`, 60).catch(() => {})
    await counter.consume(name).catch(() => {})
    return looks
  }
  most.first = Math.max(await work('a'), await work('b'))
  for (let count = 0; count < 12_000; count += 1)
    most.later = Math.max(most.later, await work(`${count}`))
  // All have ended at once: nobody has to wait until they are gone.
  time += 61_000
  for (let count = 0; count < 1000; count += 1)
    most.later = Math.max(most.later, await work(`late ${count}`))
  expect(await store.has('nonce:late 999')).toBe(true)
  expect(most.later).toBeLessThanOrEqual(most.first + 2)
})

test('security: R-11 a Redis that is gone rejects at once, and works when it is back', async () => {
  const own = await startRedis()
  const store = redisStore({ url: own.url, timeoutMs: 300 })
  opened.push(store)
  expect(await store.claim('before', 60)).toBe(true)
  await own.stop()
  await expect(store.claim('during', 60)).rejects.toThrow()
  await expect(store.has('before')).rejects.toThrow()
  await own.start()
  await expect.poll(() => store.claim('after', 60).catch(() => false), { timeout: 5000 }).toBe(true)
  await own.close()
})

test('security: a Redis that hangs rejects in time', async () => {
  const own = await startRedis()
  const store = redisStore({ url: own.url, timeoutMs: 200 })
  opened.push(store)
  await store.claim('before', 60)
  own.pause()
  await expect(store.claim('during', 60)).rejects.toThrow()
  own.resume()
  await expect.poll(() => store.claim('after', 60).catch(() => false), { timeout: 5000 }).toBe(true)
  await own.close()
})

test('security: R-11 a Redis that starts after the app is found without a restart', async () => {
  const own = await startRedis()
  await own.stop()
  const store = redisStore({ url: own.url, timeoutMs: 200 })
  opened.push(store)
  await expect(store.claim('key', 60)).rejects.toThrow()
  await expect(store.ping()).rejects.toThrow()
  await own.start()
  await expect.poll(() => store.claim('key', 60).catch(() => false), { timeout: 5000 }).toBe(true)
  await own.close()
})

test('security: R-11 a client that would wait for ever does not', async () => {
  const { Redis } = await import('ioredis')
  const client = new Redis('redis://127.0.0.1:1', { maxRetriesPerRequest: null })
  client.on('error', () => {})
  const store = redisStore({ client, timeoutMs: 200 })
  opened.push(store)
  await expect(store.claim('key', 60)).rejects.toThrow('in time')
  const counter = store.createCounter({ name: 'waits', points: 1, durationSeconds: 60 })
  await expect(counter.consume('key')).rejects.toThrow('in time')
})

test.for(['', 'http://localhost', 'redis+other://a', 'redis+sentinel://a,b', 'redis://'])(
  'behavior: "%s" is no URL of a store',
  (url) => {
    expect(() => redisStore({ url })).toThrow(/URL/)
  },
)

test('security: a Redis without memory left rejects, and nothing counts as claimed', async () => {
  const { Redis } = await import('ioredis')
  const own = await startRedis()
  const client = new Redis(own.url)
  const store = redisStore({ client })
  expect(await store.claim('before', 60)).toBe(true)
  await client.config('SET', 'maxmemory', '1')
  await client.config('SET', 'maxmemory-policy', 'noeviction')
  await expect(store.claim('during', 60)).rejects.toThrow()
  expect(await store.has('before')).toBe(true)
  await client.config('SET', 'maxmemory', '0')
  expect(await store.claim('during', 60)).toBe(true)
  client.disconnect()
  await own.close()
})

test('parameters: client, a cluster of ioredis', async () => {
  const { Cluster } = await import('ioredis')
  const client = new Cluster([{ host: '127.0.0.1', port: 1 }], {
    clusterRetryStrategy: () => null,
    lazyConnect: true,
  })
  client.on('error', () => {})
  const store = redisStore({ client })
  await expect(store.claim('key', 60)).rejects.toThrow()
})
