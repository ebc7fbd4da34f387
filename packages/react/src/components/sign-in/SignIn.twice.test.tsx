import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SignIn } from './index.ts'

let wallet: FakeWallet
beforeEach(async () => {
  forgetVisit()
  wallet = createFakeWallet({ name: 'Aurora Wallet' })
  await renderWithAuth(
    <>
      <SignIn />
      <SignIn />
    </>,
  )
  await expect.poll(() => page.getByRole('button', { name: 'Aurora Wallet' }).all().length).toBe(2)
})
afterEach(() => wallet.withdraw())

const second = () => document.querySelectorAll('.kit-card')[1]

test('behavior: with two cards on a page, the card that requested a code keeps the focus', async () => {
  await page.getByRole('textbox', { name: 'Email address' }).nth(1).fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  const code = page.getByRole('textbox', { name: 'Code' }).nth(1)
  await expect.element(code).toHaveFocus()
  await userEvent.keyboard('000000')
  await expect.element(code).toHaveAttribute('aria-invalid', 'true')
  await expect.element(code).toHaveFocus()
})

test('behavior: with two cards on a page, the card in which a wallet was chosen keeps the focus', async () => {
  wallet.policy.sign = 'hold'
  await page.getByRole('button', { name: 'Aurora Wallet' }).nth(1).click()
  await expect.poll(() => second()?.contains(document.activeElement)).toBe(true)
  wallet.answerWith('0x')
  await expect.element(page.getByText(/^The signature wasn’t accepted/).nth(1)).toBeVisible()
  expect(second()?.contains(document.activeElement)).toBe(true)
})

test('behavior: two cards on a page share no element id', () => {
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
})
