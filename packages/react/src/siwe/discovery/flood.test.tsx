import { createFakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SignIn } from '../../index.ts'

// In a separate file, because the page keeps announced wallets.
test('security: a thousand announced wallets do not block the page', async () => {
  forgetVisit()
  const wallet = createFakeWallet({ name: 'Sound Wallet' })
  const { backend } = await renderWithAuth(<SignIn />)
  await expect.element(page.getByRole('button', { name: 'Sound Wallet' })).toBeVisible()
  const provider = { request: async () => [], on: () => {}, removeListener: () => {} }
  for (let index = 0; index < 1000; index += 1) {
    const info = { uuid: `${index}`, name: `Flood ${index}`, rdns: `test.flood${index}` }
    const detail = { info: { ...info, icon: 'data:image/,' }, provider }
    window.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
    // Lets the page render after every ten wallets.
    if (index % 10 === 9) await new Promise((resolve) => setTimeout(resolve))
  }
  expect(document.querySelectorAll('.kit-wallet').length).toBeLessThanOrEqual(100)
  await page.getByRole('button', { name: 'Sound Wallet' }).click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
  wallet.withdraw()
})
