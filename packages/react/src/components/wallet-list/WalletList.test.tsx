import { createFakeWallet } from '@kit/testing/browser'
import { forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { createConfig, http, injected } from 'wagmi'
import { mainnet } from 'wagmi/chains'
import { renderWithAuth } from '../../fixtures/renderWithAuth.tsx'
import { WalletList } from './index.ts'

beforeEach(forgetVisit)
afterEach(() => {
  vi.restoreAllMocks()
})

test('behavior: an icon that cannot be loaded is replaced with the first letter', async () => {
  const wallet = createFakeWallet({ name: '🦊 Fox', icon: 'data:image/png,broken' })
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  const button = page.getByRole('button', { name: '🦊 Fox' })
  await expect.element(button).toBeVisible()
  await expect.poll(() => button.element().querySelector('img')).toBeNull()
  expect(button.element().querySelector('[data-letter]')?.textContent).toBe('🦊')
  wallet.withdraw()
})

// https://github.com/wevm/wagmi/issues/3879
test('behavior: a connector of the app’s configuration without an icon has the logo of its wallet', async () => {
  const names = ['MetaMask', 'Coinbase Wallet', 'Base Account', 'Unknown']
  const config = createConfig({
    chains: [mainnet],
    connectors: names.map((name) => (setup) => ({
      ...injected()(setup),
      id: name,
      name,
      type: 'sdk',
      setup: async () => {},
    })),
    multiInjectedProviderDiscovery: false,
    transports: { [mainnet.id]: http() },
  })
  await renderWithAuth(<WalletList onPick={vi.fn()} />, { config })
  const letters = () =>
    names.map(
      (name) =>
        page.getByRole('button', { name }).element().querySelector('[data-letter]')?.textContent,
    )
  await expect.poll(letters).toEqual([undefined, undefined, undefined, 'U'])
})

test('behavior: a phone without a wallet opens this page in the browser of a wallet’s app', async () => {
  // The user agent of Samsung’s browser, which also reports that it can hover.
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(
    'Mozilla/5.0 (Linux; Android 14; SM-S921B) SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36',
  )
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  const { host, pathname, search, href } = location
  await expect
    .element(page.getByRole('link', { name: 'Open this page in MetaMask' }))
    .toHaveAttribute('href', `https://metamask.app.link/dapp/${host}${pathname}${search}`)
  await expect
    .element(page.getByRole('link', { name: 'Open this page in Trust Wallet' }))
    .toHaveAttribute('href', expect.stringContaining(encodeURIComponent(href)))
})

const agents = {
  'a desktop': {
    userAgent: 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140.0.0.0 Safari/537.36',
    touchPoints: 0,
    platform: 'desktop',
    url: 'https://ethereum.org/en/wallets/find-wallet/',
  },
  'a Mac': {
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15',
    touchPoints: 0,
    platform: 'desktop',
    url: 'https://ethereum.org/en/wallets/find-wallet/',
  },
  'a laptop with a touch screen': {
    userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0.0.0 Safari/537.36',
    touchPoints: 10,
    platform: 'desktop',
    url: 'https://ethereum.org/en/wallets/find-wallet/',
  },
  'an Android phone': {
    userAgent: 'Mozilla/5.0 (Linux; Android 10; K) Chrome/140.0.0.0 Mobile Safari/537.36',
    touchPoints: 5,
    platform: 'android',
    url: 'https://play.google.com/store/apps/details?id=io.metamask',
  },
  'an iPhone': {
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) Version/26.0 Mobile/15E148 Safari/604.1',
    touchPoints: 5,
    platform: 'ios',
    url: 'https://apps.apple.com/app/id1438144202',
  },
  'an iPad, which presents itself as a Mac': {
    userAgent: 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/26.0 Safari/605.1.15',
    touchPoints: 5,
    platform: 'ios',
    url: 'https://apps.apple.com/app/id1438144202',
  },
} as const

test.for(Object.entries(agents))(
  'behavior: the link to get a wallet fits %s',
  async ([, { userAgent, touchPoints, url }]) => {
    vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent)
    vi.spyOn(navigator, 'maxTouchPoints', 'get').mockReturnValue(touchPoints)
    await renderWithAuth(<WalletList onPick={vi.fn()} />)
    await expect.element(getWallet()).toHaveAttribute('href', url)
  },
)

test('parameters: walletUrl replaces the link to get a wallet, for all platforms or for each', async () => {
  const { screen } = await renderWithAuth(<WalletList onPick={vi.fn()} />, {
    walletUrl: 'https://app.example/wallets',
  })
  await expect.element(getWallet()).toHaveAttribute('href', 'https://app.example/wallets')
  await screen.unmount()
  const { userAgent, platform } = agents['an Android phone']
  vi.spyOn(navigator, 'userAgent', 'get').mockReturnValue(userAgent)
  await renderWithAuth(<WalletList onPick={vi.fn()} />, {
    walletUrl: (each) => `https://app.example/wallets/${each}`,
  })
  await expect
    .element(getWallet())
    .toHaveAttribute('href', `https://app.example/wallets/${platform}`)
})

const getWallet = () => page.getByRole('link', { name: 'Get a wallet' })

test('behavior: a desktop without a wallet has no such links', async () => {
  await renderWithAuth(<WalletList onPick={vi.fn()} />)
  await expect.element(page.getByRole('link', { name: 'Get a wallet' })).toBeVisible()
  expect(page.getByRole('link', { name: /^Open this page/ }).query()).toBeNull()
})
