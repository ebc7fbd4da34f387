import {
  createFakeBackend,
  createFixedClock,
  type FakeBackend,
  forgetVisit,
} from '@kit/testing/react'
import { useEffect, useState } from 'react'
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

test('behavior: starting twice for the same address sends one request', async () => {
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

test('behavior: after a wrong code, the user stays at the step and sees the attempts left', async () => {
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

test('behavior: after the last attempt another code has to be requested', async () => {
  backend = createFakeBackend({ resendMs: 0 })
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

test('behavior: a late answer for a changed address is ignored', async () => {
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

test('behavior: a late result for a code is ignored after the address has changed', async () => {
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

test('behavior: the server decides how long to wait for the next code', async () => {
  backend = createFakeBackend({ resendMs: 2000 })
  await show()
  await askForCode()
  await expect.poll(() => login.resendInSeconds).toBeGreaterThan(0)
  await expect.poll(() => login.resendInSeconds, { timeout: 10_000 }).toBe(0)
  login.resend()
  await expect.poll(() => backend.count('/otp/start')).toBe(2)
})

test.for([-2, 2])(
  'behavior: a clock that is %i hours off does not change the wait, even after a reload',
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

test('behavior: a wait that began late in a second of the server’s clock never shows too many seconds', async () => {
  const { now } = createFixedClock('2026-01-01T12:00:00.990Z')
  backend = createFakeBackend({ now })
  await show()
  await askForCode()
  await expect.poll(() => login.resendInSeconds).toBeGreaterThan(50)
  expect(login.resendInSeconds).toBeLessThanOrEqual(60)
})

test('behavior: a reload keeps the address and the attempts left, but never the code', async () => {
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
  expect(sessionStorage.getItem('kit:otp')).toBeNull()
})

test('behavior: a code is shown as expired without a request', async () => {
  backend = createFakeBackend({ lifetimeMs: 1500, resendMs: 0 })
  await show()
  await askForCode()
  await expect.poll(status, { timeout: 10_000 }).toBe('expired')
  expect(sessionStorage.getItem('kit:otp')).toBeNull()
  login.resend()
  await expect.poll(status).toBe('awaiting-code')
})

test('behavior: a lost connection keeps the step and uses up no attempt', async () => {
  await show()
  await askForCode()
  backend.cutNext('/otp/verify')
  login.submit('123456')
  await expect.poll(() => login.error?.code).toBe('network_error')
  expect(login).toMatchObject({ status: 'awaiting-code', attemptsLeft: 5 })
  login.submit('123456')
  await expect.poll(status).toBe('success')
})

test('behavior: after a failed resend the first code can still be used', async () => {
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

test('behavior: unmounting ends the request silently', async () => {
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

test('behavior: blocked or corrupt storage is ignored', async () => {
  sessionStorage.setItem('kit:otp', '{"identifier":7,"delivery":"x"}')
  const getItem = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
    throw new DOMException('blocked', 'SecurityError')
  })
  await show()
  await askForCode()
  await login.submitAsync('123456')
  getItem.mockRestore()
})

test('behavior: a code requested in another tab can be entered here, and its attempts are counted', async () => {
  await show()
  await askForCode()
  const kept: unknown = JSON.parse(sessionStorage.getItem('kit:otp') ?? 'null')
  login.reset()
  await expect.poll(status).toBe('idle')

  // Another channel with the same name acts as another tab.
  const tab = new BroadcastChannel('kit:otp')
  const write = (value: unknown) => tab.postMessage(value)
  write(kept)
  await expect.poll(status).toBe('awaiting-code')
  expect(login).toMatchObject({ identifier: 'ada@example.com', attemptsLeft: 5 })
  const { delivery } = login
  write({ ...Object(kept), delivery: { ...delivery, attemptsLeft: 2 } })
  await expect.poll(() => login.attemptsLeft).toBe(2)
  write({ nonsense: true })
  tab.close()
  expect(backend.count('/otp/start')).toBe(1)
  await login.submitAsync('123456')
  await expect.poll(status).toBe('success')
})

test('security: the address is only in storage of the tab, and is removed when the code has expired', async () => {
  backend = createFakeBackend({ lifetimeMs: 1500 })
  const screen = await show()
  await askForCode()
  expect(JSON.stringify({ ...localStorage })).not.toContain('ada@example.com')
  const kept = sessionStorage.getItem('kit:otp') ?? expect.fail()
  await screen.unmount()
  const over = { ...JSON.parse(kept), offsetMs: 3_600_000 }
  sessionStorage.setItem('kit:otp', JSON.stringify(over))
  await show()
  await expect.poll(() => sessionStorage.getItem('kit:otp')).toBeNull()
})

test('behavior: a tab that opens later receives the attempt from another tab', async () => {
  await show()
  await askForCode()
  const heard: unknown[] = []
  const tab = new BroadcastChannel('kit:otp')
  tab.addEventListener('message', ({ data }) => heard.push(data))
  tab.postMessage('pending?')
  await expect.poll(() => heard).toMatchObject([{ identifier: 'ada@example.com' }])
  tab.close()
})

test('parameters: prefetch', async () => {
  const screen = await show()
  await askForCode()
  await screen.unmount()
  await renderWithAuth(<LateProbe />, { backend })
  await expect.element(page.getByRole('button')).toBeVisible()
  expect(status()).toBe('idle')
  await page.getByRole('button').click()
  await expect.poll(status).toBe('awaiting-code')
})

/** A form that the user has not used yet. */
function LateProbe() {
  const [prefetch, setPrefetch] = useState(false)
  login = useOtpLogin({ prefetch })
  return (
    <button type="button" onClick={() => setPrefetch(true)}>
      Sign in by email
    </button>
  )
}

test('behavior: cancel ends the request and keeps the code that was sent', async () => {
  backend = createFakeBackend({ resendMs: 0 })
  await show()
  const release = backend.holdNext('/otp/start')
  login.start('ada@example.com')
  await expect.poll(() => login.isPending).toBe(true)
  await expect.poll(() => backend.count('/otp/start')).toBe(1)
  login.cancel()
  release()
  await expect.poll(() => login).toMatchObject({ status: 'idle', identifier: 'ada@example.com' })

  await login.startAsync('ada@example.com')
  const releaseCheck = backend.holdNext('/otp/verify')
  login.submit('123456')
  await expect.poll(status).toBe('verifying')
  login.cancel()
  releaseCheck()
  await expect.poll(() => login).toMatchObject({ status: 'awaiting-code', isIdle: true })
  login.cancel()
  await expect.poll(status).toBe('awaiting-code')
  login.reset()
  await expect.poll(() => login).toMatchObject({ status: 'idle', identifier: undefined })
})

test('behavior: being locked out for one address does not affect another address', async () => {
  await show()
  backend.failNext('/otp/start', 'otp_locked', 429, { supportContact: 'help@example.com' })
  login.start('ada@example.com')
  await expect.poll(status).toBe('locked')
  login.changeIdentifier()
  await login.startAsync('grace@example.com')
  await expect.poll(() => login).toMatchObject({ status: 'awaiting-code', error: undefined })
})

test('behavior: after a resend the number of codes sent is known, even after a reload', async () => {
  backend = createFakeBackend({ code: ['111111', '222222'], resendMs: 0 })
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

test('behavior: after a reload, the first paint of the code step shows the wait', async () => {
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

test('behavior: two components of a page show the same attempt', async () => {
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

test('parameters: callbacks of the hook run before those of the call', async () => {
  const calls: string[] = []
  const record = (source: string) => ({
    onSuccess: () => calls.push(`${source} success`),
    onError: () => calls.push(`${source} error`),
    onSettled: (session?: object, error?: Error) =>
      calls.push(`${source} settled ${session ? 'session' : error?.name}`),
  })
  await show(record('hook'))
  await login.startAsync('ada@example.com', { onSuccess: () => calls.push('start success') })
  await login.submitAsync('000000', record('call')).catch(() => {})
  login.submit('123456', record('call'))
  await expect
    .poll(() => calls)
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

test('behavior: a hook that stays mounted can be used again after its session has ended', async () => {
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

/** Tries again in the effect that handles the failure. */
function Impatient() {
  const { error, submit } = useOtpLogin()
  useEffect(() => {
    if (error?.code === 'network_error') submit('123456')
  }, [error, submit])
  return null
}

test('behavior: trying again as soon as a failure is seen sends another request', async () => {
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
