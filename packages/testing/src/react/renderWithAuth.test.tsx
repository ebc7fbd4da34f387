import { createAuthClient } from '@kit/core'
import { SignIn, useSession } from '@kit/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { createFakeWallet, type FakeWallet } from '../browser/index.ts'
import {
  createFakeBackend,
  createFixedClock,
  createSession,
  forgetVisit,
  renderWithAuth,
} from './index.ts'

let wallet: FakeWallet | undefined
const Probe = () => <output>{useSession().status}</output>

beforeEach(forgetVisit)
afterEach(() => wallet?.withdraw())

test.for(['eoa', 'erc-1271', 'erc-6492'] as const)(
  'default: a wallet of the kind %s signs in',
  async (kind) => {
    wallet = createFakeWallet({ kind })
    const { backend } = await renderWithAuth(<SignIn />, { render })
    await page.getByRole('button', { name: 'Test Wallet' }).click()
    await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
    expect(backend.state.session?.address).toBe(wallet.address)
  },
)

test('behavior: signs in although the clock ticks at every reading', async () => {
  wallet = createFakeWallet()
  let ms = Date.now()
  const backend = createFakeBackend({
    now: () => {
      ms += 1
      return ms
    },
  })
  await renderWithAuth(<SignIn />, { render, backend })
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('parameters: passes props to the provider and returns what the renderer gives', async () => {
  const session = createSession({ method: 'email-otp' })
  const { backend, screen } = await renderWithAuth(<Probe />, {
    render,
    initialSession: session,
    initialMethods: ['email-otp'],
  })
  await expect.element(screen.getByRole('status')).toHaveTextContent('signed-in')
  expect(backend.requests).toEqual([])
})

test('behavior: a fixed clock is the server’s, whatever this machine’s clock says', async () => {
  const clock = createFixedClock('2031-01-01T00:00:00Z')
  const backend = createFakeBackend({ now: clock.now, lifetimeMs: 60_000 })
  const client = createAuthClient({ fetch: backend.fetch })
  const { expiresAt } = await client.startOtp({ identifier: 'ada@example.com' })
  expect(expiresAt).toBe('2031-01-01T00:01:00.000Z')
  expect(Math.abs(client.now() - clock.now())).toBeLessThan(1500)
  clock.advance(3_600_000)
  await client.getSession()
  expect(Math.abs(client.now() - clock.now())).toBeLessThan(1500)
  expect(() => createFixedClock('yesterday')).toThrow(RangeError)
})

test('behavior: a request that breaks the contract is refused', async () => {
  const { fetch } = createFakeBackend()
  const body = JSON.stringify({ identifier: 'ada@example.com', userUuid: 'x' })
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch('/api/auth/otp/start', { method: 'POST', headers, body })
  expect([answer.status, (await answer.json()).code]).toEqual([400, 'invalid_request'])
})

test('behavior: each email has a different code, and only the latest is valid', async () => {
  const backend = createFakeBackend({ code: ['111111', '222222'], resendMs: 0 })
  const client = createAuthClient({ fetch: backend.fetch })
  await client.startOtp({ identifier: 'ada@example.com' })
  await client.startOtp({ identifier: 'ada@example.com' })
  await expect(client.verifyOtp({ code: '111111' })).rejects.toMatchObject({ attemptsLeft: 4 })
  expect(await client.verifyOtp({ code: '222222' })).toMatchObject({
    session: { method: 'email-otp' },
  })
})

test('security: another code is sent only after the pause', async () => {
  const clock = createFixedClock('2031-01-01T00:00:00Z')
  const backend = createFakeBackend({ now: clock.now })
  const client = createAuthClient({ fetch: backend.fetch })
  await client.startOtp({ identifier: 'ada@example.com' })
  clock.advance(50_000)
  await expect(client.startOtp({ identifier: 'ada@example.com' })).rejects.toMatchObject({
    code: 'rate_limited',
    retryAfterSeconds: 10,
  })
  clock.advance(10_000)
  expect(await client.startOtp({ identifier: 'ada@example.com' })).toMatchObject({
    attemptsLeft: 5,
  })
})

test('behavior: the list contains every open session, and each can be ended', async () => {
  const backend = createFakeBackend({ session: createSession() })
  const client = createAuthClient({ fetch: backend.fetch })
  expect(backend.state.sessions).toHaveLength(1)
  backend.state.session = null
  expect(backend.state.sessions).toEqual([])
  await client.startOtp({ identifier: 'ada@example.com' })
  await client.verifyOtp({ code: '123456' })
  expect(backend.state.sessions).toMatchObject([{ method: 'email-otp' }])
})

test('behavior: fails on demand, once', async () => {
  const backend = createFakeBackend()
  const client = createAuthClient({ fetch: backend.fetch })
  backend.answerNext('/session', new Response('<html>', { status: 200 }))
  await expect(client.getSession()).rejects.toMatchObject({ code: 'invalid_answer' })
  backend.cutNext('GET /session')
  await expect(client.getSession()).rejects.toMatchObject({ code: 'network_error' })
  backend.failNext('/session', 'store_unavailable', 503, { retryAfterSeconds: 3 })
  await expect(client.getSession()).rejects.toMatchObject({ retryAfterSeconds: 3 })
  expect(await client.getSession()).toEqual({ session: null, methods: ['siwe', 'email-otp'] })
})
