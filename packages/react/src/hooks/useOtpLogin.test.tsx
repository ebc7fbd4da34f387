import {
  createFakeBackend,
  createFixedClock,
  type FakeBackend,
  forgetVisit,
} from '@kit/testing/react'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn, useOtpLogin } from '../index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend
let login: useOtpLogin.ReturnType

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend()
})
afterEach(() => expect(complaints).not.toHaveBeenCalled())

const status = () => login.status
const codes = () =>
  backend.requests.filter(({ path }) => path === '/otp/verify').map(({ body }) => body)

function Probe(parameters: useOtpLogin.Parameters) {
  login = useOtpLogin(parameters)
  return null
}

async function show(parameters: useOtpLogin.Parameters = {}) {
  const { screen } = await renderWithAuth(<Probe {...parameters} />, { backend })
  return screen
}

async function askForCode() {
  login.start('ada@example.com')
  await expect.poll(status).toBe('awaiting-code')
}

test('default', async () => {
  const onSuccess = vi.fn()
  await show({ onSuccess })
  const delivery = await login.startAsync('ada@example.com')
  expect(delivery).toMatchObject({ codeLength: 6, attemptsLeft: 5 })
  await expect.poll(status).toBe('awaiting-code')
  expect(login).toMatchObject({ identifier: 'ada@example.com', attemptsLeft: 5 })
  const session = await login.submitAsync('123456')
  expect(session).toMatchObject({ method: 'email-otp' })
  expect(onSuccess).toHaveBeenCalledExactlyOnceWith(session)
  await expect.poll(status).toBe('success')
})

test('behavior: asking twice for the same address is one request', async () => {
  await show()
  login.start('ada@example.com')
  login.start('ada@example.com')
  await expect.poll(status).toBe('awaiting-code')
  expect(backend.count('/otp/start')).toBe(1)
})

test('behavior: a code that is submitted twice is sent once', async () => {
  const onSuccess = vi.fn()
  await show({ onSuccess })
  await askForCode()
  login.submit('123456')
  login.submit('123456')
  login.submit('654321')
  await expect.poll(status).toBe('success')
  expect(codes()).toEqual([{ code: '123456' }])
  expect(onSuccess).toHaveBeenCalledOnce()
})

test('behavior: a wrong code leaves the step and says how many tries are left', async () => {
  const onError = vi.fn()
  await show({ onError })
  await askForCode()
  await expect(login.submitAsync('000000')).rejects.toMatchObject({ code: 'otp_invalid' })
  await expect.poll(() => login.attemptsLeft).toBe(4)
  expect(login.status).toBe('awaiting-code')
  expect(onError).toHaveBeenCalledOnce()
  await login.submitAsync('123456')
  await expect.poll(() => login.error).toBeUndefined()
})

test('behavior: after the last try another code has to be asked for', async () => {
  await show()
  await askForCode()
  for (const code of ['000001', '000002', '000003', '000004', '000005'])
    await login.submitAsync(code).catch(() => {})
  await expect.poll(status).toBe('exhausted')
  await expect(login.submitAsync('123456')).rejects.toMatchObject({ code: 'aborted' })
  expect(codes()).toHaveLength(5)
  login.resend()
  await expect.poll(status).toBe('awaiting-code')
  expect(login.attemptsLeft).toBe(5)
})

test('behavior: a locked address sends nothing more', async () => {
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_locked', 429, { supportContact: 'help@example.com' })
  login.submit('000000')
  await expect.poll(status).toBe('locked')
  expect(login.error?.supportContact).toBe('help@example.com')
  const before = backend.requests.length
  await expect(login.startAsync('ada@example.com')).rejects.toMatchObject({ code: 'otp_locked' })
  login.resend()
  expect(backend.requests).toHaveLength(before)
})

test('behavior: a late answer for an address that was changed is ignored', async () => {
  await show()
  const release = backend.holdNext('/otp/start')
  login.start('ada@example.com')
  await expect.poll(() => backend.count('/otp/start')).toBe(1)
  login.changeIdentifier()
  await expect.poll(status).toBe('idle')
  expect(login.identifier).toBe('ada@example.com')
  login.start('grace@example.com')
  await expect.poll(status).toBe('awaiting-code')
  release()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(login).toMatchObject({ status: 'awaiting-code', identifier: 'grace@example.com' })
})

test('behavior: a late verdict after the change of address is ignored', async () => {
  const onError = vi.fn()
  await show({ onError })
  await askForCode()
  const release = backend.holdNext('/otp/verify')
  login.submit('000000')
  await expect.poll(status).toBe('verifying')
  login.changeIdentifier()
  release()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(login).toMatchObject({ status: 'idle', error: undefined, delivery: undefined })
  expect(onError).not.toHaveBeenCalled()
})

test('behavior: the cool-down is the server’s', async () => {
  backend = createFakeBackend({ resendMs: 2000 })
  await show()
  await askForCode()
  await expect.poll(() => login.resendInSeconds).toBeGreaterThan(0)
  await expect.poll(() => login.resendInSeconds, { timeout: 10_000 }).toBe(0)
  login.resend()
  await expect.poll(() => backend.count('/otp/start')).toBe(2)
})

test.for([-2, 2])(
  'behavior: a clock that is %i hours off changes no cool-down, also after a reload',
  async (hours) => {
    backend = createFakeBackend({ now: () => Date.now() + hours * 3_600_000 })
    const screen = await show()
    await askForCode()
    await expect.poll(() => login.resendInSeconds).toBeGreaterThan(50)
    expect(login.resendInSeconds).toBeLessThanOrEqual(60)
    await screen.unmount()

    await show()
    await expect.poll(status).toBe('awaiting-code')
    await expect.poll(() => login.resendInSeconds).toBeGreaterThan(30)
    expect(login.resendInSeconds).toBeLessThanOrEqual(60)
  },
)

test('behavior: a cool-down that began late in a second of the server’s never shows more than it is', async () => {
  const { now } = createFixedClock('2026-01-01T12:00:00.990Z')
  backend = createFakeBackend({ now })
  await show()
  await askForCode()
  await expect.poll(() => login.resendInSeconds).toBeGreaterThan(50)
  expect(login.resendInSeconds).toBeLessThanOrEqual(60)
})

test('behavior: a reload keeps the address and the tries, and never the code', async () => {
  const screen = await show()
  await askForCode()
  await login.submitAsync('987654').catch(() => {})
  await screen.unmount()
  expect(JSON.stringify({ ...sessionStorage, ...localStorage })).not.toContain('987654')

  const requests = backend.requests.length
  await show()
  await expect.poll(status).toBe('awaiting-code')
  expect(login).toMatchObject({ identifier: 'ada@example.com', attemptsLeft: 4 })
  expect(backend.requests).toHaveLength(requests)
  await login.submitAsync('123456')
  expect(localStorage.getItem('kit:otp')).toBeNull()
})

test('behavior: a code that is too old says so by itself', async () => {
  backend = createFakeBackend({ lifetimeMs: 1500 })
  await show()
  await askForCode()
  await expect.poll(status, { timeout: 10_000 }).toBe('expired')
  expect(localStorage.getItem('kit:otp')).toBeNull()
  login.resend()
  await expect.poll(status).toBe('awaiting-code')
})

test('behavior: a connection that is lost keeps the step and spends no try', async () => {
  await show()
  await askForCode()
  backend.cutNext('/otp/verify')
  login.submit('123456')
  await expect.poll(() => login.error?.code).toBe('network_error')
  expect(login).toMatchObject({ status: 'awaiting-code', attemptsLeft: 5 })
  login.submit('123456')
  await expect.poll(status).toBe('success')
})

test('behavior: a failed resend leaves the first code usable', async () => {
  backend = createFakeBackend({ resendMs: 0 })
  await show()
  await askForCode()
  backend.failNext('/otp/start', 'rate_limited', 429, { retryAfterSeconds: 30 })
  login.resend()
  await expect.poll(() => login.error?.code).toBe('rate_limited')
  expect(login.error?.retryAfterSeconds).toBe(30)
  await expect.poll(() => login.resendInSeconds).toBeGreaterThan(25)
  login.submit('123456')
  await expect.poll(status).toBe('success')
})

test('behavior: unmounting gives up without a word', async () => {
  const onError = vi.fn()
  const screen = await show({ onError })
  const release = backend.holdNext('/otp/start')
  const promise = login.startAsync('ada@example.com')
  await expect.poll(() => backend.count('/otp/start')).toBe(1)
  await screen.unmount()
  release()
  await expect(promise).rejects.toMatchObject({ code: 'aborted' })
  expect(onError).not.toHaveBeenCalled()
})

test('behavior: blocked or spoilt storage is no storage', async () => {
  localStorage.setItem('kit:otp', '{"identifier":7,"delivery":"x"}')
  const getItem = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  await show()
  await askForCode()
  await login.submitAsync('123456')
  getItem.mockRestore()
})

test('behavior: a code that another tab asked for can be typed here, and its tries are counted', async () => {
  await show()
  await askForCode()
  const kept: unknown = JSON.parse(localStorage.getItem('kit:otp') ?? 'null')
  login.reset()
  await expect.poll(status).toBe('idle')

  // A document of its own on the same origin is what another tab is to this one.
  const frame = document.body.appendChild(document.createElement('iframe'))
  const write = (value: unknown) =>
    frame.contentWindow?.localStorage.setItem('kit:otp', JSON.stringify(value))
  write(kept)
  await expect.poll(status).toBe('awaiting-code')
  expect(login).toMatchObject({ identifier: 'ada@example.com', attemptsLeft: 5 })
  const { delivery } = login
  write({ ...Object(kept), delivery: { ...delivery, attemptsLeft: 2 } })
  await expect.poll(() => login.attemptsLeft).toBe(2)
  write({ nonsense: true })
  frame.remove()
  expect(backend.count('/otp/start')).toBe(1)
  await login.submitAsync('123456')
  await expect.poll(status).toBe('success')
})

test('behavior: what was locked for one address is open for another', async () => {
  await show()
  backend.failNext('/otp/start', 'otp_locked', 429, { supportContact: 'help@example.com' })
  login.start('ada@example.com')
  await expect.poll(status).toBe('locked')
  login.changeIdentifier()
  await login.startAsync('grace@example.com')
  await expect.poll(() => login).toMatchObject({ status: 'awaiting-code', error: undefined })
})

test('behavior: a resend ends the first code aloud: how many were sent is known, also after a reload', async () => {
  backend = createFakeBackend({ code: ['111111', '222222'] })
  const screen = await show()
  await askForCode()
  expect(login.codesSent).toBe(1)
  login.resend()
  await expect.poll(() => login.codesSent).toBe(2)
  await expect(login.submitAsync('111111')).rejects.toMatchObject({ attemptsLeft: 4 })
  await screen.unmount()
  await show()
  await expect.poll(() => login).toMatchObject({ codesSent: 2, attemptsLeft: 4 })
  await login.submitAsync('222222')
})

const painted: number[] = []
function Step() {
  const { status, resendInSeconds } = useOtpLogin()
  if (status === 'awaiting-code') painted.push(resendInSeconds)
  return null
}

test('behavior: right after a reload the cool-down is there with the first paint of the step', async () => {
  const screen = await show()
  await askForCode()
  await screen.unmount()
  painted.length = 0
  await renderWithAuth(<Step />, { backend: createFakeBackend() })
  await expect.poll(() => painted.length).toBeGreaterThan(0)
  expect(Math.min(...painted)).toBeGreaterThan(30)
})

const logins: useOtpLogin.ReturnType[] = []
function Row({ at }: { at: number }) {
  logins[at] = useOtpLogin()
  return null
}

test('behavior: two parts of a page show one attempt', async () => {
  await renderWithAuth(
    <>
      <Row at={0} />
      <Row at={1} />
    </>,
    { backend },
  )
  logins[0]?.start('ada@example.com')
  await expect.poll(() => logins[1]?.status).toBe('awaiting-code')
  logins[1]?.submit('123456')
  await expect.poll(() => logins.map(({ status }) => status)).toEqual(['success', 'success'])
  expect(backend.count('/otp/start')).toBe(1)
})

test('parameters: callbacks of the hook, then those of the call', async () => {
  const told: string[] = []
  const tell = (who: string) => ({
    onSuccess: () => told.push(`${who} success`),
    onError: () => told.push(`${who} error`),
    onSettled: (session?: object, error?: Error) =>
      told.push(`${who} settled ${session ? 'session' : error?.name}`),
  })
  await show(tell('hook'))
  await login.startAsync('ada@example.com', { onSuccess: () => told.push('start success') })
  await login.submitAsync('000000', tell('call')).catch(() => {})
  login.submit('123456', tell('call'))
  await expect
    .poll(() => told)
    .toEqual([
      'start success',
      'hook error',
      'hook settled AuthError',
      'call error',
      'call settled AuthError',
      'hook success',
      'hook settled session',
      'call success',
      'call settled session',
    ])
})

test('behavior: a hook that stays can be used again when its session has ended', async () => {
  await renderWithAuth(
    <>
      <Probe />
      <SignIn />
    </>,
    { backend },
  )
  await askForCode()
  await login.submitAsync('123456')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(status).toBe('idle')
  expect(login).toMatchObject({ identifier: undefined, delivery: undefined, session: undefined })
})

/** Tries again in the very effect that sees the failure. */
function Impatient() {
  const { error, submit } = useOtpLogin()
  useEffect(() => {
    if (error?.code === 'network_error') submit('123456')
  }, [error, submit])
  return null
}

test('behavior: who tries again at the very sight of a failure sends another request', async () => {
  await renderWithAuth(
    <>
      <Probe />
      <Impatient />
    </>,
    { backend },
  )
  await askForCode()
  backend.cutNext('/otp/verify')
  login.submit('123456')
  await expect.poll(status).toBe('success')
  expect(codes()).toHaveLength(2)
})
