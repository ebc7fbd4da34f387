import { parseSiweMessage } from '@kit/core'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createBrowser, secret, startBackend } from '../fixtures/startBackend.ts'
import { startProcess } from '../fixtures/startProcess.ts'
import { startRedis } from '../fixtures/startRedis.ts'
import { redisStore } from './redis/redisStore.ts'

/** Starts four processes that share only a Redis. */
let redis: Awaited<ReturnType<typeof startRedis>>
let backend: Awaited<ReturnType<typeof startBackend>>
let processes: Awaited<ReturnType<typeof startProcess>>[]

beforeAll(async () => {
  redis = await startRedis()
  backend = await startBackend()
  processes = await Promise.all([1, 2, 3, 4].map(() => startProcess(environment())))
}, 120_000)
afterAll(async () => {
  for (const { close } of processes) await close()
  await backend.close()
  await redis.close()
})

function environment() {
  return { REDIS_URL: redis.url, SANDBOX_URL: backend.url }
}

/** Creates a browser whose requests go to the processes in turn, as with a load balancer. */
function balancedBrowser() {
  let turn = 0
  return createBrowser((request) => {
    turn += 1
    const { pathname } = new URL(request.url)
    const { url } = processes[turn % processes.length] ?? { url: '' }
    return fetch(new Request(url + pathname, request))
  })
}

test('security: N-05 five hundred parallel submits on four processes cause one session and one call', {
  timeout: 120_000,
}, async () => {
  const browser = balancedBrowser()
  const { body, message } = await browser.sign()
  const answers = await Promise.all(
    Array.from({ length: 500 }, () => browser.post('/siwe/verify', body)),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(499)
  const calls = (await backend.requests()).filter((request) =>
    JSON.stringify(request.body).includes(JSON.stringify(message).slice(1, -1)),
  )
  expect(calls).toHaveLength(1)
})

test('security: O-05 fifty parallel submits of one code on four processes open one session', async () => {
  const browser = balancedBrowser()
  await browser.post('/otp/start', { identifier: 'grace@example.com' })
  const code = await backend.codeFor('grace@example.com')
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => browser.post('/otp/verify', { code })),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
})

test('security: S-14 sign-out on one process ends a copied cookie on all others', async () => {
  const browser = balancedBrowser()
  expect((await browser.signIn()).status).toBe(200)
  const copies = processes.map(({ url }) => {
    const copy = createBrowser((request) =>
      fetch(new Request(url + new URL(request.url).pathname, request)),
    )
    for (const [name, value] of browser.jar) copy.jar.set(name, value)
    return copy
  })
  for (const copy of copies) expect((await copy.get('/upstream/user')).status).toBe(200)
  await browser.send('DELETE', '/session')
  for (const copy of copies) expect((await copy.get('/upstream/user')).status).toBe(401)
})

test('security: R-11 with the store down every request is refused and the upstream is not called', async () => {
  const redisServer = await startRedis()
  onTestFinished(() => redisServer.close())
  const store = redisStore({ url: redisServer.url, timeoutMs: 2000 })
  const failing = await startBackend({ store })
  const browser = failing.browser()
  const { body } = await browser.sign()
  expect((await browser.signIn()).status).toBe(200)
  const calls = (await failing.requests()).length
  await redisServer.stop()
  const answers = [
    await browser.post('/siwe/challenge', {}),
    await browser.post('/siwe/verify', body),
    await browser.post('/otp/start', { identifier: 'ada@example.com' }),
    await browser.get('/upstream/user'),
  ]
  for (const { status, json, headers } of answers) {
    expect([status, json]).toMatchObject([503, { code: 'store_unavailable' }])
    expect(headers.get('retry-after')).toBe('5')
  }
  expect(await failing.requests()).toHaveLength(calls)
  expect(await failing.auth.health()).toMatchObject({ store: 'down' })

  // S-16: the cookie stays, so that the user can sign out again.
  const signOut = await browser.send('DELETE', '/session')
  expect([signOut.status, signOut.headers.getSetCookie()]).toEqual([503, []])

  await redisServer.start()
  await expect.poll(() => failing.auth.health(), { timeout: 5000 }).toMatchObject({ store: 'up' })
  expect((await browser.signIn()).status).toBe(200)
  await failing.close()
  await store.close()
})

test('security: R-22 E-36 the store holds no plain secret, address or email address', async () => {
  const { Redis } = await import('ioredis')
  const browser = balancedBrowser()
  const { body } = await browser.sign()
  await browser.post('/siwe/verify', body)
  await browser.post('/otp/start', { identifier: 'user-7@example.com' })
  const code = await backend.codeFor('user-7@example.com')
  await browser.post('/otp/verify', { code })
  const client = new Redis(redis.url)
  onTestFinished(() => client.disconnect())
  const keys = await client.keys('*')
  const values = await Promise.all(
    keys.map(async (key) =>
      (await client.type(key)) === 'zset' ? client.zrange(key, '0', '-1') : client.get(key),
    ),
  )
  const dump = JSON.stringify([keys, values])
  expect(keys.length).toBeGreaterThan(5)
  const { nonce } = parseSiweMessage(body.message)
  const cookies = [...browser.jar.values()]
  const plain = [code, 'user-7', 'example.com', body.signature, 'sandbox-api-key', nonce]
  for (const secret of [...plain, ...cookies]) expect(dump).not.toContain(secret)
  expect(dump).not.toMatch(/\b(?:\d{1,3}\.){3}\d{1,3}\b/)
  // A ttl of -1 means that a key never expires. Some keys may have expired in the meantime.
  for (const key of keys) expect(await client.ttl(key)).not.toBe(-1)
})

test('security: R-20 a process that is asked to exit answers running requests first', async () => {
  const ending = await startProcess(environment())
  const browser = createBrowser((request) =>
    fetch(new Request(ending.url + new URL(request.url).pathname, request)),
  )
  const { body } = await browser.sign()
  const { Redis } = await import('ioredis')
  const client = new Redis(redis.url)
  onTestFinished(() => client.disconnect())
  const usedNonces = async () => (await client.keys('kit:nonce:*')).length
  const before = await usedNonces()
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, delayMs: 1500 })
  const underWay = browser.post('/siwe/verify', body)
  await expect.poll(usedNonces, { timeout: 20_000 }).toBe(before + 1)
  const ended = ending.close()
  expect((await underWay).status).toBe(200)
  await ended
  const other = balancedBrowser()
  for (const [name, value] of browser.jar) other.jar.set(name, value)
  expect((await other.get('/upstream/user')).status).toBe(200)
})

test('security: C-05 a rolling restart with a new secret signs nobody out', async () => {
  const browser = balancedBrowser()
  expect((await browser.signIn()).status).toBe(200)
  const secrets = 'a-newer-secret-for-the-tests-alone-of-the-server'
  const restarted = await startProcess({ ...environment(), SECRETS: `${secrets},${secret}` })
  const moved = createBrowser((request) =>
    fetch(new Request(restarted.url + new URL(request.url).pathname, request)),
  )
  for (const [name, value] of browser.jar) moved.jar.set(name, value)
  expect((await moved.get('/upstream/user')).status).toBe(200)
  expect((await moved.get('/session')).json).toMatchObject({ session: { method: 'siwe' } })
  await restarted.close()
})
