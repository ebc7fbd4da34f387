import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { SignedIn } from './index.ts'

const meta = {
  id: 'signed-in-signedin',
  title: 'Session/SignedIn',
  component: SignedIn,
  args: { children: 'For whoever is signed in.' },
  decorators: [inCard, onStage],
} satisfies Meta<typeof SignedIn>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  ...on({ backend: { session: createSession() } }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByText('For whoever is signed in.')).toBeVisible()
  },
}

/** Signed-out users see nothing. */
export const ForOthers: Story = {
  play: async ({ canvas }) => {
    await expect(canvas.queryByText('For whoever is signed in.')).toBeNull()
  },
}
