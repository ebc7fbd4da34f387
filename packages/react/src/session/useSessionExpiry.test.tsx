import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { listen } from '../fixtures/listen.ts'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SessionExpiryDialog, useSessionExpiry } from '../index.ts'

let hook: useSessionExpiry.ReturnType

beforeEach(forgetVisit)

function Probe(parameters: useSessionExpiry.Parameters) {
  hook = useSessionExpiry(parameters)
  return null
}

async function show(endsInMs: number | null, clockOffsetMs = 0) {
  const now = Date.now() + clockOffsetMs
  const expiresAt = endsInMs === null ? null : new Date(now + endsInMs).toISOString()
  const authenticatedAt = new Date(now).toISOString()
  const session = createSession({ expiresAt, authenticatedAt })
  const backend = createFakeBackend({
    session,
    now: () => Date.now() + clockOffsetMs,
    methods: ['email-otp'],
  })
  await renderWithAuth(
    <>
      <Probe warnBeforeMs={60_000} />
      <SessionExpiryDialog warnBeforeMs={60_000} />
    </>,
    { backend },
  )
  await expect.poll(() => backend.count('/session')).toBe(1)
  return backend
}

const seen: string[] = []
function Status() {
  seen.push(useSessionExpiry().status)
  return null
}

const dialog = () => page.getByRole('dialog', { name: 'Your session is about to end' })

test('default', async () => {
  await show(600_000)
  await expect.poll(() => hook.endsInSeconds).toBeGreaterThan(500)
  expect(hook).toMatchObject({ isEnding: false, isEnded: false })
  await expect.element(dialog()).not.toBeInTheDocument()
})

test('behavior: without a known end it never warns', async () => {
  await show(null)
  expect(hook).toEqual({
    status: 'open',
    endsInSeconds: undefined,
    isEnding: false,
    isEnded: false,
  })
})

test('behavior: the dialog warns shortly before the end, once per session', async () => {
  await show(40_000)
  await expect.element(dialog()).toBeVisible()
  expect(hook).toMatchObject({ isEnding: true, isEnded: false })
  await page.getByRole('button', { name: 'Not now' }).click()
  await expect.element(dialog()).not.toBeInTheDocument()
})

test('behavior: signing out from the warning closes it', async () => {
  const backend = await show(40_000)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await expect.poll(() => backend.state.session).toBeNull()
  await expect.element(dialog()).not.toBeInTheDocument()
})

test.for([-2, 2])(
  'behavior: a clock that is %i hours off does not end a session',
  async (hours) => {
    await show(600_000, hours * 3_600_000)
    await expect.poll(() => hook.endsInSeconds).toBeGreaterThan(500)
    expect(hook.endsInSeconds).toBeLessThanOrEqual(601)
    expect(hook).toMatchObject({ isEnding: false, isEnded: false })
  },
)

test('behavior: at the end the status says so, and the session is requested', async () => {
  const backend = await show(1000)
  const release = backend.holdNext('/session')
  await expect.poll(() => hook.status, { timeout: 10_000 }).toBe('ended')
  await expect.poll(() => backend.count('/session'), { timeout: 10_000 }).toBe(2)
  backend.state.session = null
  release()
  await expect.poll(() => hook.status).toBe('open')
})

test.for([-24, -2, 2, 24])(
  'behavior: a server-rendered page on a machine whose clock is %i hours off waits for the server’s time',
  async (hours) => {
    const now = () => Date.now() + hours * 3_600_000
    const at = (ms: number) => new Date(now() + ms).toISOString()
    const session = createSession({ expiresAt: at(600_000), authenticatedAt: at(0) })
    const backend = createFakeBackend({ session, now })
    const release = backend.holdNext('/session')
    seen.length = 0
    await renderWithAuth(<Status />, { backend, initialSession: session, initialMethods: ['siwe'] })
    await expect.poll(() => backend.count('/session')).toBeGreaterThan(0)
    release()
    await expect.poll(() => seen.at(-1)).toBe('active')
    expect(new Set(seen)).toEqual(new Set(['open', 'active']))
  },
)

test('behavior: at the end the dialog stays open, announces that once, and keeps its input', async () => {
  // Early in a second, so that the answer's `Date` is before the end.
  const backend = await show(5000, 300 - (Date.now() % 1000))
  // This session cannot be extended, so the user has to sign in again.
  await page.getByRole('button', { name: 'Stay signed in' }).click()
  const field = page.getByLabelText('Email address')
  await field.fill('ada@example.com')
  const said = listen()
  backend.state.session = null
  const ended = page.getByRole('dialog', { name: 'Your session has ended' })
  await expect.element(ended, { timeout: 15_000 }).toBeVisible()
  await expect.element(field).toHaveValue('ada@example.com')
  await expect.element(field).toHaveFocus()
  expect(said.filter((text) => text.includes('Your session has ended'))).toHaveLength(1)
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toHaveFocus()
  await userEvent.keyboard('123456')
  await expect.element(ended).not.toBeInTheDocument()
})
