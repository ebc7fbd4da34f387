import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import {
  createFakeBackend,
  createSession,
  createSessionEntry,
  type FakeBackend,
  forgetVisit,
} from '@kit/testing/react'
import type { ReactNode } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { AccountCard, OtpForm, RedirectButton, SessionList, SignIn, SiweButton } from '../index.ts'

/* After a 429, every button that sends the request again is inactive for as long as the backend says. */

let wallet: FakeWallet
beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet({ name: 'Aurora Wallet' })
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'] })
})
afterEach(() => {
  vi.useRealTimers()
  wallet.withdraw()
})

const button = (name: string) => page.getByRole('button', { name, exact: true })
const session = createSession({ method: 'email-otp' })
const linkedAt = '2026-01-05T09:00:00.000Z'
const identities = ['ada@example.com', 'ada@work.example'].map((email) => ({
  id: email,
  kind: 'email' as const,
  email,
  linkedAt,
}))
const sessions = ['own', 'phone', 'work'].map((id) => createSessionEntry({ id, client: id }))

async function sendCode() {
  await page.getByLabelText('Email address').fill('ada@work.example')
  await userEvent.keyboard('{Enter}')
}

async function enterCode() {
  await sendCode()
  await page.getByRole('textbox', { name: 'Code' }).fill('123456')
}

const addEmail = () => button('Add email address').click()

const cases: readonly Case[] = [
  {
    what: 'a list that could not be loaded',
    ui: <SessionList />,
    path: 'GET /sessions',
    options: { session, sessions },
    again: 'Try again',
  },
  {
    what: 'a code that could not be sent',
    ui: <OtpForm />,
    path: '/otp/start',
    start: sendCode,
    again: 'Continue with email',
  },
  {
    what: 'a code that could not be checked',
    ui: <OtpForm />,
    path: '/otp/verify',
    start: enterCode,
    again: 'Verify code',
  },
  {
    what: 'a signature that could not be checked',
    ui: <SignIn />,
    path: '/siwe/verify',
    start: () => button('Aurora Wallet').click(),
    again: 'Try again',
  },
  {
    what: 'the same, chosen in the list',
    ui: <SignIn />,
    path: '/siwe/verify',
    start: () => button('Aurora Wallet').click(),
    again: 'Aurora Wallet',
  },
  {
    what: 'the same, by a single button',
    ui: <SiweButton />,
    path: '/siwe/verify',
    start: () => button('Sign in with Ethereum').click(),
    again: 'Sign in with Ethereum',
  },
  {
    what: 'a page that could not be opened',
    ui: <RedirectButton />,
    path: '/redirect/start',
    start: () => button('Continue on the sign-in page').click(),
    again: 'Continue on the sign-in page',
  },
  {
    what: 'a session that could not be ended',
    ui: <SessionList />,
    path: 'DELETE /sessions/phone',
    options: { session, sessions },
    start: () => button('Sign out phone').click(),
    again: 'Sign out phone',
  },
  {
    what: 'sessions that could not be ended',
    ui: <SessionList />,
    path: 'DELETE /sessions',
    options: { session, sessions },
    start: () => button('Sign out all other devices').click(),
    again: 'Sign out all other devices',
  },
  {
    what: 'an identity that could not be removed',
    ui: <AccountCard />,
    path: '/identities/remove',
    options: { session, identities },
    start: () => button('Remove ada@work.example').click(),
    again: 'Remove ada@work.example',
  },
  {
    what: 'a code for another address that could not be sent',
    ui: <AccountCard />,
    path: '/identities/email/start',
    options: { session, identities: identities.slice(0, 1) },
    start: async () => {
      await addEmail()
      await sendCode()
    },
    again: 'Continue with email',
  },
  {
    what: 'a code for another address that could not be checked',
    ui: <AccountCard />,
    path: '/identities/email/verify',
    options: { session, identities: identities.slice(0, 1) },
    start: async () => {
      await addEmail()
      await enterCode()
    },
    again: 'Verify code',
  },
  {
    what: 'a sign-out that failed',
    ui: <SignIn />,
    path: 'DELETE /session',
    options: { session },
    start: () => button('Sign out').click(),
    again: 'Sign out',
  },
]

test.for(cases)('behavior: the button is inactive until the wait is over: $what', async (scene) => {
  const { ui, path, options = {}, start, again } = scene
  const backend = createFakeBackend({ methods: ['siwe', 'email-otp'], ...options })
  backend.failNext(path, 'rate_limited', 429, { retryAfterSeconds: 30 })
  await renderWithAuth(ui, { backend })
  await start?.()
  await expect.element(page.getByRole('timer')).toHaveTextContent('Try again in 30 seconds.')
  await expect.element(button(again)).toHaveAttribute('aria-disabled', 'true')
  const before = countAll(backend)
  await press(again)
  await vi.advanceTimersByTimeAsync(29_000)
  await press(again)
  expect(countAll(backend)).toBe(before)
  await vi.advanceTimersByTimeAsync(1500)
  await expect.element(page.getByRole('timer')).not.toBeInTheDocument()
  await expect.element(button(again)).not.toHaveAttribute('aria-disabled')
  await press(again)
  await expect.poll(() => countAll(backend)).toBeGreaterThan(before)
})

test('behavior: a code can be sent to another address immediately', async () => {
  const backend = createFakeBackend({ methods: ['email-otp'] })
  backend.failNext('/otp/start', 'rate_limited', 429, { retryAfterSeconds: 30 })
  await renderWithAuth(<OtpForm />, { backend })
  await sendCode()
  await expect.element(button('Continue with email')).toHaveAttribute('aria-disabled', 'true')
  await page.getByLabelText('Email address').fill('ada@example.com')
  await expect.element(button('Continue with email')).not.toHaveAttribute('aria-disabled')
  await userEvent.keyboard('{Enter}')
  await expect.element(page.getByRole('textbox', { name: 'Code' })).toBeVisible()
})

/** Clicks without waiting until the button is enabled. */
async function press(name: string) {
  await button(name).click({ force: true })
}

/** Returns all requests, except those that prepare a sign-in or read the session. */
function countAll(backend: FakeBackend): number {
  const paths = [
    '/sessions',
    '/session',
    '/sessions/phone',
    '/otp/start',
    '/otp/verify',
    '/siwe/verify',
    '/redirect/start',
    '/identities/remove',
    '/identities/email/start',
    '/identities/email/verify',
  ]
  return backend.requests.filter(
    ({ method, path }) => paths.includes(path) && `${method} ${path}` !== 'GET /session',
  ).length
}

interface Case {
  what: string
  ui: ReactNode
  /** The request that is refused. */
  path: string
  options?: createFakeBackend.Options
  /** Performs the steps up to the request. */
  start?: () => Promise<void>
  /** The button that sends it again. */
  again: string
}
