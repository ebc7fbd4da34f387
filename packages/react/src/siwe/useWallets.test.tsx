import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, forgetVisit } from '@kit/testing/react'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { page } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { createConfig, createStorage, http, injected, WagmiProvider } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { createRemoteConnector } from '../fixtures/createRemoteConnector.ts'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { AuthProvider, SignIn, SiweButton, useWallets } from '../index.ts'
import { loadWords } from '../locales/index.ts'

let wallets: FakeWallet[]

beforeEach(() => {
  forgetVisit()
  wallets = []
})
afterEach(() => {
  for (const wallet of wallets) wallet.withdraw()
  Reflect.deleteProperty(window, 'ethereum')
})

function add(options: createFakeWallet.Options = {}): FakeWallet {
  const wallet = createFakeWallet(options)
  wallets.push(wallet)
  return wallet
}

function Probe() {
  return (
    <output>
      {useWallets()
        .map(({ name }) => name)
        .join(', ') || 'none'}
    </output>
  )
}
const probe = () => page.getByRole('status').first()
const signIn = () => page.getByRole('button', { name: 'Sign in with Ethereum' })

test('default', async () => {
  add({ name: 'Aurora Wallet' })
  add({ name: 'Field Wallet' })
  await renderWithAuth(<Probe />)
  await expect.element(probe()).toHaveTextContent('Aurora Wallet, Field Wallet')
})

test('behavior: a wallet that announces itself late is added', async () => {
  await renderWithAuth(<Probe />)
  await expect.element(probe()).toHaveTextContent('none')
  add({ name: 'Late Wallet' })
  await expect.element(probe()).toHaveTextContent('Late Wallet')
})

test('behavior: the older window.ethereum is listed if there is no other wallet, and works', async () => {
  const wallet = add({ isAnnounced: false })
  Reflect.set(window, 'ethereum', wallet.provider)
  const { backend } = await renderWithAuth(
    <>
      <Probe />
      <SiweButton />
    </>,
  )
  await expect.element(probe()).toHaveTextContent('Browser wallet')
  await signIn().click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test('behavior: a window.ethereum that is added late, with its event, gets a row', async () => {
  await renderWithAuth(<Probe />)
  await expect.element(probe()).toHaveTextContent('none')
  Reflect.set(window, 'ethereum', add({ isAnnounced: false }).provider)
  window.dispatchEvent(new Event('ethereum#initialized'))
  await expect.element(probe()).toHaveTextContent('Browser wallet')
})

test('behavior: a window.ethereum that is added late without an event gets the first row within 3 s', async () => {
  const remote = createRemoteConnector(createFakeWallet({ name: 'Remote', isAnnounced: false }))
  const config = createConfig({
    chains: [mainnet],
    connectors: [remote.connector, injected()],
    storage: createStorage({ storage: localStorage }),
    transports: { [mainnet.id]: http() },
  })
  const { backend } = await renderWithAuth(
    <>
      <Probe />
      <SiweButton />
    </>,
    { config },
  )
  await expect.element(probe()).toHaveTextContent('WalletConnect')
  const wallet = add({ isAnnounced: false })
  Reflect.set(window, 'ethereum', wallet.provider)
  await expect
    .poll(() => probe().element().textContent, { timeout: 3000 })
    .toBe('Browser wallet, WalletConnect')
  await signIn().click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test('behavior: a wallet without a name is listed with a translated name, which is not used in sentences', async () => {
  const wallet = add({ isAnnounced: false, policy: { sign: 'hold' } })
  Reflect.set(window, 'ethereum', wallet.provider)
  await renderWithAuth(<SignIn />, { words: await loadWords('de') })
  const row = page.getByRole('button', { name: 'Browser-Wallet' })
  await row.click()
  await expect.element(page.getByText('Signieren Sie die Nachricht in Ihrer Wallet.')).toBeVisible()
  await expect.element(row).toHaveAttribute('data-loading')
})

test('security: K-05 window.ethereum is not listed next to a wallet that announced itself', async () => {
  const wallet = add({ name: 'Aurora Wallet' })
  Reflect.set(window, 'ethereum', wallet.provider)
  await renderWithAuth(<Probe />)
  await expect.element(probe()).toHaveTextContent('Aurora Wallet')
})

test('behavior: the app’s wagmi configuration is used if there is one', async () => {
  const wallet = add({ name: 'Configured Wallet', isAnnounced: false })
  add({ name: 'Announced Wallet' })
  const target = () => ({
    id: wallet.rdns,
    name: wallet.name,
    // The fixture implements the part of EIP-1193 that a sign-in needs, but wagmi's type requires all of
    // viem's provider.
    provider: wallet.provider as never,
  })
  const config = createConfig({
    chains: [mainnet],
    connectors: [injected({ target })],
    multiInjectedProviderDiscovery: false,
    transports: { [mainnet.id]: http() },
  })
  const backend = createFakeBackend()
  await render(
    <WagmiProvider config={config}>
      <QueryClientProvider client={new QueryClient()}>
        <AuthProvider fetch={backend.fetch}>
          <Probe />
          <SiweButton />
        </AuthProvider>
      </QueryClientProvider>
    </WagmiProvider>,
  )
  await expect.element(probe()).toHaveTextContent('Configured Wallet')
  await signIn().click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
})

test('behavior: after a reload the connected wallet signs without connecting again', async () => {
  const wallet = add({ name: 'Field Wallet' })
  add({ name: 'Aurora Wallet' })
  const first = await renderWithAuth(<SiweButton />)
  await signIn().click()
  await expect.poll(() => first.backend.state.session?.address).toBe(wallet.address)
  await first.screen.unmount()

  wallet.policy.connect = 'reject'
  const { backend } = await renderWithAuth(
    <>
      <Probe />
      <SiweButton />
    </>,
  )
  await expect.element(probe()).toHaveTextContent('Field Wallet, Aurora Wallet')
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  await signIn().click()
  await expect.poll(() => backend.state.session?.address).toBe(wallet.address)
  expect(wallet.prompts).toHaveLength(2)
})

test('behavior: the message contains the wallet’s chain', async () => {
  const wallet = add({ chainId: 100 })
  const { backend } = await renderWithAuth(<SiweButton />)
  await signIn().click()
  await expect.poll(() => backend.state.session?.chainId).toBe(100)
  expect(wallet.prompts[0]).toContain('Chain ID: 100\n')
})
