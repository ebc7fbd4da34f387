import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { useReauthenticate, useSession } from '../../index.ts'
import { ReauthenticateDialog } from './index.ts'

const meta = {
  id: 'reauthenticate-dialog-reauthenticatedialog',
  title: 'Session/ReauthenticateDialog',
  component: ReauthenticateDialog,
  decorators: [onStage],
  parameters: {
    scene: { backend: { session: createSession() } },
    docs: {
      story: { inline: false, height: '640px' },
      source: {
        code: "import { ReauthenticateDialog } from '@kit/react'\n\n<ReauthenticateDialog />",
      },
    },
  },
  render: () => (
    <>
      <Payment />
      <ReauthenticateDialog />
    </>
  ),
} satisfies Meta<typeof ReauthenticateDialog>

export default meta
type Story = StoryObj<typeof meta>

function Payment() {
  const { reauthenticate } = useReauthenticate()
  if (useSession().session === undefined) return null
  return (
    <button
      type="button"
      className="kit-button"
      data-variant="primary"
      onClick={() => void reauthenticate()}
    >
      Pay
    </button>
  )
}

const pay: NonNullable<Story['play']> = async ({ canvas }) => {
  await canvas.findByRole('button', { name: 'Pay' })
  await userEvent.click(canvas.getByRole('button', { name: 'Pay' }))
  const dialog = await canvas.findByRole('dialog', { name: 'Sign in again' })
  await waitFor(() => expect(dialog).toBeVisible())
}

export const Default: Story = { play: pay }

/** The dialog has closed, and the focus is back on the button. */
export const SignedInAgain: Story = {
  play: async (context) => {
    await pay(context)
    await userEvent.click(await context.canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await waitFor(() => expect(context.canvas.queryByRole('dialog')).toBeNull())
    await expect(context.canvas.getByRole('button', { name: 'Pay' })).toHaveFocus()
  },
}

export const Closed: Story = {}

const asked = (policy: 'hold' | 'reject') =>
  on({ backend: { session: createSession() }, policy: { sign: policy } })

export const AwaitingSignature: Story = {
  ...asked('hold'),
  play: async (context) => {
    await pay(context)
    await userEvent.click(await context.canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await context.canvas.findByText(/^Sign the message in Aurora Wallet/)
  },
}

export const Rejected: Story = {
  ...asked('reject'),
  play: async (context) => {
    await pay(context)
    await userEvent.click(await context.canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await context.canvas.findByText(/^You declined in your wallet/)
  },
}

export const Dark: Story = { play: pay, globals: { theme: 'dark' } }
