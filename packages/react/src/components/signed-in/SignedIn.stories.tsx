import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { SignedIn } from './index.ts'

const meta = {
  id: 'signed-in-signedin',
  title: 'Session/SignedIn',
  component: SignedIn,
  args: { children: 'Only users who are signed in see this.' },
  decorators: [inCard, onStage],
} satisfies Meta<typeof SignedIn>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  ...on({ backend: { session: createSession() } }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('Only users who are signed in see this.')).toBeVisible()
  },
}

/** Signed-out users see nothing. */
export const ForOthers: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.queryByText('Only users who are signed in see this.')).toBeNull()
  },
}
