import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { WalletList } from './index.ts'

const meta = {
  id: 'wallet-list-walletlist',
  title: 'Sign in/WalletList',
  component: WalletList,
  args: { onPick: fn() },
  decorators: [inCard, onStage],
} satisfies Meta<typeof WalletList>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Picked: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Field Wallet' }))
    await expect(args.onPick).toHaveBeenCalledOnce()
  },
}

export const None: Story = on({ wallets: [] })

export const Busy: Story = { args: { busyWallet: 'Aurora Wallet', disabled: true } }

export const Disabled: Story = {
  args: { disabled: true },
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Field Wallet' }))
    await expect(args.onPick).not.toHaveBeenCalled()
  },
}

export const Many: Story = on({
  wallets: ['Aurora Wallet', 'Field Wallet', 'Harbour', 'Lantern Wallet', 'Meadow', 'Northern'],
})

export const LongName: Story = on({
  wallets: ['The Extraordinarily Well-Kept Wallet of the Northern Lights'],
})

export const BrokenIcon: Story = on({ wallets: ['Aurora Wallet'], icon: 'data:image/png,broken' })

/** The last used wallet comes first. */
export const Recent: Story = {
  ...on({ isRecent: true }),
  play: async ({ canvas }) => {
    const [first] = await canvas.findAllByRole('button')
    await waitFor(() => expect(first).toHaveAccessibleDescription('Recent'))
  },
}

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { globals: { theme: 'dark' } }
