import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
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

test('behavior: two taps ask for one code', async () => {
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

test('behavior: Enter twice is one request', async () => {
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
  await expect.element(page.getByText('Enter all 6 characters of the code.')).toBeVisible()
  await expect.element(code()).toHaveFocus()
  await expect.element(code()).toHaveValue('123')
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
