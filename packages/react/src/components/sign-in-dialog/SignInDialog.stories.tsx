import type { Meta, StoryObj } from '@storybook/react-vite'
import { useState } from 'react'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { on, onStage, withNote } from '../../fixtures/onStage.tsx'
import { SignInDialog } from './index.ts'

const meta = {
  id: 'sign-in-dialog-signindialog',
  title: 'Sign in/SignInDialog',
  component: SignInDialog,
  args: { isOpen: true, onClose: fn(), onSuccess: fn() },
  // Required together with `isOpen`. Storybook cannot read that from a union type.
  argTypes: { onClose: { type: { name: 'function', raw: '() => void', required: true } } },
  decorators: [onStage],
  parameters: { docs: { story: { inline: false, height: '640px' } } },
} satisfies Meta<typeof SignInDialog>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Aurora Wallet' })).toBeVisible()
  },
}

/** The dialog closes after a successful sign-in. */
export const Finished: Story = {
  decorators: withNote('The dialog has closed.'),
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await waitFor(() => expect(args.onClose).toHaveBeenCalledOnce())
    await expect(args.onSuccess).toHaveBeenCalledOnce()
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull())
  },
}

/** After Escape closes the dialog, the focus returns to the button that opened it. */
export const FromAButton: Story = {
  render: function FromAButton(args) {
    const [isOpen, setIsOpen] = useState(false)
    return (
      <>
        <button type="button" className="kit-button" onClick={() => setIsOpen(true)}>
          Open
        </button>
        <SignInDialog {...args} isOpen={isOpen} onClose={() => setIsOpen(false)} />
      </>
    )
  },
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button', { name: 'Open' })
    await userEvent.click(button)
    const dialog = await canvas.findByRole('dialog', { name: 'Sign in' })
    await waitFor(() => expect(dialog).toBeVisible())
    await userEvent.click(canvas.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(canvas.queryByRole('dialog')).toBeNull())
    await expect(button).toHaveFocus()
  },
}

export const OwnWords: Story = {
  args: {
    title: 'Welcome back',
    description: 'Your badges are waiting.',
    children: 'By signing in you accept the terms.',
  },
}

export const EmailOnly: Story = on({ backend: { methods: ['email-otp'] } })

export const AwaitingSignature: Story = {
  ...on({ policy: { sign: 'hold' } }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await canvas.findByText(/^Sign the message in Aurora Wallet/)
  },
}

export const Loading: Story = on({ prepare: (backend) => backend.holdNext('/session') })

export const BackendDown: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/session') }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Try again' }))
    await canvas.findByRole('button', { name: 'Aurora Wallet' })
    await expect(canvas.queryByText(/^Can’t reach the server/)).toBeNull()
  },
}

export const NoWallet: Story = on({ wallets: [] })

export const Rejected: Story = {
  ...on({ policy: { sign: 'reject' } }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await canvas.findByText(/^You declined in your wallet/)
  },
}

/** On a phone the dialog is at the bottom of the screen, within reach of the thumb. */
export const Phone: Story = {
  parameters: { picture: { width: 320 } },
  globals: { viewport: { value: 'mobile1' } },
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com{Enter}')
    await canvas.findByLabelText('Code')
  },
}

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { globals: { theme: 'dark' } }

/** The dialog stays open for a moment, so that the user sees the success. */
export const Success: Story = {
  args: { successDelayMs: 60_000 },
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await waitFor(() => expect(canvas.getByText('Signed in')).toBeVisible())
    await canvas.findByText('Signed in', { selector: '.kit-accepted > p' })
    await expect(args.onSuccess).not.toHaveBeenCalled()
  },
}
