import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { SessionGuard } from './index.ts'

const meta = {
  id: 'session-guard-sessionguard',
  title: 'Session/SessionGuard',
  component: SessionGuard,
  args: { children: <p className="kit-card">What members see</p> },
  decorators: [onStage],
} satisfies Meta<typeof SessionGuard>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await canvas.findByRole('heading', { name: 'Sign in to continue' })
    await expect(canvas.queryByText('What members see')).toBeNull()
  },
}

/** The card with one sentence is the protected content. */
export const SignedIn: Story = {
  ...on({ backend: { session: createSession() } }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('What members see')).toBeVisible()
  },
}

/** After the sign-in, the protected content replaces the sign-in card. */
export const SignedInHere: Story = {
  play: async (context) => {
    await Default.play?.(context)
    await userEvent.click(await context.canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await context.canvas.findByText('What members see')
  },
}

export const OwnFallback: Story = {
  args: { fallback: 'Members only.' },
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Members only.')).toBeVisible()
  },
}

export const Loading: Story = {
  args: { loading: 'One moment …' },
  ...on({ prepare: (backend) => backend.holdNext('/session') }),
  play: async ({ canvas }) => {
    await expect(canvas.getByText('One moment …')).toBeVisible()
  },
}

/** The backend cannot be reached: the card says so, and the content stays hidden. */
export const BackendDown: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/session') }),
  play: async ({ canvas }) => {
    await canvas.findByText(/^Can’t reach the server/)
    await expect(canvas.queryByText('What members see')).toBeNull()
  },
}
