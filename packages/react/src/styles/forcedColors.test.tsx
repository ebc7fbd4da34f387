import { createFakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn, WalletList } from '../index.ts'
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

/** The actual value of a system colour. */
function system(color: string): string {
  const probe = document.body.appendChild(document.createElement('i'))
  probe.style.color = color
  const { color: computed } = getComputedStyle(probe)
  probe.remove()
  return computed
}

const button = (name: string) => page.getByRole('button', { name })
const look = (name: string) => getComputedStyle(button(name).element())

test('behavior: under forced colours the main button, edges, waiting parts and the focus can be distinguished', async () => {
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
