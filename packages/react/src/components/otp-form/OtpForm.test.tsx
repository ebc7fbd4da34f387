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

const email = () => page.getByLabelText('Email address')
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

/** Sets the field's value as password managers do: without React, and with one event or none. */
function fillInCode(text: string): void {
  setValue(text)
  code()
    .element()
    .dispatchEvent(new Event('input', { bubbles: true }))
}

function setValue(text: string): void {
  const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {}
  set?.call(code().element(), text)
}

test('default', async () => {
  const { onSuccess } = await show()
  await email().fill(' ada@example.com ')
  await page.getByRole('button', { name: 'Continue with email' }).click()
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

test('behavior: text that is not an address is refused before it is sent', async () => {
  await show()
  await email().fill('nobody')
  await userEvent.keyboard('{Enter}')
  await expect.element(email()).toHaveAttribute('aria-invalid', 'true')
  await expect
    .element(email())
    .toHaveAccessibleDescription('Enter an email address, such as name@example.com.')
  await expect.element(email()).toHaveFocus()
  expect(backend.count('/otp/start')).toBe(0)
})

test('behavior: O-29 two taps request one code', async () => {
  await show()
  await email().fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with email' }).dblClick()
  await expect.element(code()).toBeVisible()
  expect(backend.count('/otp/start')).toBe(1)
})

test('behavior: a refused code is selected, and a code typed over it is submitted automatically', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await userEvent.keyboard('000000')
  await expect
    .element(page.getByText('That code isn’t right. You have 4 attempts left.'))
    .toBeVisible()
  await expect.element(code()).toHaveFocus()
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await userEvent.keyboard('123456')
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
  expect(sent()).toEqual([{ code: '000000' }, { code: '123456' }])
})

test('behavior: a refused code uses up one attempt, however often it is submitted or typed again', async () => {
  await show()
  await askForCode()
  await userEvent.keyboard('000000')
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await userEvent.keyboard('{Enter}{Enter}')
  await userEvent.keyboard('000000')
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.element(page.getByText(/You have 4 attempts left/)).toBeVisible()
  await expect.element(code()).toHaveFocus()
  expect(sent()).toEqual([{ code: '000000' }])
  await userEvent.keyboard('123456')
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
})

test('behavior: a corrected code is not submitted automatically, and the hint says what to press', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await userEvent.keyboard('123455')
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await userEvent.keyboard('{End}{Backspace}6')
  await expect.element(code()).toHaveValue('123456')
  await expect
    .element(code())
    .toHaveAccessibleDescription('Enter the code, then press “Verify code”.')
  expect(sent()).toEqual([{ code: '123455' }])
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: a code found among other numbers is shown but not submitted automatically', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await paste('Case #483920: your code is 123456')
  await expect.element(code()).toHaveValue('123456')
  await expect
    .element(code())
    .toHaveAccessibleDescription('Is this the code? Press “Verify code” to check it.')
  expect(sent()).toEqual([])
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test.for(['ada.123456@example.com', 'correct-horse-123456-battery', '+49 30 123456'])(
  'security: a password manager that fills in a wrong item uses up no attempt: %s',
  async (text) => {
    await show()
    await askForCode()
    fillInCode(text)
    await expect.element(code()).toHaveValue('')
    await expect.element(page.getByText('There’s no 6-digit code in that text.')).toBeVisible()
    expect(sent()).toEqual([])
  },
)

test('behavior: a code that a password manager has set without an event is read on submit', async () => {
  const { onSuccess } = await show({ autoSubmit: false })
  await askForCode()
  setValue('123456')
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: entering the same address again during the pause returns to its code', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await userEvent.keyboard('000000')
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  await page.getByRole('button', { name: 'Use another email address' }).click()
  await expect.element(email()).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
  expect(backend.count('/otp/start')).toBe(1)
  await userEvent.keyboard('123456')
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: a form that has not been used yet asks for a code that is pending after a reload or in another tab', async () => {
  const first = await renderWithAuth(<OtpForm />, { backend })
  await askForCode()
  const pending = sessionStorage.getItem('kit:otp') ?? expect.fail()
  await first.screen.unmount()
  const second = await renderWithAuth(<OtpForm />, { backend })
  await expect.element(code()).toBeVisible()

  await second.screen.unmount()
  sessionStorage.clear()
  const tab = new BroadcastChannel('kit:otp')
  tab.addEventListener('message', ({ data }) => {
    if (data === 'pending?') tab.postMessage(JSON.parse(pending))
  })
  await show()
  await expect.element(code()).toBeVisible()
  tab.close()
})

test('behavior: a code that was sent in another tab replaces the previous one', async () => {
  await show()
  await askForCode()
  await page.getByRole('button', { name: 'Use another email address' }).click()
  await email().fill('grace@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
  expect(backend.count('/otp/start')).toBe(2)
})

test('behavior: if the backend does not know the attempt, the form asks for a new code', async () => {
  await show()
  await askForCode()
  // The route's answer if the login cookie is gone. It has no number of attempts.
  backend.failNext('/otp/verify', 'otp_invalid', 401)
  await userEvent.keyboard('123456')
  await expect
    .element(page.getByText('This code can’t be checked anymore. Request a new one.'))
    .toBeVisible()
  await expect.element(resend()).toHaveAttribute('data-variant', 'primary')
})

test('behavior: the field is disabled after the last attempt', async () => {
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_invalid', 401, { attemptsLeft: 0 })
  await userEvent.keyboard('000000')
  await expect.element(page.getByText(/^Too many incorrect attempts/)).toBeVisible()
  await expect.element(code()).toBeDisabled()
  await expect.element(resend()).toHaveFocus()
})

test.for([
  [' Ada <ada@example.com>. ', 'ada@example.com'],
  ['ivan@пример.рф', 'ivan@xn--e1afmkfd.xn--p1ai'],
])('behavior: the address is sent in its normalized form: %s', async ([typed = '', identifier]) => {
  await show()
  await email().fill(typed)
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toBeVisible()
  const [request] = backend.requests.filter(({ path }) => path === '/otp/start')
  expect(request?.body).toEqual({ identifier })
})

test('behavior: a typing error in a well-known domain is pointed out, but the address can be submitted', async () => {
  await show()
  await email().fill('ada@gmial.com')
  await userEvent.tab()
  await page.getByRole('button', { name: 'Did you mean ada@gmail.com?' }).click()
  await expect.element(email()).toHaveValue('ada@gmail.com')
  await email().fill('ada@gmial.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toBeVisible()
})

test('behavior: a clock that is set back does not show a longer wait than the server’s', async () => {
  await show()
  await askForCode()
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_600_000 })
  document.dispatchEvent(new Event('visibilitychange'))
  await expect.poll(() => resend().element().textContent).toMatch(/\((?:[1-5]?\d|60) sec\)$/)
  vi.useRealTimers()
})

test('behavior: after a refusal each pasted code is submitted automatically', async () => {
  const { onSuccess } = await show()
  await askForCode()
  await paste('000 000')
  await expect
    .element(page.getByText('That code isn’t right. You have 4 attempts left.'))
    .toBeVisible()
  await paste('000001')
  await expect.element(page.getByText(/You have 3 attempts? left/)).toBeVisible()
  await paste('Your code is 123456.')
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
  expect(sent()).toHaveLength(3)
})

test('behavior: the address keeps its direction on a right-to-left page', async () => {
  await show()
  await askForCode()
  expect(document.querySelector('bdi > b')?.textContent).toBe('ada@example.com')
  await expect
    .element(code())
    .toHaveAccessibleDescription('We check it as soon as you enter all 6 digits.')
})

test('behavior: each kind of failure has a separate text', async () => {
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
    backend.failNext(
      '/otp/verify',
      problem,
      status,
      problem === 'otp_invalid' ? { attemptsLeft: 4 } : {},
    )
    // A different code each time, because the form does not submit a refused code again.
    const typed = `00000${seen.size}`
    await code().fill(typed)
    await userEvent.keyboard('{Enter}')
    await expect.poll(() => !seen.has(alert()) && alert() !== '').toBe(true)
    if (status >= 500) await expect.element(code()).toHaveValue(typed)
    seen.add(alert())
  }
  expect(seen.size).toBe(5)
})

test('behavior: O-29 pressing Enter twice sends one request', async () => {
  await show({ autoSubmit: false })
  await askForCode()
  await userEvent.keyboard('123456{Enter}{Enter}')
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
  expect(sent()).toHaveLength(1)
})

test('behavior: an incomplete code is not sent', async () => {
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
  await expect.element(page.getByRole('button', { name: 'Checking…' })).toBeVisible()
  await expect.element(code()).toHaveFocus()
  await expect.element(code()).toHaveAttribute('readonly')
  release()
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
})

test('behavior: another code can be requested when the server allows it; the countdown is only visual', async () => {
  backend = createFakeBackend({ resendMs: 3000 })
  await show()
  await askForCode()
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  expect(resend().element().querySelector('[aria-hidden]')?.textContent).toMatch(/\d+ sec/)
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
  expect([...said].filter((text) => /\d sec/.test(text))).toEqual([])
  await resend().dblClick()
  await expect.poll(() => backend.count('/otp/start')).toBe(2)
  await expect.element(resend()).toHaveAttribute('aria-disabled', 'true')
  await expect.element(code()).toHaveValue('')
  await expect.element(code()).toHaveFocus()
})

test('behavior: when the user changes the address, the field contains the previous one', async () => {
  await show()
  await askForCode()
  await page.getByRole('button', { name: 'Use another email address' }).click()
  await expect.element(email()).toHaveFocus()
  await expect.element(email()).toHaveValue('ada@example.com')
})

test('behavior: neither step submits a form of the app that contains it', async () => {
  const onSubmit = vi.fn()
  await renderWithAuth(
    // An app may render the dialog inside a form.
    <div onSubmit={onSubmit}>
      <OtpForm />
    </div>,
    { backend },
  )
  await askForCode()
  await userEvent.keyboard('12345{Enter}')
  await expect.element(code()).toHaveAttribute('aria-invalid', 'true')
  expect(onSubmit).not.toHaveBeenCalled()
})

test('behavior: after returning to a previous code, another code can be sent', async () => {
  backend = createFakeBackend({ resendMs: 3000 })
  await show()
  await askForCode()
  await page.getByRole('button', { name: 'Use another email address' }).click()
  await expect.element(email()).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toBeVisible()
  expect(backend.count('/otp/start')).toBe(1)
  await expect.poll(() => resend().element().ariaDisabled, { timeout: 8000 }).toBeNull()
  await resend().click()
  await expect.poll(() => backend.count('/otp/start')).toBe(2)
  await expect.element(code()).toHaveFocus()
})

test('behavior: after the last attempt the field is disabled, and the main button sends a new code', async () => {
  backend = createFakeBackend({ resendMs: 0 })
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_attempts_exhausted', 401, { attemptsLeft: 0 })
  await userEvent.keyboard('000000')
  await expect.element(page.getByText(/^Too many incorrect attempts/)).toBeVisible()
  await expect.element(code()).toBeDisabled()
  await expect.element(resend()).toHaveAttribute('data-variant', 'primary')
  await expect.element(resend()).toHaveFocus()
  await expect.poll(() => resend().element().ariaDisabled, { timeout: 5000 }).toBeNull()
  await resend().click()
  await expect.element(code()).toBeEnabled()
  await expect.element(code()).toHaveFocus()
})

test('behavior: if the next code cannot be sent after the last attempt, the field stays disabled and the focus stays', async () => {
  backend = createFakeBackend({ resendMs: 0 })
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_attempts_exhausted', 401, { attemptsLeft: 0 })
  await userEvent.keyboard('000000')
  await expect.element(resend()).toHaveFocus()
  await expect.poll(() => resend().element().ariaDisabled, { timeout: 5000 }).toBeNull()
  backend.cutNext('/otp/start')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/^Can’t reach the server/)).toBeVisible()
  await expect.element(code()).toBeDisabled()
  await expect.element(resend()).toHaveFocus()
  const release = backend.holdNext('/otp/start')
  await userEvent.keyboard('{Enter}')
  await expect.element(resend()).toHaveAttribute('data-loading')
  await expect.element(resend()).toHaveFocus()
  await expect.element(code()).toBeDisabled()
  release()
  await expect.element(code()).toHaveFocus()
})

test('behavior: if a second code is needed, the form says that the first one was right', async () => {
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_second_code_required', 401)
  await userEvent.keyboard('123456')
  await expect.element(page.getByText(/^That code is right/)).toBeVisible()
  expect(page.getByText(/^Too many incorrect/).elements()).toHaveLength(0)
  await expect.element(resend()).toHaveFocus()
})

test('behavior: a locked address shows the support contact', async () => {
  await show()
  await askForCode()
  backend.failNext('/otp/verify', 'otp_locked', 429, { supportContact: 'help@example.com' })
  await userEvent.keyboard('000000')
  await expect.element(page.getByText('Contact support: help@example.com')).toBeVisible()
  await expect.element(code()).toBeDisabled()
  await expect
    .element(page.getByRole('button', { name: 'Use another email address' }))
    .toHaveFocus()
})

test('behavior: without a connection the code stays, and the button tries again', async () => {
  const { onSuccess } = await show()
  await askForCode()
  backend.cutNext('/otp/verify')
  await userEvent.keyboard('123456')
  await expect.element(page.getByText(/^Can’t reach the server/)).toBeVisible()
  await expect.element(code()).toHaveValue('123456')
  await page.getByRole('button', { name: 'Verify code' }).click()
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
})

test('behavior: the code disappears from the page after it is accepted', async () => {
  await show()
  await askForCode()
  await userEvent.keyboard('123456')
  await expect.poll(() => form()?.getAttribute('data-status')).toBe('success')
  await expect.element(code()).not.toBeInTheDocument()
  // The text that replaced the field has the focus.
  expect(document.activeElement?.textContent).toBe('Signed in')
  expect(document.body.innerHTML).not.toContain('123456')
})

test('security: no URL, storage or console contains the code', async () => {
  const written = (['log', 'info', 'warn', 'debug'] as const).map((name) => vi.spyOn(console, name))
  await show()
  await askForCode()
  await userEvent.keyboard('987654')
  await expect
    .element(page.getByText('That code isn’t right. You have 4 attempts left.'))
    .toBeVisible()
  const places = [location.href, JSON.stringify({ ...localStorage, ...sessionStorage })]
  expect([...places, JSON.stringify(written.map(({ mock }) => mock.calls))].join()).not.toContain(
    '987654',
  )
  for (const spy of written) spy.mockRestore()
})

test('security: a page that is restored from the back/forward cache contains no code', async () => {
  await show()
  await askForCode()
  await userEvent.keyboard('12345')
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await expect.element(code()).toHaveValue('')
})
