import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { useState } from 'react'
import { afterEach, beforeEach, expect, type Mock, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  ReauthenticateDialog,
  SessionExpiryDialog,
  SignIn,
  SignInDialog,
  UserButton,
  UserMenuItem,
  useReauthenticate,
  WalletList,
} from '../index.ts'
import '../styles/layers.css'
import '../styles/tokens.css'
import '../styles/structure.css'
import '../styles/parts.css'

/* Uses the components with only the keyboard, and checks where the focus is. */

let wallets: FakeWallet[]
beforeEach(() => {
  forgetVisit()
  wallets = ['Aurora Wallet', 'Field Wallet'].map((name) => createFakeWallet({ name }))
})
afterEach(() => {
  for (const wallet of wallets) wallet.withdraw()
})

const button = (name: string) => page.getByRole('button', { name })
const item = (name: string) => page.getByRole('menuitem', { name })

/** Describes the focused element by its name. */
function focused(): string {
  const element = document.activeElement
  if (element instanceof HTMLInputElement) return element.labels?.[0]?.textContent ?? ''
  return element?.ariaLabel ?? element?.textContent ?? ''
}

/** Presses Tab this many times, and returns the names of the elements that had the focus. */
async function tab(times: number, key = '{Tab}'): Promise<string[]> {
  const walked: string[] = []
  for (let step = 0; step < times; step += 1) {
    await userEvent.keyboard(key)
    walked.push(focused())
  }
  return walked
}

test('behavior: WalletList: one tab stop per wallet, Enter and Space choose, and a disabled button keeps the focus', async () => {
  const onPick = vi.fn()
  await renderWithAuth(<List onPick={onPick} />)
  await expect.element(button('Field Wallet')).toBeVisible()
  expect(await tab(2)).toEqual(['Aurora Wallet', 'Field Wallet'])
  await userEvent.keyboard('{Enter}')
  await userEvent.keyboard('{Shift>}{Tab}{/Shift} ')
  expect(onPick.mock.calls).toEqual([['Field Wallet'], ['Aurora Wallet']])
  await expect.element(button('Aurora Wallet')).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  expect(onPick).toHaveBeenCalledTimes(2)
})

test('behavior: SignIn: Tab moves from the wallets to the code in visual order', async () => {
  await renderWithAuth(<SignIn />)
  await expect.element(button('Field Wallet')).toBeVisible()
  expect(await tab(4)).toEqual([
    'Aurora Wallet',
    'Field Wallet',
    'Email address',
    'Continue with email',
  ])
  await tab(1, '{Shift>}{Tab}{/Shift}')
  await userEvent.keyboard('ada@example.com{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toHaveFocus()
  expect(await tab(3)).toEqual([
    'Verify code',
    expect.stringContaining('Send a new code'),
    'Use another email address',
  ])
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByLabelText('Email address')).toHaveFocus()
})

test('behavior: SignIn: Tab reaches Cancel and the message, and signing in moves the focus to the title', async () => {
  for (const { policy } of wallets) policy.sign = 'hold'
  await renderWithAuth(<SignIn />)
  await expect.element(button('Aurora Wallet')).toBeVisible()
  await tab(1)
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText('Message to sign')).toBeVisible()
  // The other methods are hidden.
  expect(await tab(1, '{Shift>}{Tab}{/Shift}')).toEqual(['Back'])
  expect(await tab(2)).toEqual(['Aurora Wallet', 'Message to sign'])
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByText(/wants you to sign in/)).toBeVisible()
  expect((await tab(1))[0]).toContain('wants you to sign in')
  expect(await tab(3, '{Shift>}{Tab}{/Shift}')).toContain('Back')
  await userEvent.keyboard('{Enter}')
  await expect.element(button('Back')).not.toBeInTheDocument()
  for (const { policy } of wallets) policy.sign = 'approve'
  await button('Aurora Wallet').click()
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toHaveFocus()
})

test('behavior: SignInDialog: the title gets the focus, Tab stays inside, and Escape returns the focus', async () => {
  await renderWithAuth(<OpeningPage />)
  await tab(1)
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('heading', { name: 'Sign in' })).toHaveFocus()
  await expect.element(button('Field Wallet')).toBeVisible()
  expect(await tab(5)).toEqual([
    'Aurora Wallet',
    'Field Wallet',
    'Email address',
    'Continue with email',
    'Close',
  ])
  // The browser's own controls may be part of the tab order, but the page behind the dialog is not.
  expect(await tab(3)).not.toContain('Elsewhere')
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(button('Open')).toHaveFocus()
})

test('behavior: ReauthenticateDialog: Escape declines and returns the focus', async () => {
  const answers: boolean[] = []
  const backend = createFakeBackend({ session: createSession() })
  const ui = (
    <>
      <PayingPage onAnswer={(answer) => answers.push(answer)} />
      <ReauthenticateDialog />
    </>
  )
  await renderWithAuth(ui, { backend })
  await tab(1)
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('heading', { name: 'Sign in again' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.poll(() => answers).toEqual([false])
  await expect.element(button('Pay')).toHaveFocus()
})

test('behavior: SessionExpiryDialog: Escape means "Not now", and the dialog does not open again', async () => {
  const expiresAt = new Date(Date.now() + 600_000).toISOString()
  const backend = createFakeBackend({ session: createSession({ expiresAt }) })
  const ui = (
    <>
      <input aria-label="A letter" />
      <SessionExpiryDialog warnBeforeMs={3_600_000} />
    </>
  )
  await renderWithAuth(ui, { backend })
  const title = page.getByRole('heading', { name: 'Your session is about to end' })
  await expect.element(title).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(page.getByRole('dialog')).not.toBeInTheDocument()
})

test('behavior: UserButton: arrow keys, Home, End and Enter work in the menu; Escape and Tab close it', async () => {
  const onSettings = vi.fn()
  const backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  const ui = (
    <>
      <UserButton>
        <UserMenuItem render={<a href="#account">Account</a>} />
        <UserMenuItem onClick={onSettings}>Settings</UserMenuItem>
      </UserButton>
      <button type="button">After</button>
    </>
  )
  await renderWithAuth(ui, { backend })
  const trigger = button('Signed in by email')
  await expect.element(trigger).toBeVisible()
  await tab(1)
  await userEvent.keyboard('{Enter}')
  await expect.element(item('Account')).toHaveFocus()
  await userEvent.keyboard('{ArrowUp}')
  await expect.element(item('Sign out')).toHaveFocus()
  await userEvent.keyboard('{Home}{ArrowDown}')
  await expect.element(item('Settings')).toHaveFocus()
  await userEvent.keyboard('{End}')
  await expect.element(item('Sign out')).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(trigger).toHaveFocus()
  await expect.element(item('Account')).not.toBeInTheDocument()

  await userEvent.keyboard('{ArrowDown}')
  await expect.element(item('Account')).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  expect(onSettings).toHaveBeenCalledOnce()
  await expect.element(trigger).toHaveFocus()

  await userEvent.keyboard(' ')
  await expect.element(item('Account')).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(button('After')).toHaveFocus()
  await expect.element(item('Account')).not.toBeInTheDocument()
})

function List({ onPick }: { onPick: Mock<(name: string) => void> }) {
  const [isBusy, setIsBusy] = useState(false)
  return (
    <WalletList
      disabled={isBusy}
      onPick={({ name }) => {
        onPick(name)
        setIsBusy(onPick.mock.calls.length > 1)
      }}
    />
  )
}

function OpeningPage() {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setIsOpen(true)}>
        Open
      </button>
      <a href="#elsewhere">Elsewhere</a>
      <SignInDialog isOpen={isOpen} onClose={() => setIsOpen(false)} />
    </>
  )
}

function PayingPage({ onAnswer }: { onAnswer: (answer: boolean) => void }) {
  const { reauthenticate } = useReauthenticate()
  return (
    <button type="button" onClick={async () => onAnswer(await reauthenticate())}>
      Pay
    </button>
  )
}
