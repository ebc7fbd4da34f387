import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { SiweButton } from './index.ts'

const meta = {
  component: SiweButton,
  args: { onSuccess: fn(), onError: fn() },
  decorators: [inCard, onStage],
} satisfies Meta<typeof SiweButton>

export default meta
type Story = StoryObj<typeof meta>

function click(text: RegExp): NonNullable<Story['play']> {
  return async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign in with Ethereum' }))
    await waitFor(() => expect(canvas.getByText(text)).toBeVisible())
  }
}

export const Default: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign in with Ethereum' }))
    await waitFor(() => expect(args.onSuccess).toHaveBeenCalledOnce())
  },
}

export const OwnWords: Story = { args: { children: 'Open the gate' } }

export const Connecting: Story = {
  ...on({ policy: { connect: 'hold' } }),
  play: click(/^Answer in/),
}

export const AwaitingSignature: Story = {
  ...on({ policy: { sign: 'hold' } }),
  play: click(/^Sign the message/),
}

export const Verifying: Story = {
  ...on({ prepare: (backend) => backend.holdNext('/siwe/verify') }),
  play: click(/^Checking the signature/),
}

export const Rejected: Story = {
  ...on({ policy: { sign: 'reject' } }),
  play: click(/^You declined/),
}

export const Failed: Story = {
  ...on({ policy: { sign: { throws: 'oops' } } }),
  play: click(/^The wallet reported a problem/),
}

export const NoWallet: Story = { ...on({ wallets: [] }), play: click(/^No wallet was found/) }

export const Dark: Story = { globals: { theme: 'dark' } }
