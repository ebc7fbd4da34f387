import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { listen } from '../../fixtures/listen.ts'
import { paste } from '../../fixtures/otpField.tsx'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { OtpForm } from './index.ts'

/* What is announced, word by word as live regions change; and what the time does to a page. */

beforeEach(forgetVisit)
afterEach(() => {
  vi.useRealTimers()
})

const email = () => page.getByLabelText('E-mail address')
const code = () => page.getByRole('textbox', { name: 'Code' })
const resend = () => page.getByRole('button', { name: 'Send a new code' })

async function show(backend: FakeBackend, props: { autoSubmit?: boolean } = {}) {
  await renderWithAuth(<OtpForm {...props} />, { backend })
  await expect.element(email()).toBeVisible()
}

const sent = 'We sent a code to ada@example.com. It is there in a moment.'

async function askForCode() {
  await email().fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
  await expect.element(page.getByRole('status').first()).toHaveTextContent(sent)
}

test('default: each turn is announced once, and a problem by its alert alone', async () => {
  await show(createFakeBackend())
  await expect.element(page.getByRole('status')).toBeEmptyDOMElement()
  const said = listen()
  await askForCode()
  await expect.poll(() => said).toEqual([sent])
  await userEvent.keyboard('000000')
  const refused = 'That code is not right. Tries left: 4.'
  await expect.poll(() => said).toEqual([sent, 'Checking …', refused])
  await userEvent.keyboard('111111{Enter}')
  await expect.poll(() => said.length).toBe(5)
  expect(said[4]).toContain('Take the code of the newest e-mail')
  await userEvent.keyboard('123456{Enter}')
  await expect.poll(() => said.slice(5)).toEqual(['Checking …', 'Signed in'])
})

test('behavior: a whole code that is not sent by itself is said to be whole', async () => {
  await show(createFakeBackend(), { autoSubmit: false })
  await askForCode()
  const said = listen()
  await paste('123 456')
  await expect.poll(() => said).toEqual(['The code is complete.'])
})

test('behavior: a new code is announced, and told where it can be read', async () => {
  await show(createFakeBackend({ resendMs: 1500 }))
  await askForCode()
  await expect.poll(() => resend().element().ariaDisabled, { timeout: 10_000 }).toBeNull()
  const said = listen()
  await resend().click()
  const renewed = 'A new code is on its way. The one before does not work any more.'
  await expect.poll(() => said.filter((text) => text === renewed)).toHaveLength(1)
  await expect.element(page.getByText(renewed).last()).toBeVisible()
})

test('behavior: a wait of 60 s says one thing, that another code may be asked for', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  await show(createFakeBackend())
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  const said = listen()
  for (let second = 0; second < 61; second += 1) await vi.advanceTimersByTimeAsync(1000)
  await expect.poll(() => resend().element().ariaDisabled).toBeNull()
  expect(said).toEqual(['You can ask for a new code.'])
})

test('behavior: a code that ends in a minute says so once, and stays editable when it has ended', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  await show(createFakeBackend({ lifetimeMs: 90_000, resendMs: 300_000 }))
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  const said = listen()
  for (let second = 0; second < 45; second += 1) await vi.advanceTimersByTimeAsync(1000)
  await expect.poll(() => said).toEqual(['The code ends in a minute.'])
})

test('behavior: a code whose time is over leaves the field editable and offers a new one', async () => {
  await show(createFakeBackend({ lifetimeMs: 1500, resendMs: 60_000 }))
  await askForCode()
  const said = listen()
  await userEvent.keyboard('12')
  await expect
    .element(page.getByText('The code is too old. Ask for a new one.'), { timeout: 10_000 })
    .toBeVisible()
  expect(said.filter((text) => text.startsWith('The code is too old'))).toHaveLength(1)
  await expect.element(code()).toHaveFocus()
  await userEvent.keyboard('3')
  await expect.element(code()).toHaveValue('123')
  await expect.element(resend()).toHaveAttribute('data-variant', 'primary')
})

test('behavior: a page that slept is right when it is seen again', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] })
  await show(createFakeBackend())
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  vi.setSystemTime(Date.now() + 90_000)
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(() => resend().element().ariaDisabled).toBeNull()
})

test.for([-1, 1])('behavior: a clock that is %i hour off waits as long', async (hours) => {
  const now = Date.now()
  await show(createFakeBackend({ now: () => Date.now() + hours * 3_600_000 }))
  await askForCode()
  await expect.poll(() => resend().element().textContent).toMatch(/\((60|5\d) s\)/)
  const format = new Intl.DateTimeFormat('en', { timeStyle: 'short' })
  // The time of this machine, five minutes from now, whichever minute it became meanwhile.
  const times = [4, 5, 6].map((minutes) => format.format(now + minutes * 60_000))
  const text = page.getByText(/^The code works until/).element().textContent ?? ''
  expect(times.some((time) => text.includes(time))).toBe(true)
})

test('behavior: what is missing is said by one route: aloud where the focus stays, with the field where it goes there', async () => {
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
