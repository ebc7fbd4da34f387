import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { RedirectButton } from './index.ts'

const meta = {
  component: RedirectButton,
  args: { onSuccess: fn(), onError: fn() },
  decorators: [inCard, onStage],
} satisfies Meta<typeof RedirectButton>

export default meta
type Story = StoryObj<typeof meta>

/** A story opens no window: the browser is one that blocks them. */
const blocked: NonNullable<Story['play']> = async ({ canvas }) => {
  const open = window.open
  window.open = () => null
  await userEvent.click(await canvas.findByRole('button'))
  await waitFor(() => expect(canvas.getByText(/^The browser blocked the window/)).toBeVisible())
  window.open = open
}

export const Default: Story = {}

export const OwnWords: Story = { args: { children: 'Show my badges' } }

export const Leaving: Story = {
  args: { mode: 'page' },
  ...on({ prepare: (backend) => backend.holdNext('/redirect/start') }),
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button')
    await userEvent.click(button)
    await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'))
  },
}

export const Blocked: Story = { play: blocked }

export const Dark: Story = { play: blocked, globals: { theme: 'dark' } }
