import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { portrait } from '../../fixtures/portrait.ts'
import { SessionCard } from './index.ts'

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

const meta = {
  id: 'session-card-sessioncard',
  title: 'Session/SessionCard',
  component: SessionCard,
  args: { session: createSession({ address, chainId: 1 }) },
  decorators: [inCard, onStage],
} satisfies Meta<typeof SessionCard>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {}

/** With `EnsNames`: the account's name and picture, with the address below the name. */
export const WithEns: Story = {
  ...on({
    provider: { initialSession: createSession({ address, chainId: 1 }) },
    ens: { name: 'ada.eth', avatar: portrait },
  }),
  play: async ({ canvas }) => {
    await canvas.findByText('ada.eth')
    await waitFor(() => expect(document.querySelector('img.kit-avatar')).not.toBeNull())
  },
}

export const ByEmail: Story = { args: { session: createSession({ method: 'email-otp' }) } }

export const ByRedirect: Story = { args: { session: createSession({ method: 'redirect' }) } }

export const RegistrationRequired: Story = {
  args: { session: createSession({ address, status: 'registration-required' }) },
}

export const Pending: Story = { args: { session: createSession({ address, status: 'pending' }) } }

export const SigningOut: Story = {
  ...on({ prepare: (backend) => backend.holdNext('DELETE /session') }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign out' }))
    await canvas.findByRole('button', { name: 'Signing out…' })
  },
}

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { globals: { theme: 'dark' } }
