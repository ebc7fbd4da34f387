import { createFakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { Dialog, SignIn } from '../index.ts'
import './layers.css'
import './tokens.css'
import './structure.css'
import './parts.css'
import '../components/otp-input/OtpInput.css'

const violations: string[] = []
document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
  violations.push(violatedDirective),
)
const wallet = createFakeWallet()
beforeEach(forgetVisit)
afterEach(() => wallet.withdraw())

test('security: the card works under a policy that forbids inline styles, and uses none', async () => {
  const policy = document.createElement('meta')
  policy.httpEquiv = 'Content-Security-Policy'
  policy.content = "style-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'"
  document.head.append(policy)

  wallet.policy.sign = 'hold'
  await renderWithAuth(
    <>
      <SignIn style={{ inlineSize: '20rem' }} />
      <Dialog isOpen labelledBy="name" onClose={() => {}}>
        <h2 id="name">A dialog</h2>
      </Dialog>
    </>,
  )
  await expect.element(page.getByRole('dialog', { name: 'A dialog' })).toBeVisible()
  document.querySelector('dialog')?.close()
  await page.getByRole('button', { name: 'Test Wallet' }).click()
  await expect.element(page.getByText(/^Sign the message/)).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await page.getByLabelText('Email address').fill('ada@example.com')
  await page.getByRole('button', { name: 'Continue with email' }).click()
  await page.getByLabelText('Code').fill('000000')
  await expect.element(page.getByText(/^That code isn’t right/)).toBeVisible()
  await page.getByLabelText('Code').fill('123456')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect(document.querySelector('section')?.offsetWidth).toBe(320)
  expect(violations).toEqual([])

  // Checks that the policy is active, and that violations are reported.
  const styled = document.createElement('div')
  styled.setAttribute('style', 'color: red')
  await expect.poll(() => violations).toEqual(['style-src-attr'])
})
