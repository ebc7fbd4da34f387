import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { listen } from '../../fixtures/listen.ts'
import { paste } from '../../fixtures/otpField.tsx'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { OtpForm } from './index.ts'

/* Tests what live regions announce, and how the form changes over time. */

beforeEach(forgetVisit)
afterEach(() => {
  vi.useRealTimers()
})

const email = () => page.getByLabelText('Email address')
const code = () => page.getByRole('textbox', { name: 'Code' })
const resend = () => page.getByRole('button', { name: 'Send a new code' })

async function show(backend: FakeBackend, props: { autoSubmit?: boolean } = {}) {
  await renderWithAuth(<OtpForm {...props} />, { backend })
  await expect.element(email()).toBeVisible()
}

const sent = 'We sent a 6-digit code to ada@example.com. It should arrive within a minute.'

async function askForCode() {
  await email().fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
  await expect.element(page.getByRole('status').first()).toHaveTextContent(sent)
}

test('default: each step is announced once, and a problem only by its alert', async () => {
  await show(createFakeBackend())
  await expect.element(page.getByRole('status')).toBeEmptyDOMElement()
  const said = listen()
  await askForCode()
  await expect.poll(() => said).toEqual(['Sending…', sent])
  await userEvent.keyboard('000000')
  const refused = 'That code isn’t right. You have 4 attempts left.'
  await expect.poll(() => said).toEqual(['Sending…', sent, 'Checking…', refused])
  await userEvent.keyboard('111111')
  await expect.poll(() => said.length).toBe(6)
  expect(said[5]).toContain('Use the code from the latest email')
  await userEvent.keyboard('123456')
  await expect.poll(() => said.slice(6)).toEqual(['Checking…', 'Signed in'])
})

test('behavior: a complete code that is not submitted automatically is announced as complete', async () => {
  await show(createFakeBackend(), { autoSubmit: false })
  await askForCode()
  const said = listen()
  await paste('123 456')
  await expect.poll(() => said).toEqual(['The code is complete.'])
})

test('behavior: a new code is announced, with the address that it was sent to', async () => {
  await show(createFakeBackend({ resendMs: 1500 }))
  await askForCode()
  await expect.poll(() => resend().element().ariaDisabled, { timeout: 10_000 }).toBeNull()
  const said = listen()
  await resend().click()
  const renewed = 'We sent a new code. The previous code no longer works.'
  await expect.poll(() => said.filter((text) => text === renewed)).toHaveLength(1)
  await expect.element(page.getByText(renewed).last()).toBeVisible()
})

test('behavior: after a wait of 60 s, it is announced once that another code can be requested', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  await show(createFakeBackend())
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  const said = listen()
  for (let second = 0; second < 61; second += 1) await vi.advanceTimersByTimeAsync(1000)
  await expect.poll(() => resend().element().ariaDisabled).toBeNull()
  expect(said).toEqual(['You can request a new code now.'])
})

test('behavior: a minute before a code expires, that is announced once, and the field stays editable afterwards', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  await show(createFakeBackend({ lifetimeMs: 90_000, resendMs: 300_000 }))
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  const said = listen()
  for (let second = 0; second < 45; second += 1) await vi.advanceTimersByTimeAsync(1000)
  await expect.poll(() => said).toEqual(['The code expires in one minute.'])
})

test('behavior: an expired code leaves the field editable and offers a new one', async () => {
  await show(createFakeBackend({ lifetimeMs: 1500, resendMs: 60_000 }))
  await askForCode()
  const said = listen()
  await userEvent.keyboard('12')
  await expect
    .element(page.getByText('This code has expired. Request a new one.'), { timeout: 10_000 })
    .toBeVisible()
  expect(said.filter((text) => text.startsWith('This code has expired'))).toHaveLength(1)
  await expect.element(code()).toHaveFocus()
  await userEvent.keyboard('3')
  await expect.element(code()).toHaveValue('123')
  await expect.element(resend()).toHaveAttribute('data-variant', 'primary')
})

test('behavior: a page that was suspended is up to date when it becomes visible', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  await show(createFakeBackend())
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  vi.setSystemTime(Date.now() + 90_000)
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(() => resend().element().ariaDisabled).toBeNull()
})

test.for([-1, 1])(
  'behavior: a clock that is %i hour off does not change the wait',
  async (hours) => {
    const now = Date.now()
    await show(createFakeBackend({ now: () => Date.now() + hours * 3_600_000 }))
    await askForCode()
    await expect.poll(() => resend().element().textContent).toMatch(/\((60|[45]\d) sec\)/)
    const format = new Intl.DateTimeFormat('en', { timeStyle: 'short' })
    // Five minutes from now by this machine's clock. The minute may have changed since the code was sent.
    const times = [4, 5, 6].map((minutes) => format.format(now + minutes * 60_000))
    const text = page.getByText(/^The code works until/).element().textContent ?? ''
    expect(times.some((time) => text.includes(time))).toBe(true)
  },
)

test('behavior: missing input is announced once: by a live region if the field has the focus, otherwise with the field', async () => {
  await show(createFakeBackend())
  await askForCode()
  const said = listen()
  await userEvent.keyboard('123{Enter}')
  await expect.poll(() => said).toEqual(['Enter all 6 digits of the code.'])
  await userEvent.keyboard('4')
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.element(code()).toHaveFocus()
  await expect.element(code()).toHaveAccessibleDescription(/Enter all 6 digits of the code\./)
  expect(said).toHaveLength(1)
})
