import { expect, onTestFinished, test } from 'vitest'
import { startBackend } from '../../fixtures/startBackend.ts'
import { memoryStore } from '../../index.ts'

const maxMarks = 40
const lifetimeMs = 301_000

/** Starts a backend with a small store and a clock that can be set. */
async function open() {
  // The clock is slow by one lifetime, until a test calls `wait`. Then it agrees with the upstream, which checks the
  // times of messages.
  let time = Date.now() - lifetimeMs
  const now = () => time
  const backend = await startBackend({
    store: memoryStore({ now, maxMarks }),
    now,
    // These limits are so high that only the size of the store has an effect.
    limits: {
      'otp-start-global': { points: 10_000, durationSeconds: 600 },
      'siwe-challenge-per-client': { points: 10_000, durationSeconds: 60 },
      'siwe-verify-per-client': { points: 10_000, durationSeconds: 60 },
    },
  })
  onTestFinished(backend.close)
  let networks = 0
  return {
    ...backend,
    wait: (ms: number) => {
      time += ms
    },
    /** Returns a browser in a separate network. */
    stranger() {
      networks += 1
      return backend.browser({ 'x-forwarded-for': `203.0.${networks >> 8}.${networks & 255}` })
    },
  }
}

test('security: R-10 strangers who fill the store have to wait, and owners stay signed in and sign in again', async () => {
  const { stranger, codeFor, browser, wait } = await open()
  const signIn = async (owner: ReturnType<typeof browser>) => {
    const { status } = await owner.post('/otp/start', { identifier: 'ada@example.com' })
    const code = await codeFor('ada@example.com')
    return [status, (await owner.post('/otp/verify', { code })).status]
  }
  const owner = browser()
  expect(await signIn(owner)).toEqual([202, 200])
  const withWallet = browser()
  expect((await withWallet.signIn()).status).toBe(200)
  wait(lifetimeMs)

  const request = async (identifier: string) => {
    const { status, json } = await stranger().post('/otp/start', { identifier })
    return `${status} ${json['code']}`
  }
  const answers: string[] = []
  for (let count = 0; count < 2 * maxMarks; count += 1)
    answers.push(await request(`nobody-${count}@example.com`))
  expect(answers[0]).toBe('202 undefined')
  expect(new Set(answers.slice(maxMarks))).toEqual(new Set(['429 rate_limited']))
  // The answer for an address with an account is the same.
  expect(await request('grace@example.com')).toBe('429 rate_limited')

  for (const signedIn of [owner, withWallet]) {
    expect((await signedIn.get('/session')).json['session']).not.toBeNull()
    expect((await signedIn.get('/upstream/user')).status).toBe(200)
    expect((await signedIn.send('DELETE', '/session')).status).toBe(204)
    expect((await signedIn.get('/session')).json['session']).toBeNull()
  }
  expect(await signIn(owner)).toEqual([202, 200])
  expect((await withWallet.signIn()).status).toBe(200)

  // A day later there is room again.
  wait(25 * 3_600_000)
  expect(await request('nobody-else@example.com')).toBe('202 undefined')
})

test('security: N-10 a full store removes marks of expired nonces, and no nonce works twice', async () => {
  const { stranger, wait } = await open()
  const present = async () => {
    const browser = stranger()
    const { body } = await browser.sign()
    const { status } = await browser.post('/siwe/verify', { ...body, signature: '0x00' })
    return { browser, body, status }
  }
  const first = await present()
  const statuses = new Set([first.status])
  for (let count = 0; count < 2 * maxMarks; count += 1) statuses.add((await present()).status)
  expect(statuses).toEqual(new Set([401, 503]))
  expect((await stranger().signIn()).status).toBe(503)
  const replay = () => first.browser.post('/siwe/verify', first.body)
  expect((await replay()).json).toMatchObject({ code: 'nonce_invalid' })
  // The nonces have expired, but their marks last for three more hours.
  wait(lifetimeMs)
  expect((await stranger().signIn()).status).toBe(200)
  for (let count = 0; count < maxMarks; count += 1) await present()
  expect((await replay()).json).toMatchObject({ code: 'nonce_invalid' })
})

test('security: R-10 a full counter gives nobody more attempts, and keeps its counts', async () => {
  const points = 5
  let time = 0
  const store = memoryStore({ maxMarks, now: () => time })
  const counter = store.createCounter({ name: 'wrong', points, durationSeconds: 60 })
  const attempt = async (key: string) => (await counter.consume(key)).isAllowed
  for (let count = 0; count < points; count += 1) expect(await attempt('attacker')).toBe(true)
  for (let count = 0; count < maxMarks; count += 1) await attempt(`filler:${count}`)
  expect(await attempt('attacker')).toBe(false)
  // Separately, each new key would have five attempts. Together, they have five at most.
  const allowed = { alone: 0, together: 0 }
  for (let count = 0; count < 100; count += 1) {
    if (await attempt(`new:${count}`)) allowed.alone += 1
    const key = `new:${count}`
    const charge = { name: 'wrong', key, points, durationSeconds: 60 }
    if ((await store.consumeAll?.([charge]))?.[0]?.isAllowed === true) allowed.together += 1
  }
  expect(allowed.alone + allowed.together).toBeLessThanOrEqual(points)
  // Browsers that have entered a correct code before are counted separately.
  expect(await attempt('device:owner')).toBe(true)
  expect(await counter.peek('device:owner')).toMatchObject({ consumed: 1 })
  expect(await counter.peek('another')).toMatchObject({ remaining: 0 })
  time += 60_000
  expect(await counter.peek('another')).toMatchObject({ consumed: 0 })
  expect(await counter.consume('another')).toMatchObject({ isAllowed: true, consumed: 1 })
})
