import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { inCard, onStage } from '../../fixtures/onStage.tsx'
import { WalletConnectQr } from './index.ts'

const meta = {
  id: 'wallet-connect-qr-walletconnectqr',
  title: 'Sign in/WalletConnectQr',
  component: WalletConnectQr,
  args: { uri: `wc:${'a'.repeat(64)}@2?relay-protocol=irn&symKey=${'0'.repeat(64)}` },
  decorators: [inCard, onStage],
  parameters: { docs: { frameHeight: '560px' } },
} satisfies Meta<typeof WalletConnectQr>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.getByRole('img', { name: 'QR code to connect a wallet' })).toBeVisible()
  },
}

export const Copied: Story = {
  play: async ({ canvas }) => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: async () => {} },
    })
    await userEvent.click(canvas.getByRole('button', { name: 'Copy link' }))
    await canvas.findByText(/^Copied\./)
  },
}

export const NotCopied: Story = {
  play: async ({ canvas }) => {
    Object.defineProperty(navigator, 'clipboard', {
      configurable: true,
      value: { writeText: () => Promise.reject(new Error('blocked')) },
    })
    await userEvent.click(canvas.getByRole('button', { name: 'Copy link' }))
    await canvas.findByText(/^Couldn’t copy the link/)
  },
}

/** On a phone, there is a link for each wallet's app. */
export const Phone: Story = {
  beforeEach: () => {
    const original = window.matchMedia
    window.matchMedia = (query) => {
      const list = original.call(window, query)
      // Answers media queries as a phone would, because a test browser has no touch screen.
      return query.includes('coarse')
        ? (Object.assign(new EventTarget(), { matches: true, media: query }) as MediaQueryList)
        : list
    }
    return () => {
      window.matchMedia = original
    }
  },
  play: async ({ canvas }) => {
    const link = await canvas.findByRole('link', { name: 'Open in MetaMask' })
    await expect(link).toHaveAttribute('href', expect.stringContaining('uri=wc%3A'))
  },
}

export const OwnApps: Story = {
  ...Phone,
  args: { apps: [{ name: 'Aurora Wallet', link: 'https://wallet.example/wc?uri=' }] },
  play: async ({ canvas }) => {
    await canvas.findByRole('link', { name: 'Open in Aurora Wallet' })
  },
}

/** The logos of known wallets, and the letter of another one. */
export const Logos: Story = {
  ...Phone,
  args: {
    apps: [
      'MetaMask',
      'Rainbow',
      'Trust Wallet',
      'Zerion',
      'Coinbase Wallet',
      'Base Account',
      'Safe',
      'Northern Wallet',
    ].map((name) => ({ name, link: 'https://wallet.example/wc?uri=' })),
  },
  play: async ({ canvas }) => {
    await canvas.findByRole('link', { name: 'Open in Northern Wallet' })
  },
}

export const DarkLogos: Story = { ...Logos, globals: { theme: 'dark' } }

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { globals: { theme: 'dark' } }
