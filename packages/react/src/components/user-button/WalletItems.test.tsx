import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SignIn, UserButton } from '../../index.ts'

let wallet: FakeWallet

beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet()
})
afterEach(() => wallet.withdraw())

const item = (name: string) => page.getByRole('menuitem', { name })

async function open() {
  const { backend } = await renderWithAuth(
    <>
      <UserButton />
      <SignIn />
    </>,
  )
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await page.getByRole('button', { name: /^0x/ }).click()
  return backend
}

test('default: the menu has items for a wallet’s session', async () => {
  const backend = await open()
  await expect.element(item('Copy address')).toBeVisible()
  await expect
    .element(item('View on explorer'))
    .toHaveAttribute('href', `https://etherscan.io/address/${wallet.address}`)
  await item('Sign out and disconnect').click()
  await expect.poll(() => backend.state.session).toBe(null)
  expect(wallet.calls).toContain('wallet_revokePermissions')
})

test('behavior: another account of the same wallet replaces the session', async () => {
  const backend = await open()
  const next = privateKeyToAccount(generatePrivateKey())
  wallet.switchAccountAtNextConnection(next)
  await item('Change account').click()
  await expect.poll(() => backend.state.session?.address).toBe(next.address)
})

test('behavior: signing in with another wallet from the menu, by keyboard, replaces the session', async () => {
  const other = createFakeWallet({ name: 'Other Wallet' })
  const backend = await open()
  await item('Use another wallet').click()
  // The first item goes back, and the session's wallet is not listed.
  await expect.element(item('Back')).toHaveFocus()
  await expect.element(item('Test Wallet')).not.toBeInTheDocument()
  await userEvent.keyboard('{Enter}')
  await expect.element(item('Copy address')).toHaveFocus()
  await item('Use another wallet').click()
  await expect.element(item('Back')).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.poll(() => backend.state.session?.address).toBe(other.address)
  expect([wallet.prompts.length, other.prompts.length]).toEqual([1, 1])
  other.withdraw()
})

test('behavior: the menu always opens with its usual items, even if it was closed while it showed the wallets', async () => {
  await open()
  await item('Use another wallet').click()
  await expect.element(item('Back')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('button', { name: /^0x/ })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(item('Copy address')).toHaveFocus()
})
