import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { createConfig, http } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { createRemoteConnector } from '../../fixtures/createRemoteConnector.ts'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import '../../styles/layers.css'
import '../../styles/tokens.css'
import '../../styles/structure.css'
import '../../styles/parts.css'
import { AccountCard } from './index.ts'

let wallet: FakeWallet
beforeEach(() => {
  wallet = createFakeWallet({ name: 'Aurora Wallet' })
})
afterEach(async () => {
  wallet.withdraw()
  await page.viewport(1280, 720)
})

const linkedAt = '2026-01-05T09:00:00.000Z'
const ada = { id: 'ada@example.com', kind: 'email', email: 'ada@example.com', linkedAt } as const
const work = { ...ada, id: 'ada@work.example', email: 'ada@work.example' } as const
const session = createSession({ method: 'email-otp' })
const button = (name: string) => page.getByRole('button', { name, exact: true })

async function show(
  identities: createFakeBackend.Options['identities'] = [ada, work],
  options: createFakeBackend.Options = {},
) {
  const backend = createFakeBackend({ session, identities, ...options })
  await renderWithAuth(<AccountCard />, { backend })
  await expect.element(page.getByText('ada@example.com')).toBeVisible()
  return backend
}

test('default: an identity can be removed; the last one has no button', async () => {
  const backend = await show()
  await button('Remove ada@work.example').click()
  await expect
    .element(page.getByText('You can no longer sign in with ada@work.example.'))
    .toBeInTheDocument()
  expect(backend.state.identities).toEqual([ada])
  expect(button('Remove ada@example.com').elements()).toHaveLength(0)
})

test('behavior: an email address is linked by its code', async () => {
  const backend = await show([ada])
  await button('Add email address').click()
  await page.getByLabelText('Email address').fill('ada@work.example')
  await userEvent.keyboard('{Enter}')
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await expect
    .element(page.getByText('You can now sign in with ada@work.example.'))
    .toBeInTheDocument()
  expect(backend.state.identities.map(({ id }) => id)).toEqual([ada.id, work.id])
})

test('behavior: a wallet is linked by its signature', async () => {
  const backend = await show([ada])
  await button('Add wallet').click()
  await button('Aurora Wallet').click()
  await expect.poll(() => backend.state.identities.length).toBe(2)
  await expect.element(button('Add wallet')).toBeVisible()
})

test('behavior: if two codes are needed, the card says so and sends the second one', async () => {
  const backend = await show([ada], { resendMs: 0 })
  await button('Add email address').click()
  await page.getByLabelText('Email address').fill('ada@work.example')
  await userEvent.keyboard('{Enter}')
  backend.failNext('/identities/email/verify', 'otp_second_code_required', 401)
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await expect.element(page.getByText(/That code is right/)).toBeVisible()
  // The used code cannot be submitted again.
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toBeDisabled()
  await expect.element(button('Send a new code')).toHaveFocus()
  // The backend's clock, which its answers contain, may be a second slow.
  await expect.element(button('Send a new code')).not.toHaveAttribute('aria-disabled')
  await userEvent.keyboard('{Enter}')
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await expect
    .element(page.getByText('You can now sign in with ada@work.example.'))
    .toBeInTheDocument()
  expect(backend.count('/identities/email/start')).toBe(2)
})

test('behavior: an address of another account is refused with a message', async () => {
  const backend = await show([ada])
  backend.failNext('/identities/email/verify', 'identity_taken', 409)
  await button('Add email address').click()
  await page.getByLabelText('Email address').fill('ada@work.example')
  await userEvent.keyboard('{Enter}')
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
  await expect.element(page.getByText(/^This belongs to another account/)).toBeVisible()
})

test('behavior: a wallet on another device is linked by its code; after a cancellation, its late approval links nothing', async () => {
  const remote = createRemoteConnector(createFakeWallet({ name: 'Remote', isAnnounced: false }))
  const backend = createFakeBackend({ session, identities: [ada] })
  const config = createConfig({
    chains: [mainnet],
    connectors: [remote.connector],
    multiInjectedProviderDiscovery: false,
    transports: { [mainnet.id]: http() },
  })
  await renderWithAuth(<AccountCard />, { backend, config })
  const code = page.getByRole('img', { name: 'QR code to connect a wallet' })
  const scan = async () => {
    await button('Add wallet').click()
    await page.getByRole('button', { name: 'WalletConnect' }).click()
    await expect.element(code).toBeVisible()
  }
  await scan()
  await button('Cancel').click()
  remote.answer()
  await scan()
  expect(backend.state.identities).toEqual([ada])
  remote.answer()
  await expect.poll(() => backend.state.identities.length).toBe(2)
  await expect.element(code).not.toBeInTheDocument()
})

test('security: a change that requires a recent sign-in offers to sign in again', async () => {
  const backend = await show()
  backend.failNext('/identities/remove', 'step_up_required', 403)
  await button('Remove ada@work.example').click()
  await expect.element(page.getByText('Sign in again to confirm it’s you.')).toBeVisible()
  await expect.element(button('Sign in again')).toBeVisible()
  expect(backend.state.identities).toHaveLength(2)
})

test('behavior: nothing overflows at 320 px', async () => {
  await page.viewport(320, 640)
  await show()
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320)
})

test('behavior: while the card loads, a placeholder of its shape is shown and announced', async () => {
  const backend = createFakeBackend({ session, identities: [ada] })
  const release = backend.holdNext('/identities')
  const { screen } = await renderWithAuth(<AccountCard />, { backend })
  await expect.element(page.getByText('Loading…')).toBeInTheDocument()
  expect(screen.container.querySelector('.kit-skeleton[aria-hidden="true"]')).not.toBeNull()
  release()
  await expect.element(page.getByText('ada@example.com')).toBeVisible()
  expect(screen.container.querySelector('.kit-skeleton')).toBeNull()
})

test('behavior: on a phone of 390 px, an identity and its button are on one line', async () => {
  await page.viewport(390, 700)
  await show()
  const top = (name: string) => page.getByText(name).element().getBoundingClientRect().top
  const { top: buttonTop, bottom } = button('Remove ada@example.com')
    .element()
    .getBoundingClientRect()
  expect(top('ada@example.com')).toBeGreaterThan(buttonTop)
  expect(top('ada@example.com')).toBeLessThan(bottom)
})

test('behavior: a code without attempts stays disabled if the next code cannot be sent', async () => {
  const backend = await show([ada], { resendMs: 0 })
  await button('Add email address').click()
  await page.getByLabelText('Email address').fill('ada@work.example')
  await userEvent.keyboard('{Enter}')
  backend.failNext('/identities/email/verify', 'otp_attempts_exhausted', 401)
  await page.getByRole('textbox', { name: 'Code' }).fill('000000')
  await expect.element(button('Send a new code')).toHaveFocus()
  await expect.element(button('Send a new code')).not.toHaveAttribute('aria-disabled')
  backend.cutNext('/identities/email/start')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/^Can’t reach the server/)).toBeVisible()
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toBeDisabled()
})

test('behavior: a code found in a text with other numbers is not submitted automatically', async () => {
  const backend = await show([ada])
  await button('Add email address').click()
  await page.getByLabelText('Email address').fill('ada@work.example')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
  await page.getByRole('textbox', { name: 'Code' }).fill('Case 483920, code 192837')
  await expect
    .element(page.getByRole('textbox', { name: 'Code' }))
    .toHaveAccessibleDescription('Is this the code? Press “Verify code” to check it.')
  expect(backend.count('/identities/email/verify')).toBe(0)
})

test('behavior: another address can be entered after the code was sent', async () => {
  await show([ada])
  await button('Add email address').click()
  await page.getByLabelText('Email address').fill('ada@wrong.example')
  await userEvent.keyboard('{Enter}')
  await button('Use another email address').click()
  await expect.element(page.getByLabelText('Email address')).toHaveFocus()
  await expect.element(page.getByLabelText('Email address')).toHaveValue('ada@wrong.example')
})
