import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { SignIn } from '../registry/sign-in.tsx'
import { renderWithAuth } from './fixtures/renderWithAuth.tsx'

/* Tests the components of the shadcn registry, with replacements for shadcn's own components. */

let wallet: FakeWallet

beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet()
})
afterEach(() => wallet.withdraw())

const button = (name: string | RegExp) => page.getByRole('button', { name })
const code = () => page.getByRole('textbox', { name: 'Code' })

test('default: the user signs in with a wallet, and signs out', async () => {
  const { backend } = await renderWithAuth(<SignIn />)
  await button('Test Wallet').click()
  await expect.element(button(/^0x/)).toBeVisible()
  expect(backend.state.session?.method).toBe('siwe')
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect.element(button('Test Wallet')).toBeVisible()
  expect(backend.state.session).toBe(null)
})

test('default: the user signs in with a code, which is submitted when it is complete', async () => {
  const { backend } = await renderWithAuth(<SignIn />)
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
  await expect.element(button('Test Wallet')).not.toBeInTheDocument()
  await userEvent.keyboard('123456')
  await expect.poll(() => backend.state.session?.method).toBe('email-otp')
})

test('behavior: a refused code shows an error, and is selected so that typing replaces it', async () => {
  const { backend } = await renderWithAuth(<SignIn />)
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(code()).toHaveFocus()
  await userEvent.keyboard('000000')
  await expect.element(page.getByText(/^That code isn’t right/)).toBeVisible()
  await userEvent.keyboard('123456')
  await expect.element(code()).toHaveValue('123456')
  // After a refusal, the code is not submitted automatically, because every attempt counts.
  expect(backend.state.session).toBe(null)
  await userEvent.keyboard('{Enter}')
  await expect.poll(() => backend.state.session?.method).toBe('email-otp')
})

test('behavior: going back keeps the address', async () => {
  await renderWithAuth(<SignIn />)
  await page.getByRole('textbox', { name: 'Email' }).fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await button('Use another email').click()
  await expect.element(page.getByRole('textbox', { name: 'Email' })).toHaveValue('ada@example.com')
})

test('behavior: only the methods that the backend offers are shown', async () => {
  await renderWithAuth(<SignIn />, { backend: createFakeBackend({ methods: ['email-otp'] }) })
  await expect.element(page.getByText('Get a code by email.')).toBeVisible()
  await expect.element(button('Test Wallet')).not.toBeInTheDocument()
})
