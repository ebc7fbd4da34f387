import { createFakeWallet } from '@kit/testing/browser'
import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SignInDialog, useSignInDialog } from '../../index.ts'

beforeEach(forgetVisit)
afterEach(() => document.getElementById('sdk')?.remove())

function Opener() {
  const { open, isOpen } = useSignInDialog()
  return (
    <button type="button" onClick={open}>
      {isOpen ? 'Opened' : 'Open it'}
    </button>
  )
}

/** Adds an overlay to the page, as a wallet's SDK does. */
function openWindow(onRetry: () => void): HTMLElement {
  const element = document.createElement('div')
  element.id = 'sdk'
  element.innerHTML =
    '<div style="position:fixed;inset:8px 8px auto auto;z-index:2147483647;background:#fff"><button>Retry</button></div>'
  element.querySelector('button')?.addEventListener('click', onRetry)
  document.body.append(element)
  return element
}

test('behavior: an overlay that a wallet’s SDK opens can be used while the dialog is open', async () => {
  const wallet = createFakeWallet({ name: 'Alpha', policy: { connect: 'hold' } })
  const backend = createFakeBackend({ methods: ['siwe'] })
  const onRetry = vi.fn()
  const onClose = vi.fn()
  await renderWithAuth(<SignInDialog isOpen onClose={onClose} />, { backend })
  const dialog = () => page.getByRole('dialog').element()
  await page.getByRole('button', { name: 'Alpha' }).click()
  await expect.element(page.getByText(/^Approve the connection/)).toBeVisible()
  expect(dialog().matches(':modal')).toBe(true)
  const sdk = openWindow(onRetry)
  await expect.poll(() => dialog().matches(':modal')).toBe(false)
  await page.getByRole('button', { name: 'Retry' }).click()
  expect(onRetry).toHaveBeenCalledTimes(1)
  // The card is behind the overlay and can be used as well.
  await expect.element(page.getByRole('button', { name: 'Back' })).toBeVisible()
  sdk.remove()
  await expect.poll(() => dialog().matches(':modal')).toBe(true)
  await userEvent.keyboard('{Escape}')
  expect(onClose).toHaveBeenCalledTimes(1)
  wallet.withdraw()
})

test('behavior: without an open wallet request, the dialog stays modal whatever is added to the page', async () => {
  await renderWithAuth(<SignInDialog isOpen onClose={() => {}} />)
  await expect.element(page.getByRole('dialog')).toBeVisible()
  openWindow(() => {})
  await expect.element(page.getByText('Retry')).toBeInTheDocument()
  expect(page.getByRole('dialog').element().matches(':modal')).toBe(true)
})

test('default: useSignInDialog opens the page’s dialog from anywhere', async () => {
  await renderWithAuth(
    <>
      <Opener />
      <SignInDialog />
    </>,
  )
  expect(page.getByRole('dialog').query()).toBeNull()
  await page.getByRole('button', { name: 'Open it' }).click()
  await expect.element(page.getByRole('dialog')).toBeVisible()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('button', { name: 'Open it' })).toHaveFocus()
})

test('behavior: a click on the page behind closes the dialog, and a click in the card does not', async () => {
  const onClose = vi.fn()
  const backend = createFakeBackend({ methods: ['email-otp'] })
  await renderWithAuth(<SignInDialog isOpen onClose={onClose} />, { backend })
  await page.getByRole('heading', { name: 'Sign in' }).click()
  expect(onClose).not.toHaveBeenCalled()
  const whole = page.elementLocator(document.documentElement)
  await whole.click({ position: { x: 2, y: 2 }, force: true })
  expect(onClose).toHaveBeenCalledOnce()
})
