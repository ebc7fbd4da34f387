import { afterAll, beforeAll, expect, onTestFinished } from 'vitest'
import { forFirstAndOthers } from '../fixtures/forFirstAndOthers.ts'
import { createBrowser, startBackend } from '../fixtures/startBackend.ts'
import { startProcess } from '../fixtures/startProcess.ts'
import { startRedis } from '../fixtures/startRedis.ts'

// Each case starts a separate process.
const patience = { timeout: 120_000 }

/* A process is killed between two steps of a sign-in, and another process continues with the same Redis. */
let redis: Awaited<ReturnType<typeof startRedis>>
let backend: Awaited<ReturnType<typeof startBackend>>
let healthy: Awaited<ReturnType<typeof startProcess>>

beforeAll(async () => {
  redis = await startRedis()
  backend = await startBackend()
  healthy = await startProcess(environment())
}, patience.timeout)
afterAll(async () => {
  await healthy.close()
  await backend.close()
  await redis.close()
})

function environment(deadly = '') {
  return { REDIS_URL: redis.url, SANDBOX_URL: backend.url, KILL_AT: deadly }
}

/** Creates a browser whose requests can be moved from one process to another. */
function createMovingBrowser() {
  let { url } = healthy
  const browser = createBrowser((request) =>
    fetch(new Request(url + new URL(request.url).pathname, request)),
  )
  return {
    browser,
    moveTo(process: { url: string }) {
      url = process.url
    },
  }
}

/** Sends a request to a process that is killed by it, and then moves the browser to the healthy process. */
async function loseAt(
  step: string,
  { browser, moveTo }: ReturnType<typeof createMovingBrowser>,
  path: string,
  body: unknown,
) {
  const doomed = await startProcess(environment(step))
  onTestFinished(doomed.kill)
  moveTo(doomed)
  expect(await browser.post(path, body).catch(() => 'lost')).toBe('lost')
  moveTo(healthy)
}

const signatures = [
  ['after nonce', 'used', 'there'],
  ['before nonce', 'still good', 'there'],
  ['before upstream', 'used', 'there'],
  ['after upstream', 'used', 'there'],
  ['before credential', 'used', 'there'],
  ['after credential', 'used', 'there'],
  ['before session', 'used', 'there'],
  ['after session', 'used', 'there'],
  ['before ended', 'used', 'there'],
  ['after ended', 'used', 'ended'],
  ['before answer', 'used', 'ended'],
] as const
forFirstAndOthers(
  signatures,
  'security: R-19 killed %s: the signature is %s, the previous session is %s, and the next sign-in works',
  patience,
  async ([step, signature, former]) => {
    const moving = createMovingBrowser()
    const { browser } = moving
    expect((await browser.signIn()).status).toBe(200)
    const { body } = await browser.sign()
    await loseAt(step, moving, '/siwe/verify', body)

    const session = (await browser.get('/session')).json['session']
    expect(session === null ? 'ended' : 'there').toBe(former)
    const again = await browser.post('/siwe/verify', body)
    if (signature === 'still good') expect(again.status).toBe(200)
    else expect([again.status, again.json]).toMatchObject([401, { code: 'nonce_invalid' }])
    expect((await browser.signIn()).status).toBe(200)
    expect((await browser.get('/upstream/user')).status).toBe(200)
  },
)

const codes = [
  ['after upstream', 'used'],
  ['before otp-tries-per-code', 'still good'],
  ['after otp-tries-per-code', 'still good'],
  ['before upstream', 'still good'],
  ['after credential', 'used'],
  ['before answer', 'used'],
] as const
forFirstAndOthers(
  codes,
  'security: R-19 killed %s: the code is %s, and a new one works',
  patience,
  async ([step, left]) => {
    const index = 10 + steps.indexOf(step)
    const identifier = `user-${index}@example.com`
    const moving = createMovingBrowser()
    const { browser } = moving
    expect((await browser.post('/otp/start', { identifier })).status).toBe(202)
    const code = await backend.codeFor(identifier)
    await loseAt(step, moving, '/otp/verify', { code })

    expect((await browser.get('/session')).json).toMatchObject({ session: null })
    const again = await browser.post('/otp/verify', { code })
    // One attempt is counted for the request that was lost, and none for the next one.
    if (left === 'still good') return expect(again.status).toBe(200)
    expect([again.status, again.json]).toMatchObject([
      401,
      { code: 'otp_invalid', attemptsLeft: 3 },
    ])
    expect((await browser.post('/otp/start', { identifier })).status).toBe(202)
    const next = await backend.codeFor(identifier)
    expect((await browser.post('/otp/verify', { code: next })).status).toBe(200)
  },
)

const steps = [
  'before otp-tries-per-code',
  'after otp-tries-per-code',
  'before upstream',
  'after upstream',
  'after credential',
  'before answer',
]
