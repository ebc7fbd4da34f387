import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { on, onStage, withNote } from '../../fixtures/onStage.tsx'
import { SessionExpiryDialog } from './index.ts'

const meta = {
  id: 'session-expiry-dialog-sessionexpirydialog',
  title: 'Session/SessionExpiryDialog',
  component: SessionExpiryDialog,
  args: { warnBeforeMs: 3_600_000 },
  decorators: [onStage],
  parameters: { docs: { story: { inline: false, height: '640px' } } },
} satisfies Meta<typeof SessionExpiryDialog>

export default meta
type Story = StoryObj<typeof meta>

const endingIn = (ms: number) =>
  on({
    backend: { session: createSession({ expiresAt: new Date(Date.now() + ms).toISOString() }) },
  })

/** Half an hour before the session ends. The warning appears one hour before. */
export const Default: Story = {
  ...endingIn(1_800_000),
  play: async ({ canvas }) => {
    const dialog = await canvas.findByRole('dialog')
    await waitFor(() => expect(dialog).toBeVisible())
  },
}

export const Dismissed: Story = {
  ...endingIn(1_800_000),
  decorators: withNote('The dialog has closed.'),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Not now' }))
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull())
  },
}

/** This session cannot be extended, so after an attempt the dialog shows only the sign-in methods. */
export const NotExtended: Story = {
  ...endingIn(1_800_000),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Stay signed in' }))
    await waitFor(() => expect(canvas.queryByRole('button', { name: 'Stay signed in' })).toBeNull())
  },
}

export const NotYet: Story = {
  ...endingIn(7_200_000),
  decorators: withNote('The dialog is not shown yet.'),
}

/** After the user has signed in again, the dialog closes. */
export const Renewed: Story = {
  ...endingIn(1_800_000),
  decorators: withNote('The dialog has closed.'),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Stay signed in' }))
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull())
  },
}

export const RightToLeft: Story = {
  ...Default,
  globals: { locale: 'he', direction: 'rtl' },
}

export const Dark: Story = { ...Default, globals: { theme: 'dark' } }
