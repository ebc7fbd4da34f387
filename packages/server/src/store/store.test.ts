import { parseSiweMessage } from '@kit/core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { origin, startBackend } from '../fixtures/startBackend.ts'
import { startRedis } from '../fixtures/startRedis.ts'
import { memoryStore } from '../index.ts'
import { createKeys } from '../keys/createKeys.ts'
import type { StoreFixture } from './conformance/StoreFixture.ts'
import { storeConformance } from './conformance/storeConformance.ts'
import { redisStore } from './redis/redisStore.ts'
import type { Store } from './Store.ts'

const opened: { close(): Promise<void> }[] = []
afterAll(async () => {
  for (const store of opened) await store.close()
})

/** Tests each store's folder. A new folder is tested automatically. */
const fixtures = import.meta.glob<StoreFixture>('./*/fixtures/conformance.ts', {
  eager: true,
  import: 'fixture',
})

describe.for(Object.entries(fixtures))('%s', ([, fixture]) => {
  let started: Awaited<ReturnType<StoreFixture['start']>>
  beforeAll(async () => {
    started = await fixture.start()
  }, 60_000)
  afterAll(() => started.close())

  test.for(storeConformance.map(({ name, run }) => [name, run] as const))(
    'behavior: %s',
    { timeout: 30_000 },
    ([, run]) => run(started.open()),
  )

  test('security: R-16 everything that is stored expires', async () => {
    const store = started.open()
    await store.claim('mark', 1)
    await store.set('value', 'text', 1)
    await store.addMember('ends', 'member', 1)
    const counter = store.createCounter({ name: 'ends', points: 1, durationSeconds: 1 })
    await counter.consume('key')
    const left = async () => [
      await store.has('mark'),
      await store.has('value'),
      (await store.members('ends')).length,
      (await counter.peek('key')).consumed,
    ]
    await expect.poll(left, { timeout: 10_000 }).toEqual([false, false, 0, 0])
  })

  test('security: R-22 E-36 a dump contains no plain data of a user', {
    timeout: 30_000,
  }, async () => {
    if (started.dump === undefined) return
    const backend = await startBackend({ store: started.open() })
    const browser = backend.browser()
    const { body, message } = await browser.sign()
    const cookies = [...browser.jar.values()]
    await browser.post('/siwe/verify', body)
    cookies.push(...browser.jar.values())
    await browser.post('/otp/start', { identifier: 'ada@example.com' })
    await browser.get('/upstream/user')
    const dump = await started.dump()
    await backend.close()
    expect(dump).toContain('session')
    const { nonce, address } = parseSiweMessage(message)
    for (const text of [...cookies, nonce, address, 'ada@example.com', 'sandbox-api-key'])
      expect(dump).not.toContain(text)
    expect(dump).not.toMatch(/\b10\.\d{1,3}\.\d{1,3}\.7\b/)
  })

  test('security: E-36 without the secret, addresses cannot be found in a dump by guessing', async () => {
    if (started.dump === undefined) return
    const backend = await startBackend({ store: started.open() })
    const [address, email] = ['10.20.30.40', 'grace@example.com']
    const browser = backend.browser({ 'x-forwarded-for': address })
    const { account, body } = await browser.sign()
    await browser.post('/siwe/verify', body)
    await browser.post('/otp/start', { identifier: email })
    const dump = await started.dump()
    const { id, fetch } = backend.upstream
    const deployment = JSON.stringify([origin, '/api/auth', id, fetch?.baseUrl])
    const { fingerprint } = createKeys({ secrets: ['another secret'], deployment })
    // This counter has the same key in every app. Finding it proves that the digests below are made like those in the
    // dump.
    expect(dump).toContain(await fingerprint('all'))
    for (const value of [address, email, account.address, account.address.toLowerCase()])
      for (const kind of [
        '',
        'client:',
        'user:',
        'identifier:',
        'otp-user:',
        'otp-decoy:',
        'sessions:',
      ])
        expect(dump).not.toContain(await fingerprint(kind + value))
    await backend.close()
  })

  test('security: two processes share the stored data', async () => {
    const [one, other] = [started.open(), started.open()]
    expect(await one.claim('shared', 60)).toBe(true)
    expect(await other.claim('shared', 60)).toBe(false)
    await one.addMember('set', 'member', 60)
    expect(await other.members('set')).toEqual(['member'])
  })
})

describe.for([
  ['that can change only one key per operation', (store: Store) => omitConsumeAll(store)],
  ['behind one address of a Redis cluster', () => openSplitRedis()],
] as const)('a store %s', ([, open]) => {
  const checks = storeConformance.filter(({ name }) => /counter|points/.test(name))
  test.for(checks.map(({ name, run }) => [name, run] as const))('behavior: %s', async ([, run]) =>
    run(await open(memoryStore())),
  )
})

function omitConsumeAll({ consumeAll: _, ...store }: Store): Store {
  return store
}

/** Refuses scripts over several keys, as Redis Enterprise does. */
async function openSplitRedis(): Promise<Store> {
  const { Redis } = await import('ioredis')
  const redisServer = await startRedis()
  const client = new Redis(redisServer.url)
  onTestFinished(async () => {
    client.disconnect()
    await redisServer.close()
  })
  const send = client.sendCommand.bind(client)
  client.sendCommand = (command, ...rest) => {
    const isScript = command.name === 'eval' || command.name === 'evalsha'
    if (!isScript || Number(command.args[1]) <= 1) return send(command, ...rest)
    return Promise.reject(new Error("CROSSSLOT Keys in request don't hash to the same slot"))
  }
  return redisStore({ client })
}

test('security: a full memory store rejects new keys of the same kind', async () => {
  const store = memoryStore({ maxMarks: 10 })
  for (let count = 0; count < 10; count += 1) await store.claim(`mark:${count}`, 60)
  await expect(store.claim('mark:one more', 60)).rejects.toThrow('full')
  expect(await store.has('mark:0')).toBe(true)
})

test('security: R-01 with a fixed clock a window is exact to the millisecond', async () => {
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

test('security: expired entries are removed, even if entries that last longer were added before them', async () => {
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

test('security: N-10 a claim checks no more marks in a full store than in an empty one', async () => {
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
  // All entries have expired at once, but no call removes all of them.
  time += 61_000
  for (let count = 0; count < 1000; count += 1)
    most.later = Math.max(most.later, await work(`late ${count}`))
  expect(await store.has('nonce:late 999')).toBe(true)
  expect(most.later).toBeLessThanOrEqual(most.first + 2)
})

test('security: R-11 a Redis that is down rejects immediately, and works again when it is up', async () => {
  const redisServer = await startRedis()
  onTestFinished(() => redisServer.close())
  const store = redisStore({ url: redisServer.url, timeoutMs: 300 })
  opened.push(store)
  expect(await store.claim('before', 60)).toBe(true)
  await redisServer.stop()
  await expect(store.claim('during', 60)).rejects.toThrow()
  await expect(store.has('before')).rejects.toThrow()
  await redisServer.start()
  await expect.poll(() => store.claim('after', 60).catch(() => false), { timeout: 5000 }).toBe(true)
})

test('security: a Redis that hangs rejects within the time limit', async () => {
  const redisServer = await startRedis()
  onTestFinished(() => redisServer.close())
  const store = redisStore({ url: redisServer.url, timeoutMs: 200 })
  opened.push(store)
  await store.claim('before', 60)
  redisServer.pause()
  await expect(store.claim('during', 60)).rejects.toThrow()
  redisServer.resume()
  await expect.poll(() => store.claim('after', 60).catch(() => false), { timeout: 5000 }).toBe(true)
})

test('security: R-11 a Redis that starts after the app is found without a restart', async () => {
  const redisServer = await startRedis()
  onTestFinished(() => redisServer.close())
  await redisServer.stop()
  const store = redisStore({ url: redisServer.url, timeoutMs: 200 })
  opened.push(store)
  await expect(store.claim('key', 60)).rejects.toThrow()
  await expect(store.ping()).rejects.toThrow()
  await redisServer.start()
  await expect.poll(() => store.claim('key', 60).catch(() => false), { timeout: 5000 }).toBe(true)
})

test('security: R-11 an operation has a time limit even if the app’s client has none', async () => {
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
  'behavior: "%s" is refused as the URL of a store',
  (url) => {
    expect(() => redisStore({ url })).toThrow(/URL/)
  },
)

test('security: a Redis without free memory rejects, and nothing counts as claimed', async () => {
  const { Redis } = await import('ioredis')
  const redisServer = await startRedis()
  onTestFinished(() => redisServer.close())
  const client = new Redis(redisServer.url)
  const store = redisStore({ client })
  expect(await store.claim('before', 60)).toBe(true)
  await client.config('SET', 'maxmemory', '1')
  await client.config('SET', 'maxmemory-policy', 'noeviction')
  await expect(store.claim('during', 60)).rejects.toThrow()
  expect(await store.has('before')).toBe(true)
  await client.config('SET', 'maxmemory', '0')
  expect(await store.claim('during', 60)).toBe(true)
  client.disconnect()
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

test('security: E-26 a Redis that evicts keys, or loses data at a restart, is reported at startup', async () => {
  const { Redis } = await import('ioredis')
  const redisServer = await startRedis(['--maxmemory', '10mb', '--maxmemory-policy', 'allkeys-lru'])
  onTestFinished(() => redisServer.close())
  const store = redisStore({ url: redisServer.url })
  opened.push(store)
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const evicting = await startBackend({ store })
  await expect.poll(() => warn.mock.calls.flat().join(' ')).toContain('Set it to noeviction.')
  expect(warn.mock.calls.flat().join(' ')).toContain('Set appendonly yes.')
  expect(evicting.events).toContainEqual(expect.objectContaining({ type: 'store' }))
  const client = new Redis(redisServer.url)
  await client.config('SET', 'maxmemory-policy', 'noeviction')
  await client.config('SET', 'appendonly', 'yes')
  expect(await store.inspect?.()).toEqual([])
  client.disconnect()
  warn.mockRestore()
  await evicting.close()
})

test('security: E-35 after Redis was restarted without its data, no earlier cookie signs in', async () => {
  const redisServer = await startRedis()
  onTestFinished(() => redisServer.close())
  const store = redisStore({ url: redisServer.url })
  opened.push(store)
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  const backend = await startBackend({ store })
  const [one, other] = [backend.browser(), backend.browser()]
  const { body } = await one.sign()
  const login = one.jar.get('__Host-kit-login') ?? ''
  await one.post('/siwe/verify', body)
  await other.signIn()
  const copy = backend.browser()
  for (const [name, value] of one.jar) copy.jar.set(name, value)
  await one.send('DELETE', '/session')
  await redisServer.stop()
  await redisServer.start()
  await expect.poll(() => backend.auth.health(), { timeout: 5000 }).toMatchObject({ store: 'up' })
  for (const browser of [copy, other])
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  one.jar.set('__Host-kit-login', login)
  expect((await one.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
  warn.mockRestore()
  await backend.close()
})
