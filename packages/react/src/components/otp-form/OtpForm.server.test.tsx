import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { StrictMode } from 'react'
import { hydrateRoot } from 'react-dom/client'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { AuthProvider, SignIn, UserButton } from '../../index.ts'
import { OtpForm } from './index.ts'

/* Tests the form and the card in server-rendered HTML, before the script runs and without script. */

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
})
afterEach(() => expect(complaints).not.toHaveBeenCalled())

const { fetch } = createFakeBackend()
const methods = ['siwe', 'email-otp'] as const
const form = (
  <AuthProvider fetch={fetch}>
    <OtpForm />
  </AuthProvider>
)

/** Opens a document in a frame in which no scripts run. */
async function showWithoutScript(html: string): Promise<Document> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-same-origin')
  frame.srcdoc = html
  document.body.append(frame)
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }))
  if (frame.contentDocument === null) throw new Error('The frame has no document.')
  return frame.contentDocument
}

test('behavior: server HTML has the first step, an empty live region, and no style', async () => {
  const frame = await showWithoutScript(renderToString(form))
  expect(frame.querySelector('[role=status]')?.textContent).toBe('')
  expect(frame.querySelector('[data-step]')?.getAttribute('data-step')).toBe('email')
  expect(frame.querySelector('[style]')).toBeNull()
})

const createApp = (fetch: typeof globalThis.fetch) => (
  <StrictMode>
    <AuthProvider fetch={fetch}>
      <OtpForm />
    </AuthProvider>
  </StrictMode>
)

test('behavior: an address that is typed before hydration is kept and sent', async () => {
  const backend = createFakeBackend()
  const root = document.body.appendChild(document.createElement('main'))
  const ui = createApp(backend.fetch)
  root.innerHTML = renderToString(ui)
  const email = page.getByLabelText('Email address')
  await email.fill('ada@example.com')
  const hydrated = hydrateRoot(root, ui)
  await page.getByRole('button', { name: 'Continue with email' }).click()
  await expect.poll(() => backend.count('/otp/start')).toBe(1)
  hydrated.unmount()
  root.remove()
})

test('behavior: an address that is submitted before hydration is sent once', async () => {
  const backend = createFakeBackend()
  const root = document.body.appendChild(document.createElement('main'))
  const ui = createApp(backend.fetch)
  // Unlike `innerHTML`, this runs the scripts in the HTML, as when a page is loaded.
  root.append(document.createRange().createContextualFragment(renderToString(ui)))
  await page.getByLabelText('Email address').fill('ada@example.com')
  const submit = page.getByRole('button', { name: 'Continue with email' })
  await submit.click()
  await submit.click()
  await expect.element(page.getByLabelText('Email address')).toHaveValue('ada@example.com')
  const hydrated = hydrateRoot(root, ui)
  await expect.element(page.getByText('ada@example.com')).toBeVisible()
  expect(backend.count('/otp/start')).toBe(1)
  hydrated.unmount()
  root.remove()
})

test('behavior: a server-rendered card says neither that there are no wallets nor that it is loading', () => {
  const html = renderToString(
    <AuthProvider fetch={fetch} initialSession={null} initialMethods={methods}>
      <SignIn />
      <UserButton />
    </AuthProvider>,
  )
  expect(html).toContain('Continue with email')
  expect(html).not.toContain('No wallet was found')
  expect(html).not.toContain('Loading')
})

test('behavior: the signed-in user is in the server’s HTML', () => {
  const initialSession = createSession({ method: 'email-otp' })
  const html = renderToString(
    <AuthProvider fetch={fetch} initialSession={initialSession} initialMethods={methods}>
      <SignIn />
    </AuthProvider>,
  )
  expect(html).toContain('Sign out')
})
