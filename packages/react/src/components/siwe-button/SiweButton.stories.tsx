import type { ProblemCode } from '@kit/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { comeBack, leavePage } from '../../fixtures/leavePage.ts'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { SiweButton } from './index.ts'

const meta = {
  id: 'siwe-button-siwebutton',
  title: 'Sign in/SiweButton',
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

export const Default: Story = {}

export const SignedIn: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign in with Ethereum' }))
    await waitFor(() => expect(args.onSuccess).toHaveBeenCalledOnce())
    await expect(await canvas.findByText('Signed in')).toBeVisible()
  },
}

export const OwnWords: Story = { args: { children: 'Open the gate' } }

export const Connecting: Story = {
  ...on({ policy: { connect: 'hold' } }),
  play: click(/^Approve the connection in/),
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
  play: click(/^Your wallet reported a problem/),
}

export const AwaitingReturn: Story = {
  ...on({ policy: { sign: 'hold' } }),
  beforeEach: () => comeBack,
  play: async (context) => {
    await click(/^Sign the message/)(context)
    leavePage()
    await context.canvas.findByText(/then come back here/)
  },
}

export const WrongAccount: Story = {
  ...failing('siwe_address_mismatch', 401),
  play: click(/^The message names another account/),
}

export const Expired: Story = {
  ...failing('challenge_expired', 401),
  play: click(/^That took too long/),
}

export const RateLimited: Story = {
  ...failing('rate_limited', 429, 420),
  play: click(/^Too many attempts/),
}

export const UpstreamDown: Story = {
  ...failing('upstream_unavailable', 503),
  play: click(/^The service is unavailable/),
}

export const Offline: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/siwe/verify') }),
  play: click(/^Can’t reach the server/),
}

export const WalletLocked: Story = {
  ...on({ policy: { sign: { throws: { code: 4100, message: 'locked' } } } }),
  play: click(/^Your wallet is locked/),
}

export const NoWallet: Story = { ...on({ wallets: [] }), play: click(/^No wallet found/) }

export const Dark: Story = { globals: { theme: 'dark' } }

export const RightToLeft: Story = {
  ...AwaitingSignature,
  globals: { locale: 'ar', direction: 'rtl' },
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button'))
    await canvas.findByText(/Aurora Wallet/)
  },
}

export const DarkWithError: Story = { ...Offline, globals: { theme: 'dark' } }

function failing(code: ProblemCode, status: number, retryAfterSeconds?: number) {
  return on({
    prepare: (backend) =>
      backend.failNext('/siwe/verify', code, status, {
        ...(retryAfterSeconds && { retryAfterSeconds }),
      }),
  })
}
