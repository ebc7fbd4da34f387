import { Redis } from 'ioredis'
import { expect, onTestFinished, test } from 'vitest'
import { type createBrowser, startBackend } from '../fixtures/startBackend.ts'
import { startRedis } from '../fixtures/startRedis.ts'
import { startRedisCluster, startReplicatedRedis } from '../fixtures/startReplicatedRedis.ts'
import { storeConformance } from './conformance/storeConformance.ts'
import { redisStore } from './redis/redisStore.ts'

/* Runs the whole route with real Redis servers that fail in different ways. */
const patience = { timeout: 20_000, interval: 100 }

/** Starts two routes with one store, as on two machines, and signs in a browser to each of them. */
async function startOn(url: string, options: { replicas?: number } = {}) {
  const stores = [1, 2].map(() => redisStore({ url, timeoutMs: 2000, ...options }))
  const [store, other] = stores
  if (store === undefined || other === undefined) throw new Error('There are two.')
  const backend = await startBackend({ store, upstreamTimeoutMs: 10_000 })
  const second = await startBackend({ store: other, upstream: backend.upstream })
  for (const { close } of [...stores, backend, second]) onTestFinished(close)
  return { backend, other: second, store }
}

/** Everything that a test starts is stopped when the test ends, even if it fails. */
async function begin<server extends { close(): Promise<void> }>(starting: Promise<server>) {
  const server = await starting
  onTestFinished(server.close)
  return server
}

function connect(url: string): Redis {
  const client = new Redis(url)
  client.on('error', () => {})
  onTestFinished(() => client.disconnect())
  return client
}

function open(url: string, replicas = 0) {
  const store = redisStore({ url, timeoutMs: 2000, replicas })
  onTestFinished(store.close)
  return store
}

type Browser = ReturnType<typeof createBrowser>
const copy = (to: Browser, from: Browser) => {
  for (const [name, value] of from.jar) to.jar.set(name, value)
  return to
}

async function expectClosed(browser: Browser) {
  const answer = await browser.post('/siwe/challenge', {})
  const read = await browser.get('/session')
  const verify = await browser.post('/otp/start', { identifier: 'ada@example.com' })
  for (const { status, json, headers } of [answer, read, verify]) {
    expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
    expect(headers.get('retry-after')).toBe('5')
  }
}

test('security: R-11 a Redis without free memory causes 503 and no upstream calls, and recovers by itself', async () => {
  const redis = await begin(startRedis())
  const { backend } = await startOn(redis.url)
  const admin = connect(redis.url)
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  const calls = (await backend.requests()).length
  await admin.config('SET', 'maxmemory', '1')
  await admin.config('SET', 'maxmemory-policy', 'noeviction')
  const answer = await backend.browser().post('/siwe/challenge', {})
  expect([answer.status, answer.json]).toMatchObject([503, { code: 'store_unavailable' }])
  expect(await backend.auth.health()).toMatchObject({ store: 'down' })
  // Signed-in users can still read and sign out, because deleting a session needs no memory.
  expect((await browser.get('/upstream/user')).status).toBe(200)
  expect(await backend.requests()).toHaveLength(calls + 1)
  const thief = copy(backend.browser(), browser)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
  expect((await thief.get('/upstream/user')).status).toBe(401)
  expect(await backend.requests()).toHaveLength(calls + 1)
  await admin.config('SET', 'maxmemory', '0')
  expect((await backend.browser().signIn()).status).toBe(200)
})

test('security: R-11 a slow Redis causes 503 within the time limit, and recovers by itself', async () => {
  const redis = await begin(startRedis())
  const { backend } = await startOn(redis.url)
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  const admin = connect(redis.url)
  await admin.call('CLIENT', 'PAUSE', '60000', 'ALL')
  await expectClosed(browser)
  // A paused server does not execute the command that would end the pause, so the process is killed.
  await redis.stop()
  await redis.start()
  await expect.poll(async () => (await backend.browser().signIn()).status, patience).toBe(200)
})

test('security: R-13 a Redis that writes to disk still knows sign-outs after a restart', async () => {
  const redis = await begin(startRedis(['--appendonly', 'yes', '--appendfsync', 'always']))
  const { backend, other } = await startOn(redis.url)
  const browser = backend.browser()
  const { body } = await browser.sign()
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const thief = copy(other.browser(), browser)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  await redis.stop()
  await redis.start()
  await expect.poll(async () => (await thief.get('/session')).status, patience).toBe(200)
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
  // It still knows used nonces as well.
  expect((await thief.post('/siwe/verify', body)).status).toBe(401)
})

test('security: R-14 a failover by sentinels loses no sign-out and no used nonce', {
  timeout: 60_000,
  tags: ['matrix'],
}, async () => {
  const redis = await begin(startReplicatedRedis())
  const { backend, other, store } = await startOn(redis.url, { replicas: 1 })
  const browser = backend.browser()
  const { body } = await browser.sign()
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const login = await browser.post('/siwe/challenge', {})
  expect(login.status).toBe(200)
  const thief = copy(other.browser(), browser)
  expect((await thief.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })
  expect((await browser.send('DELETE', '/session')).status).toBe(204)

  await redis.master.stop()
  await redis.promoted()
  // Both routes find the new master by themselves. It has no replica yet, so only reads work at first.
  await expect.poll(async () => (await thief.get('/session')).status, patience).toBe(200)
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
  await expect.poll(() => store.has('nothing').catch(() => 'down'), patience).toBe(false)
  // Writes need a replica, so nobody can sign in until there is one. They use a separate connection, which may
  // take longer to find the new master.
  const write = () => store.claim('alone', 60).catch(({ message }: Error) => message)
  await expect.poll(write, patience).toBe('0 of 1 replicas confirmed the write.')
  expect((await backend.browser().signIn()).status).toBe(503)
})

test('security: R-14 without a replica, a mark that requires one rejects', {
  tags: ['matrix'],
}, async () => {
  const redis = await begin(startReplicatedRedis())
  const store = open(redis.master.url, 1)
  expect(await store.claim('first', 60)).toBe(true)
  expect(await store.claim('first', 60)).toBe(false)
  redis.replica.pause()
  await expect(store.claim('second', 60)).rejects.toThrow('0 of 1 replicas')
  redis.replica.resume()
  await expect.poll(() => store.claim('third', 60).catch(() => 'down'), patience).toBe(true)
})

test('security: R-14 the client disconnects from a master that has become a replica', async () => {
  const [one, two] = [await begin(startRedis()), await begin(startRedis())]
  const store = open(one.url)
  expect(await store.claim('before', 60)).toBe(true)
  const admin = connect(one.url)
  await admin.replicaof('127.0.0.1', two.port)
  await expect(store.claim('during', 60)).rejects.toThrow('READONLY')
  await admin.replicaof('NO', 'ONE')
  await expect.poll(() => store.claim('after', 60).catch(() => 'down'), patience).toBe(true)
})

test('parameters: url of a cluster, for marks, counters and a whole sign-in; a lost node affects only its keys', {
  timeout: 60_000,
}, async () => {
  const cluster = await begin(startRedisCluster())
  const { backend, other, store } = await startOn(cluster.url)
  const marks = Array.from({ length: 50 }, (_, index) => `mark:${index}`)
  for (const mark of marks) expect(await store.claim(mark, 60)).toBe(true)
  for (const mark of marks) expect(await store.claim(mark, 60)).toBe(false)
  const sizes = await Promise.all(cluster.nodes.map(({ client }) => client.dbsize()))
  for (const size of sizes) expect(size).toBeGreaterThan(0)
  const counter = store.createCounter({ name: 'exact', points: 5, durationSeconds: 60 })
  const counts = await Promise.all(Array.from({ length: 20 }, () => counter.consume('key')))
  expect(counts.filter(({ isAllowed }) => isAllowed)).toHaveLength(5)
  expect(await counter.peek('key')).toMatchObject({ consumed: 20 })
  for (const { name, run } of storeConformance) if (/points/.test(name)) await run(store)
  const byCode = backend.browser()
  expect((await byCode.post('/otp/start', { identifier: 'ada@example.com' })).status).toBe(202)
  const code = await backend.codeFor('ada@example.com')
  expect((await byCode.post('/otp/verify', { code })).status).toBe(200)
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  const thief = copy(other.browser(), browser)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  expect((await thief.get('/session')).json).toMatchObject({ session: null })

  await cluster.nodes[2]?.stop()
  const outcomes = await Promise.all(
    marks.map((mark) => store.claim(`after:${mark}`, 60).catch(() => 'refused')),
  )
  expect(outcomes).toContain('refused')
  expect(outcomes).not.toContain(false)
})

test('behavior: while a write waits for a replica, reads are answered', patience, async () => {
  const redis = await begin(startRedis())
  // No replica copies the data, so each write waits for its whole time limit.
  const store = open(redis.url, 1)
  await store.ping()
  const order: string[] = []
  const writing = store.claim('alone', 60).catch(() => order.push('refused'))
  for (let count = 0; count < 5; count += 1) {
    await store.get('another')
    order.push('read')
  }
  await writing
  expect(order).toEqual([...Array(5).fill('read'), 'refused'])
})

test.for([
  ['follows a key that has moved', ['MOVED 1 127.0.0.1:7001'], true],
  ['follows it twice', ['MOVED 1 127.0.0.1:7001', 'CLUSTERDOWN The cluster is down'], true],
  ['gives up in the end', Array(3).fill('MOVED 1 127.0.0.1:7001'), undefined],
  ['repeats nothing that was refused for another reason', ['OOM command not allowed'], undefined],
] as const)('behavior: a write on a cluster %s', async ([, faults, written]) => {
  const waiting = [...faults]
  let refreshes = 0
  // The error of ioredis after a failover, for a pipeline that contains `WAIT`.
  const pipeline = {
    set: () => pipeline,
    wait: () => pipeline,
    async exec() {
      const fault = waiting.shift()
      return fault === undefined
        ? [
            [null, 'OK'],
            [null, 1],
          ]
        : [
            [new Error(fault), undefined],
            [null, 1],
          ]
    },
  }
  const cluster = {
    status: 'ready',
    nodes: () => [],
    on: () => cluster,
    duplicate: () => cluster,
    pipeline: () => pipeline,
    refreshSlotsCache(done: () => void) {
      refreshes += 1
      done()
    },
  }
  const store = redisStore({ client: cluster as never, replicas: 1 })
  const claim = store.claim('mark', 60)
  if (written === true) {
    expect(await claim).toBe(true)
    expect(refreshes).toBe(faults.length)
  } else await expect(claim).rejects.toThrow(faults.at(-1))
  expect(waiting).toEqual([])
})

test.for([0, 1])(
  'behavior: with %d replicas a script is sent once, and again after the server has forgotten it',
  async (replicas) => {
    const master =
      replicas === 0 ? await begin(startRedis()) : (await begin(startReplicatedRedis())).master
    const store = open(master.url, replicas)
    const client = connect(master.url)
    const countTexts = async () =>
      Number(/cmdstat_eval:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? 0)
    const useScripts = async (key: string) => {
      expect(await store.compareAndSet(key, undefined, 'text', 60)).toBe(true)
      await store.addMember(`set:${key}`, 'member', 60)
      expect(await store.members(`set:${key}`)).toEqual(['member'])
      expect(await store.take(key)).toBe('text')
      const charge = { name: 'limit', key, points: 1, durationSeconds: 60 }
      expect(await store.consumeAll?.([charge])).toMatchObject([{ isAllowed: true }])
      expect(await store.consumeAll?.([charge])).toMatchObject([{ isAllowed: false }])
    }
    await useScripts('first')
    await useScripts('second')
    expect(await countTexts()).toBe(5)
    await client.script('FLUSH')
    await useScripts('third')
    expect(await countTexts()).toBe(10)
  },
)
