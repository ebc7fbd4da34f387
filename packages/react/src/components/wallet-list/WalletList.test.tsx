import { createFakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { WalletList } from './index.ts'

beforeEach(forgetVisit)

test('behavior: a picture that is broken gives way to the first letter', async () => {
  const wallet = createFakeWallet({ name: '🦊 Fox', icon: 'data:image/png,broken' })
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  const button = page.getByRole('button', { name: '🦊 Fox' })
  await expect.element(button).toBeVisible()
  await expect.poll(() => button.element().querySelector('img')).toBeNull()
  expect(button.element().querySelector('[data-letter]')?.textContent).toBe('🦊')
  wallet.withdraw()
})
