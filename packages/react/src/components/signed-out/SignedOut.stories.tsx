import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { SignedOut } from './index.ts'

const meta = {
  id: 'signed-out-signedout',
  title: 'Session/SignedOut',
  component: SignedOut,
  args: { children: 'Only users who are signed out see this.' },
  decorators: [inCard, onStage],
} satisfies Meta<typeof SignedOut>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Only users who are signed out see this.')).toBeVisible()
  },
}

/** Signed-in users see nothing. */
export const ForOthers: Story = {
  ...on({ backend: { session: createSession() } }),
  play: async ({ canvas }) => {
    await expect(canvas.queryByText('Only users who are signed out see this.')).toBeNull()
  },
}
