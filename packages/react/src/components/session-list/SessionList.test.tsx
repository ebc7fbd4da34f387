import { createFakeBackend, createSession, createSessionEntry } from '@kit/testing/react'
import { afterEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { listen } from '../../fixtures/listen.ts'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import '../../styles/layers.css'
import '../../styles/tokens.css'
import '../../styles/structure.css'
import '../../styles/parts.css'
import { SessionList } from './index.ts'

afterEach(() => page.viewport(1280, 720))

const session = createSession({ method: 'email-otp' })
const sessions = [
  createSessionEntry(),
  createSessionEntry({
    id: 'phone',
    client: 'Safari · iOS',
    lastSeenAt: new Date(Date.now() - 330_000).toISOString(),
  }),
  createSessionEntry({ id: 'work', client: 'Chrome · macOS', method: 'email-otp' }),
]
const button = (name: string) => page.getByRole('button', { name, exact: true })
const rows = () => page.getByRole('listitem')

async function show(options: createFakeBackend.Options = { session, sessions }) {
  const backend = createFakeBackend(options)
  await renderWithAuth(<SessionList />, { backend })
  return backend
}

test('default: each session is listed with its browser, method and last use; the current one has no button', async () => {
  await show()
  await expect.element(rows().nth(0).getByText('Firefox · Windows')).toBeVisible()
  await expect.element(rows().nth(0).getByText('This device')).toBeVisible()
  await expect.element(rows().nth(1).getByText('Last used 5 minutes ago')).toBeVisible()
  await expect.element(rows().nth(2).getByText('Signed in by email')).toBeVisible()
  expect(rows().nth(0).getByRole('button').elements()).toHaveLength(0)
})

test('behavior: a session with a method that this version does not know is not described as another method', async () => {
  const later = { ...createSessionEntry({ id: 'key' }), method: 'passkey' as never }
  await show({ session, sessions: [createSessionEntry({ method: 'redirect' }), later] })
  const texts = () =>
    rows()
      .elements()
      .map((row) => row.textContent)
  await expect.poll(() => texts().length).toBe(2)
  const [byPage, byKey] = texts()
  expect(byPage).toContain('Signed in on another page')
  expect(byKey).toContain('Signed in')
  expect(byKey).not.toContain('another page')
})

test('behavior: ending a session removes it from the list, is announced, and keeps the focus in the card', async () => {
  const backend = await show()
  await expect.element(button('Sign out Safari · iOS')).toBeVisible()
  const said = listen()
  button('Sign out Safari · iOS').element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => rows().elements()).toHaveLength(2)
  expect(backend.state.sessions.map(({ id }) => id)).toEqual(['this-browser', 'work'])
  await expect.element(page.getByRole('heading')).toHaveFocus()
  await expect.poll(() => said).toEqual(['That device is signed out.'])
})

test('behavior: several sessions can be ended at once, and each shows its result', async () => {
  const backend = await show()
  const release = backend.holdNext('/sessions/phone')
  backend.failNext('/sessions/work', 'internal_error', 500)
  await button('Sign out Safari · iOS').click()
  await button('Sign out Chrome · macOS').click()
  await expect
    .element(
      rows()
        .nth(2)
        .getByText(/^Something went wrong/),
    )
    .toBeVisible()
  await expect.element(button('Signing out… Safari · iOS')).toHaveAttribute('aria-disabled', 'true')
  const busy = button('Signing out… Safari · iOS').element()
  busy.dispatchEvent(new MouseEvent('click', { bubbles: true }))
  expect(backend.count('/sessions/phone')).toBe(1)
  release()
  await expect.poll(() => rows().elements()).toHaveLength(2)
})

test('behavior: one button ends all other sessions', async () => {
  const backend = await show()
  await expect.element(button('Sign out all other devices')).toBeVisible()
  const said = listen()
  await button('Sign out all other devices').click()
  await expect.element(page.getByText('You aren’t signed in anywhere else.')).toBeVisible()
  expect(backend.state.sessions).toHaveLength(1)
  expect(said).toEqual(['All other devices are signed out.'])
})

test('behavior: if the list cannot be loaded, the user can try again', async () => {
  const backend = createFakeBackend({ session, sessions })
  backend.cutNext('/sessions')
  await renderWithAuth(<SessionList />, { backend })
  await button('Try again').click()
  await expect.poll(() => rows().elements()).toHaveLength(3)
})

test('security: nothing is requested or shown while nobody is signed in', async () => {
  const backend = await show({ sessions })
  await expect.poll(() => document.querySelector('section')).toBeNull()
  expect(backend.count('/sessions')).toBe(0)
})

test('behavior: nothing overflows at 320 px', async () => {
  await page.viewport(320, 640)
  await show()
  await expect.element(button('Sign out Safari · iOS')).toBeVisible()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
})

test('behavior: while the list loads, a placeholder of its shape is announced, and appears after a delay', async () => {
  const backend = createFakeBackend({ session, sessions })
  const release = backend.holdNext('/sessions')
  const { screen } = await renderWithAuth(<SessionList />, { backend })
  await expect.element(page.getByText('Loading…')).toBeInTheDocument()
  const skeleton = screen.container.querySelector('.kit-skeleton[aria-hidden="true"]')
  if (skeleton === null) throw new Error('There is no skeleton.')
  expect(getComputedStyle(skeleton).animationDelay).toBe('0.15s')
  release()
  await expect.element(button('Sign out Safari · iOS')).toBeVisible()
  expect(screen.container.querySelector('.kit-skeleton')).toBeNull()
})
