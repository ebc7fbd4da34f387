import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { paste } from '../../fixtures/otpField.tsx'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { OtpForm, type OtpFormProps } from './index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend()
})
afterEach(() => expect(complaints).not.toHaveBeenCalled())

const email = () => page.getByLabelText('E-mail address')
const code = () => page.getByRole('textbox', { name: 'Code' })
const resend = () => page.getByRole('button', { name: 'Send a new code' })
const form = () => document.querySelector('[data-step]')
const sent = () =>
  backend.requests.filter(({ path }) => path === '/otp/verify').map(({ body }) => body)

async function show(props: OtpFormProps = {}) {
  const onSuccess = vi.fn()
  await renderWithAuth(<OtpForm onSuccess={onSuccess} {...props} />, { backend })
  return { onSuccess }
}

async function askForCode() {
  await email().fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
}

test('default', async () => {
  const { onSuccess } = await show()
  await email().fill(' ada@example.com ')
  await page.getByRole('button', { name: 'Continue with e-mail' }).click()
  await expect.element(code()).toHaveFocus()
  expect(backend.requests.at(-1)?.body).toEqual({ identifier: 'ada@example.com' })
  await userEvent.keyboard('123456')
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
  expect(onSuccess).toHaveBeenCalledOnce()
  expect(sent()).toEqual([{ code: '123456' }])
})

test('parameters: autoSubmit', async () => {
  const { onSuccess } = await show({ autoSubmit: false })
  await askForCode()
  await userEvent.keyboard('123456')
  expect(sent()).toEqual([])
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: what is no address is refused before it is sent', async () => {
  await show()
  await email().fill('nobody')
  await userEvent.keyboard('{Enter}')
  await expect.element(email()).toHaveAttribute('aria-invalid', 'true')
  await expect
    .element(email())
    .toHaveAccessibleDescription('Type an e-mail address, such as you@example.com.')
  await expect.element(email()).toHaveFocus()
  expect(backend.count('/otp/start')).toBe(0)
})

test('behavior: O-29 two taps ask for one code', async () => {
  await show()
  await email().fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with e-mail' }).dblClick()
  await expect.element(code()).toBeVisible()
  expect(backend.count('/otp/start')).toBe(1)
})

test('behavior: a refused code is selected, typing replaces it, and is not sent by itself again', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await userEvent.keyboard('000000')
  await expect.element(page.getByText('That code is not right. Tries left: 4.')).toBeVisible()
  await expect.element(code()).toHaveFocus()
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await userEvent.keyboard('123456')
  await expect.element(code()).toHaveValue('123456')
  expect(sent()).toEqual([{ code: '000000' }])
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: after a refusal a pasted code is sent by itself, each time', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await paste('000 000')
  await expect.element(page.getByText('That code is not right. Tries left: 4.')).toBeVisible()
  await paste('000001')
  await expect.element(page.getByText(/Tries left: 3\./)).toBeVisible()
  await paste('Your code is 123456.')
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
  expect(sent()).toHaveLength(3)
})

test('behavior: the address is shown apart from the direction of the page', async () => {
  await show()
  await askForCode()
  expect(document.querySelector('bdi > b')?.textContent).toBe('ada@example.com')
  await expect
    .element(code())
    .toHaveAccessibleDescription('It is checked as soon as it is complete.')
})

test('behavior: each way to fail has a text of its own', async () => {
  await show()
  await askForCode()
  const seen = new Set<string>()
  const alert = () => page.getByRole('alert').element().textContent ?? ''
  for (const [problem, status] of [
    ['otp_invalid', 401],
    ['rate_limited', 429],
    ['upstream_unavailable', 503],
    ['internal_error', 500],
    ['otp_attempts_exhausted', 401],
  ] as const) {
    backend.failNext('/otp/verify', problem, status)
    await code().fill('000000')
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => !seen.has(alert()) && alert() !== '').toBe(true)
    if (status >= 500) await expect.element(code()).toHaveValue('000000')
    seen.add(alert())
  }
  expect(seen.size).toBe(5)
})

test('behavior: O-29 Enter twice is one request', async () => {
  await show({ autoSubmit: false })
  await askForCode()
  await userEvent.keyboard('123456{Enter}{Enter}')
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
  expect(sent()).toHaveLength(1)
})

test('behavior: half a code is not sent', async () => {
  await show()
  await askForCode()
  await userEvent.keyboard('123{Enter}')
  await expect.element(code()).toHaveAccessibleDescription(/Enter all 6 digits of the code\./)
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await expect.element(code()).toHaveFocus()
  await userEvent.keyboard('4')
  await expect.element(code()).toHaveValue('1234')
  expect(sent()).toEqual([])
})

test('behavior: the field keeps the focus while the code is checked', async () => {
  await show()
  await askForCode()
  const release = backend.holdNext('/otp/verify')
  await userEvent.keyboard('123456')
  await expect.element(page.getByRole('button', { name: 'Checking …' })).toBeVisible()
  await expect.element(code()).toHaveFocus()
  await expect.element(code()).toHaveAttribute('readonly')
  release()
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
})

test('behavior: another code may be asked for when the server says so; the countdown is for the eye', async () => {
  backend = createFakeBackend({ resendMs: 3000 })
  await show()
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  expect(resend().element().querySelector('[aria-hidden]')?.textContent).toMatch(/\d+ s/)
  const said = new Set<string>()
  const observer = new MutationObserver(() => {
    for (const region of document.querySelectorAll('[role=status], [role=alert], [aria-live]'))
      if (region.textContent) said.add(region.textContent)
  })
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  await userEvent.keyboard('111')
  await resend().click({ force: true })
  expect(backend.count('/otp/start')).toBe(1)

  await expect.poll(() => resend().element().ariaDisabled, { timeout: 10_000 }).toBeNull()
  observer.disconnect()
  expect([...said].filter((text) => /\d s/.test(text))).toEqual([])
  await resend().dblClick()
  await expect.poll(() => backend.count('/otp/start')).toBe(2)
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  await expect.element(code()).toHaveValue('')
  await expect.element(code()).toHaveFocus()
})

test('behavior: another address begins with the one that was typed', async () => {
  await show()
  await askForCode()
  await page.getByRole('button', { name: 'Use another e-mail address' }).click()
  await expect.element(email()).toHaveFocus()
  await expect.element(email()).toHaveValue('ada@example.com')
})

test('behavior: after the last try the field is closed and the main button sends a new code', async () => {
  backend = createFakeBackend({ resendMs: 0 })
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_attempts_exhausted', 401, { attemptsLeft: 0 })
  await userEvent.keyboard('000000')
  await expect.element(page.getByText(/^This code was tried too often/)).toBeVisible()
  await expect.element(code()).toBeDisabled()
  await expect.element(resend()).toHaveAttribute('data-variant', 'primary')
  await expect.element(resend()).toHaveFocus()
  await expect.poll(() => resend().element().ariaDisabled, { timeout: 5000 }).toBeNull()
  await resend().click()
  await expect.element(code()).toBeEnabled()
  await expect.element(code()).toHaveFocus()
})

test('behavior: a locked address says whom to write to', async () => {
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_locked', 429, { supportContact: 'help@example.com' })
  await userEvent.keyboard('000000')
  await expect.element(page.getByText('Or write to help@example.com.')).toBeVisible()
  await expect.element(code()).toBeDisabled()
  await expect
    .element(page.getByRole('button', { name: 'Use another e-mail address' }))
    .toHaveFocus()
})

test('behavior: offline keeps the code, and the button tries again', async () => {
  const { onSuccess } = await show()
  await askForCode()
  backend.cutNext('/otp/verify')
  await userEvent.keyboard('123456')
  await expect.element(page.getByText(/^There is no connection to the server/)).toBeVisible()
  await expect.element(code()).toHaveValue('123456')
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: the code is gone from the page after it was accepted', async () => {
  await show()
  await askForCode()
  await userEvent.keyboard('123456')
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
  await expect.element(code()).toHaveValue('')
  expect(document.body.innerHTML).not.toContain('123456')
})

test('security: the code is in no address, storage or console', async () => {
  const written = (['log', 'info', 'warn', 'debug'] as const).map((name) => vi.spyOn(console, name))
  await show()
  await askForCode()
  await userEvent.keyboard('987654')
  await expect.element(page.getByText('That code is not right. Tries left: 4.')).toBeVisible()
  const places = [location.href, JSON.stringify({ ...localStorage, ...sessionStorage })]
  expect([...places, JSON.stringify(written.map(({ mock }) => mock.calls))].join()).not.toContain(
    '987654',
  )
  for (const spy of written) spy.mockRestore()
})

test('security: a page that comes back from the back-forward cache has no code', async () => {
  await show()
  await askForCode()
  await userEvent.keyboard('12345')
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await expect.element(code()).toHaveValue('')
})
