import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { on, onStage, withNote } from '../../fixtures/onStage.tsx'
import { AccountMismatchBanner } from './index.ts'

const meta = {
  id: 'account-mismatch-banner-accountmismatchbanner',
  title: 'Session/AccountMismatchBanner',
  component: AccountMismatchBanner,
  decorators: [onStage],
} satisfies Meta<typeof AccountMismatchBanner>

export default meta
type Story = StoryObj<typeof meta>

const session = createSession({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' })
const scene = {
  backend: { session },
  isConnected: true,
  provider: { accountChange: 'ask' },
} as const

export const Default: Story = {
  ...on(scene),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('region')).toBeVisible()
  },
}

/** The user signs in with the wallet's new account in one prompt, and the banner disappears. */
export const SignedInAgain: Story = {
  ...on(scene),
  decorators: withNote('The banner has closed.'),
  play: async ({ canvas }) => {
    await canvas.findByText(/^You’re signed in as 0xf39F…2266/)
    await userEvent.click(await canvas.findByRole('button', { name: /^Sign in as/ }))
    await waitFor(() => expect(canvas.queryByRole('region')).toBeNull())
  },
}

export const Kept: Story = {
  ...on(scene),
  decorators: withNote('The banner has closed.'),
  play: async ({ canvas }) => {
    await userEvent.click(
      await canvas.findByRole('button', { name: 'Stay signed in as 0xf39F…2266' }),
    )
    await waitFor(() => expect(canvas.queryByRole('region')).toBeNull())
  },
}

export const Declined: Story = {
  ...on({ ...scene, policy: { sign: 'reject' } }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^Sign in as/ }))
    await canvas.findByText(/^You declined in your wallet/)
    await expect(canvas.getByRole('region')).toBeVisible()
  },
}

export const AwaitingSignature: Story = {
  ...on({ ...scene, policy: { sign: 'hold' } }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^Sign in as/ }))
    await canvas.findByText(/^Sign the message in Aurora Wallet/)
  },
}

export const Offline: Story = {
  ...on({ ...scene, prepare: (backend) => backend.cutNext('/siwe/verify') }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^Sign in as/ }))
    await canvas.findByText(/^Can’t reach the server/)
  },
}

export const Dark: Story = { ...Default, globals: { theme: 'dark' } }

export const RightToLeft: Story = { ...Default, globals: { locale: 'ar', direction: 'rtl' } }
