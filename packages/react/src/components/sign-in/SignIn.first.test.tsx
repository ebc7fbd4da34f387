import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { renderToString } from 'react-dom/server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { AuthProvider, SignIn } from '../../index.ts'

/* Tests what the card shows before the backend has answered. */

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend
let wallet: FakeWallet
let release: () => void

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  // Clears the list of resources, which otherwise contains the tests' files.
  performance.clearResourceTimings()
  wallet = createFakeWallet()
  backend = createFakeBackend()
  release = backend.holdNext('/session')
})
afterEach(() => {
  wallet.withdraw()
  expect(complaints).not.toHaveBeenCalled()
})

const isLoaded = (module: string) =>
  performance.getEntriesByType('resource').some(({ name }) => name.includes(module))
const email = () => page.getByLabelText('Email address')
const wallets = () => page.getByRole('button', { name: 'Test Wallet' })
const signOut = () => page.getByRole('button', { name: 'Sign out' })

/** Simulates a first visit, so that the browser stores the backend's answer. */
async function visit(options: FakeBackend.Options) {
  const { screen } = await renderWithAuth(<SignIn />, { backend: createFakeBackend(options) })
  const known = options.session === undefined ? email() : signOut()
  await expect.element(known).toBeVisible()
  await expect.poll(() => localStorage.getItem('kit:visit')).not.toBeNull()
  await screen.unmount()
}

test('default: wallets and email are shown before the answer', async () => {
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(email()).toBeVisible()
  await expect.element(wallets()).toBeVisible()
  await expect.element(page.getByText('Loading…')).not.toBeInTheDocument()
  expect(backend.requests.map(({ path }) => path)).toEqual(['/session'])
  release()
})

test('behavior: the code that checks a signature is loaded when the user moves to the wallets', async () => {
  // An earlier test may have left the pointer where the wallets appear.
  await userEvent.hover(document.documentElement, { position: { x: 1, y: 1 } })
  await renderWithAuth(<SignIn />, { backend })
  release()
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  expect(isLoaded('checkSignature')).toBe(false)
  await wallets().hover()
  await expect.poll(() => isLoaded('checkSignature')).toBe(true)
  expect(wallet.prompts).toEqual([])
})

test('behavior: the code of a sign-in by email is loaded when the user focuses the email field', async () => {
  await renderWithAuth(<SignIn />, { backend })
  release()
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  expect(isLoaded('createOtpSteps')).toBe(false)
  await email().click()
  await expect.poll(() => isLoaded('createOtpSteps')).toBe(true)
})

test('behavior: without a wallet no challenge is fetched, until one announces itself', async () => {
  wallet.withdraw()
  await renderWithAuth(<SignIn />, { backend })
  release()
  await expect.element(page.getByRole('link', { name: 'Get a wallet' })).toBeVisible()
  await new Promise((resolve) => setTimeout(resolve, 300))
  expect(backend.count('/siwe/challenge')).toBe(0)
  expect(isLoaded('laterParts')).toBe(false)
  wallet = createFakeWallet()
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
})

test('behavior: an address that is typed before the answer stays, and so does the focus', async () => {
  await renderWithAuth(<SignIn />, { backend })
  await email().fill('ada@example.com')
  release()
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  await expect.element(email()).toHaveValue('ada@example.com')
  await expect.element(email()).toHaveFocus()
})

test('behavior: the answer removes methods that the backend does not offer, without using them', async () => {
  backend = createFakeBackend({ methods: ['email-otp'] })
  release = backend.holdNext('/session')
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(wallets()).toBeVisible()
  release()
  await expect.element(wallets()).not.toBeInTheDocument()
  await expect.element(email()).toBeVisible()
  expect(backend.count('/siwe/challenge')).toBe(0)
})

test('behavior: the second visit starts with the methods of the first', async () => {
  await visit({ methods: ['email-otp'] })
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(email()).toBeVisible()
  await expect.element(wallets()).not.toBeInTheDocument()
  release()
})

test('behavior: a user who was signed in does not see the sign-in methods', async () => {
  const session = createSession({ method: 'email-otp' })
  await visit({ session })
  backend.state.session = session
  const seen = new Set<boolean>()
  const observer = new MutationObserver(() => seen.add(document.querySelector('input') !== null))
  observer.observe(document.body, { subtree: true, childList: true, characterData: true })
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByText('Loading…')).toBeVisible()
  release()
  await expect.element(signOut()).toBeVisible()
  observer.disconnect()
  expect([...seen]).toEqual([false])
})

test('parameters: initialMethods are the methods of the first paint', async () => {
  await renderWithAuth(<SignIn />, { backend, initialMethods: ['email-otp'] })
  await expect.element(email()).toBeVisible()
  await expect.element(wallets()).not.toBeInTheDocument()
  release()
})

test('behavior: a server that does not know the session renders no sign-in methods', () => {
  const html = renderToString(
    <AuthProvider initialMethods={['email-otp']}>
      <SignIn />
    </AuthProvider>,
  )
  expect(html).toContain('Loading')
  expect(html).not.toContain('Email address')
})

test('security: the stored data identifies nobody, and a value of other software is ignored', async () => {
  await visit({ session: createSession() })
  expect(JSON.parse(localStorage.getItem('kit:visit') ?? '')).toEqual({
    isSignedIn: true,
    methods: ['siwe', 'email-otp'],
  })
  localStorage.setItem('kit:visit', '{"isSignedIn":"yes"')
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(email()).toBeVisible()
  release()
})
