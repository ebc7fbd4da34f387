import { createFakeWallet } from '@kit/testing/browser'
import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { OtpForm, SignIn, WalletList } from '../index.ts'
import './layers.css'
import './tokens.css'
import './structure.css'
import './parts.css'

const wallets = ['Aurora Wallet', 'Field Wallet'].map((name) =>
  createFakeWallet({ name, policy: { sign: 'hold' } }),
)
beforeEach(async () => {
  forgetVisit()
  await emulate('active')
})
afterEach(async () => {
  for (const wallet of wallets) wallet.withdraw()
  await emulate('none')
})

const emulate = (value: 'active' | 'none') =>
  cdp().send('Emulation.setEmulatedMedia', { features: [{ name: 'forced-colors', value }] })

/** Returns the actual value of a system colour. */
function system(color: string): string {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = color
  const { color: computed } = getComputedStyle(probe)
  probe.remove()
  return computed
}

const button = (name: string) => page.getByRole('button', { name })
const look = (name: string) => getComputedStyle(button(name).element())

test('behavior: with forced colours, the primary button, borders, loading elements and the focus can be distinguished', async () => {
  const list = await renderWithAuth(
    <WalletList onPick={() => {}} busyWallet="Aurora Wallet" disabled />,
  )
  await expect.element(button('Field Wallet')).toBeVisible()
  expect(look('Field Wallet').color).toBe(system('GrayText'))
  await expect.poll(() => look('Field Wallet').borderColor).toBe(system('GrayText'))
  await list.screen.unmount()
  await renderWithAuth(<SignIn />)
  await expect.element(button('Aurora Wallet')).toBeVisible()
  expect(look('Continue with email').backgroundColor).toBe(system('Highlight'))
  expect(look('Continue with email').color).toBe(system('HighlightText'))
  expect(look('Aurora Wallet').borderStyle).toBe('solid')
  await userEvent.keyboard('{Tab}')
  expect(look('Aurora Wallet').outlineStyle).toBe('solid')
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Back')).toBeVisible()
})

test('behavior: with forced colours, a loading button keeps its text, and its spinner keeps its gap', async () => {
  const backend = createFakeBackend({ methods: ['email-otp'] })
  await renderWithAuth(<OtpForm />, { backend })
  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  backend.holdNext('/otp/verify')
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await expect.element(button('Checking…')).toBeVisible()
  const { color, backgroundColor } = look('Checking…')
  expect([color, backgroundColor]).toEqual([system('HighlightText'), system('Highlight')])
  // Otherwise the browser would draw a background behind the text, in the same colour as the text.
  expect(look('Checking…').getPropertyValue('forced-color-adjust')).toBe('none')
  const ring = getComputedStyle(button('Checking…').element(), '::before')
  expect(ring.borderBlockStartColor).toBe('rgba(0, 0, 0, 0)')
  expect(ring.borderBlockEndColor).toBe(system('HighlightText'))
})

test('behavior: with forced colours, quiet buttons have no border, but are underlined', async () => {
  await renderWithAuth(<OtpForm />, { backend: createFakeBackend({ methods: ['email-otp'] }) })
  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Use another email address')).toBeVisible()
  for (const name of ['Use another email address', 'Send a new code']) {
    expect(look(name).borderColor).toBe(system('Canvas'))
    expect(look(name).textDecorationLine).toBe('underline')
  }
})
