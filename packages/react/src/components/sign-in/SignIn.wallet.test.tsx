import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { sessionQueryKey } from '../../index.ts'
import { SignIn } from './index.ts'
import '../../styles/structure.css'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let wallet: FakeWallet
let backend: FakeBackend

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  wallet = createFakeWallet()
  backend = createFakeBackend()
})
afterEach(() => {
  wallet.withdraw()
  expect(complaints).not.toHaveBeenCalled()
})

const walletButton = () => page.getByRole('button', { name: 'Test Wallet' })
const tryAgain = () => page.getByRole('button', { name: 'Try again' })
const signOut = () => page.getByRole('button', { name: 'Sign out' })
const verifications = () => backend.count('/siwe/verify')
const challenges = () => backend.count('/siwe/challenge')

/** Renders the card, and waits until a challenge is prefetched. */
async function show() {
  const onSuccess = vi.fn()
  const onError = vi.fn()
  const { screen } = await renderWithAuth(<SignIn onSuccess={onSuccess} onError={onError} />, {
    backend,
  })
  await expect.poll(challenges).toBe(1)
  await expect.element(walletButton()).toBeVisible()
  return { onSuccess, onError, screen }
}

test('default', async () => {
  const { onSuccess } = await show()
  await expect.element(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await walletButton().click()
  await expect.element(signOut()).toBeVisible()
  const { address } = wallet
  await expect.element(page.getByText(`${address.slice(0, 6)}…${address.slice(-4)}`)).toBeVisible()
  expect(onSuccess).toHaveBeenCalledOnce()
  expect(wallet.prompts[0]).toContain(`${location.host} wants you to sign in`)
  expect([wallet.prompts.length, challenges(), verifications()]).toEqual([1, 1, 1])
})

test('security: K-08 a double click causes one prompt and one request', async () => {
  const { onSuccess } = await show()
  await walletButton().dblClick()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, verifications()]).toEqual([1, 1])
  expect(onSuccess).toHaveBeenCalledOnce()
})

test('behavior: under StrictMode one challenge is fetched, and one message signed', async () => {
  await show()
  expect(backend.requests.map(({ method, path }) => `${method} ${path}`)).toEqual([
    'GET /session',
    'POST /siwe/challenge',
  ])
  await walletButton().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, challenges(), verifications()]).toEqual([1, 1, 1])
})

test('behavior: after declining, the reason is shown and the user can try again with the same challenge', async () => {
  const { onError } = await show()
  wallet.policy.sign = 'reject'
  await walletButton().click()
  await expect
    .element(page.getByText('You declined in your wallet. Nothing was signed.'))
    .toBeVisible()
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'wallet_rejected' })
  expect(verifications()).toBe(0)

  wallet.policy.sign = 'approve'
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts).toHaveLength(2)
  expect(wallet.prompts[1]).toBe(wallet.prompts[0])
  expect([challenges(), verifications()]).toEqual([1, 1])
})

test('behavior: declining the connection shows why, and nothing is signed', async () => {
  await show()
  wallet.policy.connect = 'reject'
  await walletButton().click()
  await expect.element(page.getByText(/^You declined in your wallet\./)).toBeVisible()
  wallet.policy.connect = 'approve'
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
})

test.for([
  ['an error with 4001', Object.assign(new Error('no'), { code: 4001 }), 'wallet_rejected'],
  ['a plain object with 4001', { code: 4001, message: 'no' }, 'wallet_rejected'],
  ['a text that says who declined', 'User rejected the request', 'wallet_rejected'],
  [
    'a request that is already open',
    { code: -32002, message: 'pending' },
    'wallet_request_pending',
  ],
  [
    'an unusual wording',
    { message: 'Signature request was cancelled by the user' },
    'wallet_rejected',
  ],
  ['a code in another object', { error: { code: 4001, message: 'no' } }, 'wallet_rejected'],
  ['a WalletConnect code', { code: 5002, message: 'Methods' }, 'wallet_rejected'],
  ['a chain that it does not know', { code: 4902, message: 'Unrecognized' }, 'wallet_failed'],
  ['a method that it does not know', { code: 4200, message: 'Unsupported' }, 'wallet_failed'],
  ['a number', 4001, 'wallet_failed'],
  ['a locked wallet', { code: 4100, message: 'unauthorised' }, 'wallet_locked'],
  ['a plain object', { message: 'oops' }, 'wallet_failed'],
  ['a text', 'oops', 'wallet_failed'],
  ['nothing', undefined, 'wallet_failed'],
  ['null', null, 'wallet_failed'],
] as const)('security: K-04 the wallet throws %s', async ([, throws, code]) => {
  const { onError, screen } = await show()
  wallet.policy.sign = { throws }
  await walletButton().click()
  await expect.element(tryAgain()).toBeVisible()
  expect(screen.container.querySelector('[data-code]')?.getAttribute('data-code')).toBe(code)
  expect(onError).toHaveBeenCalledOnce()
  expect(verifications()).toBe(0)
  wallet.policy.sign = 'approve'
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
})

test('security: K-02 if the user switches the account during the prompt, that account is not signed in', async () => {
  const { onError } = await show()
  wallet.policy.sign = 'hold'
  await walletButton().click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  wallet.switchAccount(privateKeyToAccount(generatePrivateKey()))
  wallet.release()
  await expect.element(page.getByText(/^You switched accounts\./)).toBeVisible()
  expect(onError.mock.lastCall?.[0]).toMatchObject({ code: 'wallet_account_changed' })
  expect(verifications()).toBe(0)
  wallet.policy.sign = 'approve'
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts[1]).toContain(wallet.address)
})

test('behavior: an answer after a cancellation is not sent, and the next tap works', async () => {
  const { onError, onSuccess } = await show()
  wallet.policy.sign = 'hold'
  await walletButton().click()
  await expect.element(page.getByText('Sign the message in Test Wallet.')).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect.element(walletButton()).not.toHaveAttribute('aria-disabled')
  wallet.release()
  wallet.policy.sign = 'approve'
  await walletButton().click()
  await expect.element(signOut()).toBeVisible()
  expect(verifications()).toBe(1)
  expect(onError).not.toHaveBeenCalled()
  expect(onSuccess).toHaveBeenCalledOnce()
})

test('behavior: the message can be read while the prompt is open', async () => {
  await show()
  wallet.policy.sign = 'hold'
  await walletButton().click()
  await page.getByText('Message to sign').click()
  await expect
    .element(page.getByText(/wants you to sign in with your Ethereum account/))
    .toBeVisible()
  expect(document.querySelector('pre')?.textContent).toBe(wallet.prompts[0])
  wallet.release()
})

test('security: N-19 a used challenge does not prompt again automatically; trying again fetches another', async () => {
  await show()
  backend.failNext('/siwe/verify', 'nonce_invalid', 401)
  await walletButton().click()
  await expect.element(page.getByText('This sign-in is no longer valid. Try again.')).toBeVisible()
  // Two requests for a challenge show whether the browser sends the cookie that the nonce is bound to.
  await expect.poll(challenges).toBe(3)
  expect(wallet.prompts).toHaveLength(1)
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts).toHaveLength(2)
  expect(wallet.prompts[1]).not.toBe(wallet.prompts[0])
})

test('behavior: nothing is fetched between the tap and the call of the wallet', async () => {
  wallet.withdraw()
  wallet = createFakeWallet({ isConnected: true })
  await show()
  const before = backend.requests.length
  const release = backend.holdNext('/siwe/challenge')
  wallet.policy.sign = 'hold'
  await walletButton().click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  expect(backend.requests).toHaveLength(before)
  wallet.release()
  await expect.element(signOut()).toBeVisible()
  release()
})

test('behavior: without a prefetched challenge one is fetched after the tap', async () => {
  backend.cutNext('/siwe/challenge')
  await show()
  await walletButton().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, challenges(), verifications()]).toEqual([1, 2, 1])
})

test('behavior: a prefetch that is refused without an address is repeated for the account that signs', async () => {
  let refuse = () => {}
  const refused = new Promise<void>((resolve) => {
    refuse = resolve
  })
  // Refuses a request without an address, as an upstream does whose text contains it.
  const fetch: typeof backend.fetch = async (input, init) => {
    if (String(input).endsWith('/siwe/challenge') && init?.body === '{}') {
      await refused
      backend.failNext('/siwe/challenge', 'invalid_request', 400)
    }
    return backend.fetch(input, init)
  }
  await renderWithAuth(<SignIn />, { backend: { ...backend, fetch } })
  await walletButton().click()
  await expect.element(page.getByText(/^Preparing the message/)).toBeVisible()
  refuse()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, challenges(), verifications()]).toEqual([1, 2, 1])
})

test('security: K-11 a lost connection is reported, and the next attempt uses another challenge', async () => {
  await show()
  backend.cutNext('/siwe/verify')
  await walletButton().click()
  await expect.element(page.getByText(/^Can’t reach the server\./)).toBeVisible()
  await tryAgain().click()
  await expect.element(signOut()).toBeVisible()
  expect(wallet.prompts[1]).not.toBe(wallet.prompts[0])
})

test('behavior: a user without an account is asked to register, not to try again', async () => {
  await show()
  backend.failNext('/siwe/verify', 'account_not_found', 404)
  await walletButton().click()
  await expect.element(page.getByText(/^There’s no account for this wallet\./)).toBeVisible()
  await expect.element(tryAgain()).not.toBeInTheDocument()
})

test('behavior: a message that names another domain is pointed out before it is signed', async () => {
  backend = createFakeBackend({ domain: 'app.example.org' })
  await show()
  wallet.policy.sign = 'hold'
  await walletButton().click()
  await expect.element(page.getByText(/^The message names app\.example\.org/)).toBeVisible()
  wallet.release()
})

test('security: K-10 a wrong clock of this machine changes nothing', async () => {
  backend = createFakeBackend({ now: () => Date.now() - 2 * 3_600_000 })
  await show()
  await walletButton().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, challenges(), verifications()]).toEqual([1, 1, 1])
})

test('security: K-07 unmounting cancels: a later answer of the wallet is not sent', async () => {
  const { screen, onError } = await show()
  wallet.policy.sign = 'hold'
  await walletButton().click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  await screen.unmount()
  wallet.release()
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(verifications()).toBe(0)
  expect(onError).not.toHaveBeenCalled()
})

test('behavior: the focus moves to the heading when the content is replaced', async () => {
  await show()
  await walletButton().click()
  await expect.element(page.getByRole('heading', { name: 'Signed in' })).toHaveFocus()
  await signOut().click()
  await expect.element(page.getByRole('heading', { name: 'Sign in' })).toHaveFocus()
})

test('behavior: after a sign-in and sign-out in another tab another challenge is prefetched', async () => {
  const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))
  await show()
  backend.state.session = createSession()
  otherTab.postMessage('signed-in')
  await expect.element(signOut()).toBeVisible()
  backend.state.session = null
  otherTab.postMessage('signed-out')
  await expect.element(walletButton()).toBeVisible()
  await expect.poll(challenges).toBe(2)
  otherTab.close()
})

test('behavior: if an icon is replaced during a click, the click still works', async () => {
  await show()
  const icon = walletButton().element().querySelector('img')
  // Uses the mouse directly, because the driver's click would wait until the icon stops moving.
  const at = walletButton().element().getBoundingClientRect()
  const pressed = document.elementFromPoint(at.left + 20, at.top + at.height / 2)
  expect(pressed).toBe(walletButton().element())
  icon?.dispatchEvent(new Event('error'))
  await expect.poll(() => walletButton().element().querySelector('img')).toBeNull()
  expect(document.elementFromPoint(at.left + 20, at.top + at.height / 2)).toBe(pressed)
})

test('behavior: if the last used wallet announces itself late, no row moves', async () => {
  const { screen } = await show()
  await walletButton().click()
  await signOut().click()
  await expect.element(walletButton()).toHaveTextContent('Test WalletRecent')
  await screen.unmount()
  wallet.withdraw()
  const early = createFakeWallet({ name: 'Early Wallet' })
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByRole('button', { name: 'Early Wallet' })).toBeVisible()
  wallet = createFakeWallet()
  await expect.element(walletButton()).toHaveTextContent('Test WalletRecent')
  const rows = page.getByRole('list', { name: 'Wallets' }).getByRole('button').elements()
  expect(rows.map(({ textContent }) => textContent)).toEqual(['Early Wallet', 'Test WalletRecent'])
  early.withdraw()
})

test('behavior: the last used wallet comes first', async () => {
  const other = createFakeWallet({ name: 'Another Wallet' })
  await show()
  await walletButton().click()
  await signOut().click()
  await expect.element(walletButton()).toHaveTextContent('Test WalletRecent')
  const names = page
    .getByRole('listitem')
    .elements()
    .map(({ textContent }) => textContent)
  expect(names[0]).toContain('Test Wallet')
  other.withdraw()
})

test('behavior: without a wallet, the card says how to get one', async () => {
  wallet.withdraw()
  await renderWithAuth(<SignIn />, { backend })
  await expect.element(page.getByText(/^No wallet found in this browser\./)).toBeVisible()
  await expect.element(page.getByRole('link', { name: 'Get a wallet' })).toBeVisible()
})
