import { createFakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { ReauthenticateDialog, useOtpLogin, useReauthenticate, useSession } from '../index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend
let hook: useReauthenticate.ReturnType

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  const authenticatedAt = new Date(Date.now() - 600_000).toISOString()
  backend = createFakeBackend({ session: createSession({ authenticatedAt }) })
})
afterEach(() => expect(complaints).not.toHaveBeenCalled())

function Probe(parameters: useReauthenticate.Parameters) {
  hook = useReauthenticate(parameters)
  return null
}

const dialog = () => page.getByRole('dialog', { name: 'Sign in again' })

async function show(parameters: useReauthenticate.Parameters = {}) {
  await renderWithAuth(
    <>
      <Probe {...parameters} />
      <ReauthenticateDialog />
    </>,
    { backend, initialSession: backend.state.session, initialMethods: ['siwe'] },
  )
}

test('default', async () => {
  const wallet = createFakeWallet()
  await show()
  const answer = hook.reauthenticate()
  await expect.element(dialog()).toBeVisible()
  expect(wallet.prompts).toHaveLength(0)
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  expect(await answer).toBe(true)
  expect(wallet.prompts).toHaveLength(1)
  await expect.element(dialog()).not.toBeInTheDocument()
  wallet.withdraw()
})

test('behavior: a challenge is prefetched for a signed-in user, and nothing is fetched between the tap and the wallet', async () => {
  const wallet = createFakeWallet({ isConnected: true })
  await show()
  const answer = hook.reauthenticate()
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  const release = backend.holdNext('/siwe/challenge')
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  expect(await answer).toBe(true)
  expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
  release()
  wallet.withdraw()
})

let login: useOtpLogin.ReturnType

/** A component of the page that signs in by itself and stays mounted. */
function Form() {
  login = useOtpLogin()
  const { status, methods } = useSession()
  return status === 'signed-in' && methods.length > 0 ? 'ready' : null
}

test('behavior: after a sign-in with a code in a component that stays mounted, the dialog starts again', async () => {
  backend = createFakeBackend({ methods: ['email-otp'], code: ['111111', '222222'] })
  await renderWithAuth(
    <>
      <Form />
      <Probe />
      <ReauthenticateDialog />
    </>,
    { backend },
  )
  await login.startAsync('ada@example.com')
  await login.submitAsync('111111')
  await expect.element(page.getByText('ready')).toBeVisible()
  const answer = hook.reauthenticate()
  await expect.element(dialog()).toBeVisible()
  await page.getByRole('textbox', { name: 'Email address' }).fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with email' }).click()
  await page.getByRole('textbox', { name: 'Code' }).fill('222222')
  expect(await answer).toBe(true)
  await expect.element(dialog()).not.toBeInTheDocument()
})

test('parameters: maxAge', async () => {
  await show({ maxAge: 900 })
  expect(await hook.reauthenticate()).toBe(true)
  expect(hook.isOpen).toBe(false)
})

test('behavior: for any number of callers, the user is asked once', async () => {
  await show({ maxAge: 300 })
  const answers = [hook.reauthenticate(), hook.reauthenticate()]
  await expect.element(dialog()).toBeVisible()
  await page.getByRole('button', { name: 'Not now' }).click()
  expect(await Promise.all(answers)).toEqual([false, false])
  await expect.element(dialog()).not.toBeInTheDocument()
})

test('behavior: an answer about the same sign-in does not count as a new one', async () => {
  await show()
  let answer: boolean | undefined
  void hook.reauthenticate().then((isFresh) => {
    answer = isFresh
  })
  await expect.element(dialog()).toBeVisible()
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  await expect.poll(() => backend.count('/session')).toBe(1)
  expect(answer).toBeUndefined()
  await expect.element(dialog()).toBeVisible()
  hook.cancel()
  await expect.poll(() => answer).toBe(false)
})

test('behavior: the first answer about the session does not count as a new sign-in', async () => {
  const release = backend.holdNext('/session')
  await renderWithAuth(
    <>
      <Probe />
      <ReauthenticateDialog />
    </>,
    { backend },
  )
  const answer = hook.reauthenticate()
  await expect.element(dialog()).toBeVisible()
  release()
  await expect.element(page.getByRole('textbox', { name: 'Email address' })).toBeVisible()
  await page.getByRole('button', { name: 'Not now' }).click()
  expect(await answer).toBe(false)
})

test('behavior: without maxAge it also asks a user who has just signed in', async () => {
  backend.state.session = createSession({
    authenticatedAt: new Date(Date.now() + 500).toISOString(),
  })
  await show()
  void hook.reauthenticate()
  await expect.element(dialog()).toBeVisible()
  hook.cancel()
})

function Prompt() {
  const { status, cancel } = useReauthenticate({ isPrompt: true })
  return status === 'pending' ? (
    <button type="button" onClick={cancel}>
      No
    </button>
  ) : null
}

test('parameters: with isPrompt, a component of the app asks', async () => {
  await renderWithAuth(
    <>
      <Probe />
      <Prompt />
    </>,
    { backend },
  )
  const answer = hook.reauthenticate()
  await page.getByRole('button', { name: 'No' }).click()
  expect(await answer).toBe(false)
})

test('behavior: if no component can ask, the result is false and the developer gets a warning', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => {})
  await renderWithAuth(<Probe />, { backend })
  expect(await hook.reauthenticate()).toBe(false)
  expect(warn.mock.lastCall?.[0]).toContain('<ReauthenticateDialog />')
  warn.mockRestore()
})

test('security: a sign-in as another user does not confirm anything', async () => {
  await show()
  const answer = hook.reauthenticate()
  await expect.element(dialog()).toBeVisible()
  backend.state.session = createSession({
    subject: 'sub_grace',
    authenticatedAt: new Date(Date.now() + 5000).toISOString(),
  })
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  expect(await answer).toBe(false)
})

test('behavior: a clock that is two hours slow does not make an old sign-in recent', async () => {
  const now = () => Date.now() + 2 * 3_600_000
  const session = createSession({ authenticatedAt: new Date(now() - 600_000).toISOString() })
  backend = createFakeBackend({ session, now })
  await show({ maxAge: 300 })
  const answer = hook.reauthenticate()
  await expect.element(dialog()).toBeVisible()
  hook.cancel()
  expect(await answer).toBe(false)
})
