import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { RedirectButton } from './index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
const open = vi.spyOn(window, 'open')
const callback = new BroadcastChannel('kit:redirect')
let backend: FakeBackend

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  open.mockClear()
  backend = createFakeBackend({ methods: ['redirect'] })
})
afterEach(() => {
  popup()?.close()
  expect(complaints).not.toHaveBeenCalled()
})

const button = () => page.getByRole('button', { name: 'Continue on the sign-in page' })
const waiting = () => page.getByText('Finish in the new window, then come back here.')
const popup = () => open.mock.results.at(-1)?.value as Window | null | undefined

async function show() {
  const onSuccess = vi.fn()
  const onError = vi.fn()
  const { screen } = await renderWithAuth(
    <RedirectButton onSuccess={onSuccess} onError={onError} />,
    { backend },
  )
  return { onSuccess, onError, screen }
}

/** Sends the message that the callback page sends. */
function comeBack(code: string | null) {
  if (code === null) backend.state.session = createSession({ method: 'redirect' })
  callback.postMessage({ type: 'kit:redirect', code })
}

test('default', async () => {
  const { onSuccess } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  expect(backend.requests.find(({ path }) => path === '/redirect/start')?.body).toEqual({})
  comeBack(null)
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
  expect(onSuccess.mock.lastCall?.[0]).toMatchObject({ method: 'redirect' })
})

test('behavior: a double click opens one window and starts one sign-in', async () => {
  await show()
  await button().dblClick()
  await expect.element(waiting()).toBeVisible()
  expect(open).toHaveBeenCalledOnce()
  expect(backend.count('/redirect/start')).toBe(1)
})

test('behavior: after the user has declined on the upstream’s page, the reason is shown and they can try again', async () => {
  const { onSuccess } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  comeBack('redirect_denied')
  await expect.element(page.getByText(/^The sign-in was declined/)).toBeVisible()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  comeBack(null)
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: if the user closes the window early, the button says so', async () => {
  const { onError } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  // Focuses this page, because the page of another test may have the focus.
  const focus = vi.spyOn(document, 'hasFocus').mockReturnValue(true)
  popup()?.close()
  await expect.element(page.getByText(/^The window was closed before you finished/)).toBeVisible()
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'popup_closed' })
  focus.mockRestore()
})

test('behavior: if the browser blocks the window, the button says so, and no sign-in is started', async () => {
  await show()
  open.mockReturnValueOnce(null)
  await button().click()
  await expect.element(page.getByText(/^Your browser blocked the window/)).toBeVisible()
  expect(backend.count('/redirect/start')).toBe(0)
})

test('behavior: if the start fails, the window is closed', async () => {
  await show()
  backend.failNext('/redirect/start', 'upstream_unavailable', 503)
  await button().click()
  await expect.element(page.getByText(/^The service is unavailable/)).toBeVisible()
  await expect.poll(() => popup()?.closed).toBe(true)
})

test('behavior: cancelling closes the window and is not an error', async () => {
  const { onError } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => popup()?.closed).toBe(true)
  await expect.element(waiting()).not.toBeInTheDocument()
  expect(onError).not.toHaveBeenCalled()
})

test('behavior: unmounting closes the window', async () => {
  const { screen } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  await screen.unmount()
  await expect.poll(() => popup()?.closed).toBe(true)
})

test('security: messages of another kind are ignored', async () => {
  const { onSuccess } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  window.postMessage({ type: 'other', code: null }, location.origin)
  callback.postMessage('kit:redirect')
  callback.postMessage(null)
  await new Promise((resolve) => setTimeout(resolve, 50))
  await expect.element(waiting()).toBeVisible()
  expect(backend.count('/session')).toBeLessThanOrEqual(1)
  expect(onSuccess).not.toHaveBeenCalled()
})

test('security: a message about success is not enough: the session decides', async () => {
  const { onSuccess } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  callback.postMessage({ type: 'kit:redirect', code: null })
  await expect.element(page.getByText(/^The window was closed before you finished/)).toBeVisible()
  expect(onSuccess).not.toHaveBeenCalled()
})

test('behavior: after a full-page redirect, the error is shown once and removed from the URL', async () => {
  const before = location.href
  const url = new URL(before)
  url.searchParams.set('auth_error', 'redirect_denied')
  history.replaceState(null, '', url)
  await show()
  await expect.element(page.getByText(/^The sign-in was declined/)).toBeVisible()
  expect(location.href).toBe(before)
})

test('behavior: after returning from a full-page redirect with the back button, the user can start again', async () => {
  const onError = vi.fn()
  const url = `${location.origin}${location.pathname}${location.search}#upstream`
  backend.answerNext('/redirect/start', Response.json({ url }))
  await renderWithAuth(<RedirectButton mode="page" onError={onError} />, { backend })
  await button().click()
  await expect.poll(() => location.hash).toBe('#upstream')
  await expect.element(button()).toHaveAttribute('aria-disabled', 'true')
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await expect.element(button()).not.toHaveAttribute('aria-disabled')
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'popup_closed', recovery: 'retry' })
  history.replaceState(null, '', location.pathname + location.search)
})

test('behavior: without BroadcastChannel the window notifies its opener', async () => {
  vi.stubGlobal('BroadcastChannel', undefined)
  const { onSuccess } = await show()
  await button().click()
  await expect.element(waiting()).toBeVisible()
  backend.state.session = createSession({ method: 'redirect' })
  window.postMessage({ type: 'kit:redirect', code: null }, location.origin)
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
  vi.unstubAllGlobals()
})
