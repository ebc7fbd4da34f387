import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { cleanup } from 'vitest-browser-react'
import { createConfig, createStorage, http } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { createRemoteConnector } from '../../fixtures/createRemoteConnector.ts'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { SignIn } from '../../index.ts'
import type { walletConnect } from './walletConnect.ts'

let wallet: FakeWallet
let remote: ReturnType<typeof createRemoteConnector>
let backend: FakeBackend

beforeEach(async () => {
  forgetVisit()
  wallet = createFakeWallet({ name: 'Remote', isAnnounced: false })
  remote = createRemoteConnector(wallet)
  backend = createFakeBackend({ methods: ['siwe'] })
  const config = createConfig({
    chains: [mainnet],
    connectors: [remote.connector],
    multiInjectedProviderDiscovery: false,
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http() },
  })
  await renderWithAuth(<SignIn />, { backend, config })
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const pick = () => page.getByRole('button', { name: 'WalletConnect' }).click()
const code = () => page.getByRole('img', { name: 'QR code to connect a wallet' })

test('default: the user scans, approves and signs, and is signed in', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  expect(wallet.prompts).toHaveLength(0)
  remote.answer()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
})

test('behavior: declining the connection shows why, and a second attempt has a new code', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  remote.answer(Object.assign(new Error('User rejected.'), { code: 4001 }))
  await expect.element(page.getByText(/^You declined in your wallet/)).toBeVisible()
  await expect.element(code()).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(code()).toBeVisible()
  expect(new Set(remote.uris).size).toBe(2)
  remote.answer()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('behavior: after a cancellation, a later answer of the wallet has no effect', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  await page.getByRole('button', { name: 'Back' }).click()
  await expect.element(code()).not.toBeInTheDocument()
  remote.answer()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([0, 0])
})

test('behavior: after a cancellation the code is not renewed', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await pick()
  await vi.waitFor(() => expect(remote.uris).toHaveLength(1))
  await page.getByRole('button', { name: 'Back' }).click()
  vi.advanceTimersByTime(3_600_000)
  vi.useRealTimers()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(remote.uris).toHaveLength(1)
})

test.for(['Proposal expired', 'WebSocket connection closed abnormally'])(
  'behavior: "%s" means that the wallet was not reached',
  async (message) => {
    await pick()
    await expect.element(code()).toBeVisible()
    remote.answer(new Error(message))
    await expect.element(page.getByText(/^Couldn’t reach the wallet/)).toBeVisible()
  },
)

test('behavior: a relay that does not answer is reported, and another attempt works', async () => {
  const config = createConfig({
    chains: [mainnet],
    connectors: [createRemoteConnector(wallet, { hasRelay: false }).connector],
    multiInjectedProviderDiscovery: false,
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http() },
  })
  await cleanup()
  await renderWithAuth(<SignIn />, { backend, config })
  await expect.element(page.getByRole('button', { name: 'WalletConnect' })).toBeVisible()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await pick()
  await expect.element(page.getByText(/^Approve the connection/)).toBeVisible()
  vi.advanceTimersByTime(20_000)
  vi.useRealTimers()
  await expect.element(page.getByText(/^Couldn’t reach the wallet/)).toBeVisible()
  await expect.element(page.getByRole('button', { name: 'Try again' })).toBeVisible()
})

test('behavior: the code is renewed before it expires after five minutes, and the previous code still works', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await pick()
  await vi.waitFor(() => expect(remote.uris).toHaveLength(1))
  const former = remote.answer
  vi.advanceTimersByTime(269_000)
  expect(remote.uris).toHaveLength(1)
  vi.advanceTimersByTime(2_000)
  await vi.waitFor(() => expect(remote.uris).toHaveLength(2))
  vi.useRealTimers()
  expect(remote.uris[1]).not.toBe(remote.uris[0])
  former()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('parameters: wallets sets the apps that are offered on a phone', async () => {
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(
    'Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36',
  )
  const wallets: walletConnect.Parameters['wallets'] = ([first]) => [
    { name: 'Ours', link: 'ours://wc?uri=' },
    ...(first === undefined ? [] : [first]),
  ]
  const config = createConfig({
    chains: [mainnet],
    connectors: [(parameters) => Object.assign(remote.connector(parameters), { wallets })],
    multiInjectedProviderDiscovery: false,
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http() },
  })
  await cleanup()
  await renderWithAuth(<SignIn />, { backend, config })
  await pick()
  const link = page.getByRole('link', { name: 'Open in Ours' })
  await expect
    .element(link)
    .toHaveAttribute('href', expect.stringMatching(/^ours:\/\/wc\?uri=wc%3A/))
  const names = page.getByRole('link', { name: /^Open in/ }).elements()
  expect(names.map(({ textContent }) => textContent)).toEqual([
    'OOpen in Ours',
    'Open in MetaMask',
    '…Open in another wallet',
  ])
})

test('behavior: the user can connect another wallet with WalletConnect while one is connected', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  remote.answer()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: 'Use another wallet' }).click()
  await expect.element(code()).toBeVisible()
  expect(new Set(remote.uris).size).toBe(2)
})
