import { createFakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import type { CSSProperties } from 'react'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cdp, page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import '../../styles/layers.css'
import '../../styles/tokens.css'
import '../../styles/structure.css'
import '../../styles/parts.css'
import { SessionCard, SignInDialog, type SignInProps } from '../../index.ts'
import { SignIn } from './index.ts'

/* Tests what the card shows and hides in each step. */

let wallets: ReturnType<typeof createFakeWallet>[]
beforeEach(() => {
  forgetVisit()
  wallets = ['Aurora Wallet', 'Field Wallet'].map((name) => createFakeWallet({ name }))
})
afterEach(async () => {
  vi.useRealTimers()
  for (const wallet of wallets) wallet.withdraw()
  await cdp().send('Emulation.setEmulatedMedia', { features: [] })
})

const button = (name: string) => page.getByRole('button', { name })

test('behavior: while a wallet request is open, the other methods are hidden; after a refusal they return', async () => {
  const [wallet] = wallets
  if (wallet === undefined) throw new Error('There is no wallet.')
  wallet.policy.sign = 'hold'
  await renderWithAuth(<SignIn />)
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
  await button('Aurora Wallet').click()
  await expect.element(button('Back')).toBeVisible()
  await expect.element(page.getByLabelText('Email address')).not.toBeVisible()
  await expect.element(page.getByText('Field Wallet')).not.toBeVisible()
  await button('Back').click()
  await expect.element(page.getByLabelText('Email address')).toBeVisible()
  await expect.element(button('Field Wallet')).toBeVisible()
  await expect.element(button('Aurora Wallet')).not.toHaveAttribute('data-loading')
})

test('behavior: a step that replaces the methods has a back button, and the focus stays in the card', async () => {
  for (const { policy } of wallets) policy.sign = 'hold'
  await renderWithAuth(<SignIn />)
  expect(button('Back').query()).toBeNull()
  await button('Field Wallet').click()
  await expect.element(button('Back')).toBeVisible()
  // There is only one button to go back.
  expect(button('Cancel').query()).toBeNull()
  await expect.element(page.getByText('Sign in with your wallet or email.')).not.toBeInTheDocument()
  await button('Back').click()
  await expect.element(page.getByText('Sign in with your wallet or email.')).toBeVisible()
  await expect.element(button('Field Wallet')).toHaveFocus()

  await page.getByLabelText('Email address').fill('ada@example.com')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
  await button('Back').click()
  await expect.element(page.getByLabelText('Email address')).toHaveValue('ada@example.com')
  await expect.element(page.getByLabelText('Email address')).toHaveFocus()
  await expect.element(button('Back')).not.toBeInTheDocument()
})

test('behavior: after a refusal no wallet looks selected, and the focus ring differs from the selected state', async () => {
  const [wallet] = wallets
  if (wallet === undefined) throw new Error('There is no wallet.')
  wallet.policy.sign = 'reject'
  await renderWithAuth(<SignIn />)
  await expect.element(button('Aurora Wallet')).toBeVisible()
  await userEvent.keyboard('{Tab}{Enter}')
  await expect.element(page.getByText(/^You declined in your wallet/)).toBeVisible()
  const style = (name: string) => getComputedStyle(button(name).element())
  await expect
    .poll(() => style('Aurora Wallet').borderColor)
    .toBe(style('Field Wallet').borderColor)
  expect(style('Aurora Wallet').backgroundColor).toBe(style('Field Wallet').backgroundColor)
  await expect.element(button('Aurora Wallet')).toHaveFocus()
  expect([style('Aurora Wallet').outlineStyle, style('Aurora Wallet').outlineOffset]).toEqual([
    'solid',
    '2px',
  ])
})

describe('behavior: changes of the card’s height are animated', () => {
  /** Chooses a wallet. */
  async function ask(look?: SignInProps) {
    for (const { policy } of wallets) policy.sign = 'hold'
    const { screen } = await renderWithAuth(<SignIn {...look} />)
    const card = screen.container.querySelector('.kit-card')
    if (card === null) throw new Error('There is no card.')
    await expect.element(button('Aurora Wallet')).toBeVisible()
    const before = card.getBoundingClientRect().height
    await button('Aurora Wallet').hover()
    await import('../parts/smoothHeight.ts')
    await button('Aurora Wallet').click()
    await expect.element(button('Back')).toBeInTheDocument()
    return { card, before }
  }

  test('between the methods and a step', async () => {
    const { card, before } = await ask({ style: slow })
    expect(card.getAnimations()).toHaveLength(1)
    expect(card.getBoundingClientRect().height).toBeGreaterThan(before - 20)
    card.getAnimations()[0]?.finish()
    expect(card.getBoundingClientRect().height).toBeLessThan(before - 20)
  })

  test('but not with reduced motion', async () => {
    const features = [{ name: 'prefers-reduced-motion', value: 'reduce' }]
    await cdp().send('Emulation.setEmulatedMedia', { features })
    const { card } = await ask()
    expect(card.getAnimations()).toEqual([])
  })
})

test('behavior: while the content is unknown, a placeholder of the usual shape is announced, and appears after a delay', async () => {
  // The user was signed in on the last visit, so the card may show either the sign-in methods or the session.
  const session = createSession({ method: 'email-otp' })
  const first = await renderWithAuth(<SignIn />, { backend: createFakeBackend({ session }) })
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  await first.screen.unmount()
  const backend = createFakeBackend({ session })
  const release = backend.holdNext('/session')
  const { screen } = await renderWithAuth(<SignIn />, { backend })
  const skeleton = screen.container.querySelector('.kit-skeleton')
  if (skeleton === null) throw new Error('There is no skeleton.')
  expect(getComputedStyle(skeleton).animationDelay).toBe('0.15s')
  expect(getComputedStyle(skeleton).animationFillMode).toBe('backwards')
  expect(skeleton.getAttribute('aria-hidden')).toBe('true')
  await expect.element(page.getByText('Loading…')).toBeInTheDocument()
  release()
  await expect.element(button('Sign out')).toBeVisible()
  expect(screen.container.querySelector('.kit-skeleton')).toBeNull()
})

test('parameters: successDelayMs', async () => {
  const onSuccess = vi.fn()
  await renderWithAuth(<SignIn onSuccess={onSuccess} successDelayMs={300} />)
  await button('Aurora Wallet').click()
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  expect(onSuccess).not.toHaveBeenCalled()
  await expect.poll(() => onSuccess.mock.calls.length).toBe(1)
  expect(onSuccess.mock.calls[0]?.[0]).toMatchObject({ method: 'siwe' })
})

test('parameters: with successDelayMs, the dialog stays open for that time', async () => {
  const onClose = vi.fn()
  await renderWithAuth(<SignInDialog isOpen onClose={onClose} successDelayMs={300} />)
  await button('Aurora Wallet').click()
  await expect.element(page.getByRole('dialog').getByText('Signed in')).toBeVisible()
  expect(onClose).not.toHaveBeenCalled()
  await expect.poll(() => onClose.mock.calls.length).toBe(1)
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('behavior: a check mark appears after a sign-in, but not for an existing session', async () => {
  const { screen } = await renderWithAuth(<SignIn />)
  await button('Aurora Wallet').click()
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  expect(screen.container.querySelector('.kit-success')).not.toBeNull()
  await screen.unmount()
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  const later = await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  expect(later.screen.container.querySelector('.kit-success')).toBeNull()
})

test('behavior: with reduced motion the check mark is not animated', async () => {
  const features = [{ name: 'prefers-reduced-motion', value: 'reduce' }]
  await cdp().send('Emulation.setEmulatedMedia', { features })
  const { screen } = await renderWithAuth(<SignIn />)
  await button('Aurora Wallet').click()
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toBeVisible()
  const tick = screen.container.querySelector('.kit-success > path')
  if (tick === null) throw new Error('There is no tick.')
  expect(getComputedStyle(tick).animationDuration).toBe('0s')
})

test('behavior: an account has the same picture everywhere, and another account has a different one', async () => {
  const draw = async (address: string) => {
    const { screen } = await renderWithAuth(<SessionCard session={createSession({ address })} />)
    const colours = [...screen.container.querySelectorAll('stop')].map((stop) =>
      stop.getAttribute('stop-color'),
    )
    await screen.unmount()
    return colours
  }
  const one = await draw('0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266')
  expect(one).toHaveLength(2)
  expect(await draw('0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266')).toEqual(one)
  expect(await draw('0x70997970C51812dc3A010C7d01b50e0d17dc79C8')).not.toEqual(one)
})

test('behavior: a session with an email address shows it with its first letter', async () => {
  const session = createSession({ method: 'email-otp', email: 'a•••@example.com' })
  const { screen } = await renderWithAuth(<SessionCard session={session} />)
  await expect.element(page.getByText('a•••@example.com')).toBeVisible()
  expect(screen.container.querySelector('.kit-avatar')?.textContent).toBe('A')
  await userEvent.keyboard('{Tab}')
  await expect.element(button('Sign out')).toHaveFocus()
})

/** An animation that lasts longer than the test. */
const slow = { '--kit-duration-normal': '60s' } as CSSProperties
