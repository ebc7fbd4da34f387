import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createConfig, createStorage, http } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { createRemoteConnector } from '../fixtures/createRemoteConnector.ts'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { SignIn } from '../index.ts'

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
afterEach(() => vi.useRealTimers())

const pick = () => page.getByRole('button', { name: 'WalletConnect' }).click()
const code = () => page.getByRole('img', { name: 'Code to connect a wallet' })

test('default: scan, approve, sign, and the session is there', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  expect(wallet.prompts).toHaveLength(0)
  remote.answer()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
  expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
})

test('behavior: who refuses the connection is told so, and a second try has a code of its own', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  remote.answer(Object.assign(new Error('User rejected.'), { code: 4001 }))
  await expect.element(page.getByText(/^You declined in the wallet/)).toBeVisible()
  await expect.element(code()).not.toBeInTheDocument()
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect.element(code()).toBeVisible()
  expect(new Set(remote.uris).size).toBe(2)
  remote.answer()
  await expect.element(page.getByRole('button', { name: 'Sign out' })).toBeVisible()
})

test('behavior: cancelled, and what the wallet answers later opens nothing', async () => {
  await pick()
  await expect.element(code()).toBeVisible()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await expect.element(code()).not.toBeInTheDocument()
  remote.answer()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([0, 0])
})

test('behavior: after a cancel nothing is renewed, however long the page lives', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  await pick()
  await vi.waitFor(() => expect(remote.uris).toHaveLength(1))
  await page.getByRole('button', { name: 'Cancel' }).click()
  vi.advanceTimersByTime(3_600_000)
  vi.useRealTimers()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(remote.uris).toHaveLength(1)
})

test.for([
  ['Proposal expired', 'timeout'],
  ['WebSocket connection closed abnormally', 'network_error'],
] as const)('behavior: "%s" is said as %s', async ([message]) => {
  await pick()
  await expect.element(code()).toBeVisible()
  remote.answer(new Error(message))
  await expect
    .element(page.getByText(/^(?:The server took too long|There is no connection)/))
    .toBeVisible()
})

test('behavior: the code is renewed before its five minutes are over, and the former still counts', async () => {
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
