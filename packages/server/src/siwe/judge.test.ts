import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { type AuthOptions, memoryStore } from '../index.ts'
import { problem } from '../problem.ts'
import type { SiweUpstream, Upstream } from '../upstreams/Upstream.ts'

let closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

async function start(siwe: Partial<SiweUpstream>, options: Partial<AuthOptions> = {}) {
  const base = await startBackend()
  const upstream: Upstream = {
    ...base.upstream,
    authorize: () => ({}),
    siwe: {
      messageLifetimeSeconds: 600,
      verify: async ({ address }) => ({ userId: address, credential: null }),
      ...siwe,
    },
  }
  const backend = await startBackend({ ...options, upstream })
  closing.push(base.close, backend.close)
  return backend
}

test('security: E-11 a text that the upstream issues again opens only one session', async () => {
  const message = 'Sign in to the upstream.'
  const backend = await start({
    createChallenge: async () => ({ message, expiresAt: Date.now() + 3_600_000 }),
  })
  const account = privateKeyToAccount(generatePrivateKey())
  const owner = backend.browser()
  const signed = await owner.sign({ account })
  expect((await owner.post('/siwe/verify', signed.body)).status).toBe(200)
  // An attacker who has seen the signature requests the same text and sends the signature.
  const thief = backend.browser()
  await thief.post('/siwe/challenge', {})
  const answer = await thief.post('/siwe/verify', signed.body)
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
  expect(thief.jar.has('__Host-kit-session')).toBe(false)
})

test('security: E-07 a signature that a failing upstream did not check does not count and can be sent again', async () => {
  let isDown = true
  const backend = await start({
    async verify({ address }) {
      if (isDown) throw problem('upstream_unavailable')
      return { userId: address, credential: null }
    },
  })
  const browser = backend.browser()
  const { body } = await browser.sign()
  for (let count = 0; count < 12; count += 1)
    expect((await browser.post('/siwe/verify', body)).status).toBe(502)
  isDown = false
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  expect((await browser.post('/siwe/verify', body)).status).toBe(401)
})

test('security: a signature is used up if the upstream may have accepted it, even if its answer was lost', async () => {
  let isLate = true
  const backend = await start({
    async verify({ address }) {
      if (isLate) throw problem('upstream_timeout')
      return { userId: address, credential: null }
    },
  })
  const browser = backend.browser()
  const { body } = await browser.sign()
  expect((await browser.post('/siwe/verify', body)).status).toBe(504)
  isLate = false
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
})

test('security: E-25 a used nonce stays used if the app’s clock is set back by an hour', async () => {
  let storeMs = 0
  const store = memoryStore({ now: () => storeMs })
  const appMs = Date.now()
  const backend = await start({}, { store, now: () => appMs })
  const browser = backend.browser()
  const { body } = await browser.sign()
  const copy = backend.browser()
  for (const [name, value] of browser.jar) copy.jar.set(name, value)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  // An hour passes for the store but not for the app.
  storeMs += 3_600_000
  expect((await copy.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
})

test('security: E-07 challenges that a failing upstream did not create do not count', async () => {
  let isDown = true
  const backend = await start({
    async createChallenge() {
      if (isDown) throw problem('upstream_unavailable')
      return { message: 'Sign in to the upstream.', expiresAt: Date.now() + 3_600_000 }
    },
  })
  const browser = backend.browser()
  for (let count = 0; count < 40; count += 1)
    expect((await browser.post('/siwe/challenge', {})).status).toBe(502)
  isDown = false
  expect((await browser.post('/siwe/challenge', {})).status).toBe(200)
})
