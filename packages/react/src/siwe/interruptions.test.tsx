import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import {
  type Config,
  cookieStorage,
  cookieToInitialState,
  createConfig,
  createStorage,
  http,
  WagmiProvider,
} from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { AuthProvider, SignIn, UserButton } from '../index.ts'

/* The page or the wallet's provider changes during or after a sign-in. */
let backend: FakeBackend
let wallet: FakeWallet
const emit: Record<string, (value: unknown) => void> = {}

beforeEach(() => {
  forgetVisit()
  localStorage.clear()
  backend = createFakeBackend({ methods: ['siwe'] })
  wallet = createFakeWallet({ name: 'Alpha' })
  const { on } = wallet.provider
  wallet.provider.on = (event, listener) => {
    emit[event] = listener
    on(event, listener)
  }
})
afterEach(() => {
  wallet.withdraw()
  Reflect.deleteProperty(window, 'ethereum')
})

const row = (name = 'Alpha') => page.getByRole('button', { name, exact: true })
const signOut = () => page.getByRole('button', { name: 'Sign out' })
const posts = () => backend.count('/siwe/verify')
const deletions = () => backend.requests.filter(({ method }) => method === 'DELETE').length
/** Waits long enough for an unwanted prompt or request to appear. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 300))

// https://github.com/MetaMask/metamask-extension/issues/13375: a slow chain causes this event.
test('behavior: a wallet that briefly loses its chain (1013) interrupts neither a sign-in nor a session', async () => {
  await renderWithAuth(<SignIn />, { backend, disconnect: 'sign-out' })
  wallet.policy.sign = 'hold'
  await row().click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  const lost = Object.assign(new Error('Disconnected from chain. Attempting to connect.'), {
    code: 1013,
  })
  emit['disconnect']?.(lost)
  await settle()
  wallet.release()
  await expect.element(signOut()).toBeVisible()
  emit['disconnect']?.(lost)
  wallet.switchChain(100)
  await settle()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts(), deletions()]).toEqual([1, 1, 0])
})

// https://github.com/RabbyHub/Rabby/issues/2953: wallets replace each other’s `window.ethereum`.
test('behavior: after window.ethereum is replaced, the new wallet is asked to connect once', async () => {
  wallet.withdraw()
  const [former, next] = [1, 2].map(() => createFakeWallet({ isAnnounced: false }))
  if (former === undefined || next === undefined) return expect.fail()
  Object.assign(window, { ethereum: former.provider })
  await renderWithAuth(<SignIn />, { backend })
  await row('Browser wallet').click()
  await signOut().click()
  Object.assign(window, { ethereum: next.provider })
  await row('Browser wallet').click()
  await expect.element(signOut()).toBeVisible()
  expect(backend.state.session?.address).toBe(next.address)
  expect([former.prompts.length, next.prompts.length, posts()]).toEqual([1, 1, 2])
})

test('behavior: a card that unmounts during a prompt ignores the late signature, and prompts again only after a click', async () => {
  const show = (isShown: boolean) => (
    <StrictMode>
      <AuthProvider fetch={backend.fetch}>{isShown && <SignIn />}</AuthProvider>
    </StrictMode>
  )
  const screen = await render(show(true))
  wallet.policy.sign = 'hold'
  await row().click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  await screen.rerender(show(false))
  await screen.rerender(show(true))
  await expect.element(row()).toBeVisible()
  wallet.release()
  await settle()
  expect([wallet.prompts.length, posts()]).toEqual([1, 0])
  wallet.policy.sign = 'approve'
  await row().click()
  await expect.element(signOut()).toBeVisible()
  expect([wallet.prompts.length, posts()]).toEqual([2, 1])
})

test('behavior: a page restored from the back/forward cache after a sign-out elsewhere shows the sign-in form', async () => {
  await renderWithAuth(<SignIn />, { backend })
  await row().click()
  await expect.element(signOut()).toBeVisible()
  backend.state.session = null
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await expect.element(row()).toBeVisible()
  expect(wallet.prompts).toHaveLength(1)
})

const configure = (storage: Parameters<typeof createStorage>[0]['storage']) =>
  createConfig({
    chains: [mainnet],
    ssr: true,
    storage: createStorage({ storage }),
    transports: { [mainnet.id]: http() },
  })

test.for([
  ['does not reconnect wallets', localStorage, { reconnectOnMount: false }],
  ['keeps connections in cookies', cookieStorage, {}],
] as const)(
  'behavior: an app that %s signs in before and after a reload, with one prompt each',
  async ([, storage, props]) => {
    const show = (config: Config) =>
      render(
        <StrictMode>
          <WagmiProvider
            config={config}
            // A server would read these cookies from the request.
            initialState={cookieToInitialState(config, document.cookie)}
            {...props}
          >
            <QueryClientProvider client={new QueryClient()}>
              <AuthProvider fetch={backend.fetch}>
                <UserButton />
                <SignIn />
              </AuthProvider>
            </QueryClientProvider>
          </WagmiProvider>
        </StrictMode>,
      )
    const screen = await show(configure(storage))
    await row().click()
    await expect.element(signOut()).toBeVisible()
    await screen.unmount()
    await show(configure(storage))
    await expect.element(signOut()).toBeVisible()
    await settle()
    expect([wallet.prompts.length, posts(), deletions()]).toEqual([1, 1, 0])
    await signOut().click()
    await row().click()
    await expect.element(signOut()).toBeVisible()
    expect([wallet.prompts.length, posts()]).toEqual([2, 2])
  },
)
