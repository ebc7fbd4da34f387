import { AuthError } from '@kit/core'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { inCard, onStage } from '../../fixtures/onStage.tsx'
import { ProblemAlert } from './index.ts'

const meta = {
  id: 'problem-alert-problemalert',
  title: 'Pieces/ProblemAlert',
  component: ProblemAlert,
  args: { error: new AuthError('network_error') },
  decorators: [inCard, onStage],
} satisfies Meta<typeof ProblemAlert>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Declined: Story = { args: { error: new AuthError('wallet_rejected') } }

export const Waiting: Story = {
  args: { error: new AuthError('rate_limited', { retryAfterSeconds: 420 }) },
}

export const WithContact: Story = {
  args: { error: new AuthError('otp_locked', { supportContact: 'help@example.com' }) },
}

export const WithButton: Story = {
  args: {
    children: (
      <button type="button" className="kit-button" data-variant="secondary">
        Try again
      </button>
    ),
  },
}

export const None: Story = { args: { error: undefined } }

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { globals: { theme: 'dark' } }
