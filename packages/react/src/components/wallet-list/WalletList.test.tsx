import { createFakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { WalletList } from './index.ts'

beforeEach(forgetVisit)
afterEach(() => Reflect.deleteProperty(navigator, 'userAgentData'))

test('behavior: a broken icon is replaced by the first letter', async () => {
  const wallet = createFakeWallet({ name: '🦊 Fox', icon: 'data:image/png,broken' })
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  const button = page.getByRole('button', { name: '🦊 Fox' })
  await expect.element(button).toBeVisible()
  await expect.poll(() => button.element().querySelector('img')).toBeNull()
  expect(button.element().querySelector('[data-letter]')?.textContent).toBe('🦊')
  wallet.withdraw()
})

test('behavior: a phone without a wallet opens this page in the browser of a wallet’s app', async () => {
  // This is how Samsung’s browser identifies itself, while it also reports that it can hover.
  Object.defineProperty(navigator, 'userAgentData', { configurable: true, value: { mobile: true } })
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  const { host, pathname, search, href } = location
  await expect
    .element(page.getByRole('link', { name: 'Open this page in MetaMask' }))
    .toHaveAttribute('href', `https://metamask.app.link/dapp/${host}${pathname}${search}`)
  await expect
    .element(page.getByRole('link', { name: 'Open this page in Trust Wallet' }))
    .toHaveAttribute('href', expect.stringContaining(encodeURIComponent(href)))
})

test('behavior: a desktop without a wallet has no such links', async () => {
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  await expect.element(page.getByRole('link', { name: 'Get a wallet' })).toBeVisible()
  expect(page.getByRole('link', { name: /^Open this page/ }).query()).toBeNull()
})
