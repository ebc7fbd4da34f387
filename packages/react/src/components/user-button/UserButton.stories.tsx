import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { portrait } from '../../fixtures/portrait.ts'
import { SignedOut as SignedOutPart } from '../signed-out/index.ts'
import { UserButton, UserMenuItem } from './index.ts'

const session = createSession({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' })

const meta = {
  id: 'user-button-userbutton',
  title: 'Session/UserButton',
  component: UserButton,
  decorators: [onStage],
  parameters: { docs: { frameHeight: '440px' } },
} satisfies Meta<typeof UserButton>

export default meta
type Story = StoryObj<typeof meta>

const signedIn = on({ backend: { session } })

export const Default: Story = {
  ...signedIn,
  play: async ({ canvas }) => {
    const trigger = await canvas.findByRole('button', { name: '0xf39F…2266' })
    await expect(trigger).toHaveAttribute('aria-haspopup', 'menu')
    await expect(canvas.queryByRole('menuitem')).toBeNull()
  },
}

const open: NonNullable<Story['play']> = async ({ canvas }) => {
  await userEvent.click(await canvas.findByRole('button', { name: '0xf39F…2266' }))
  await waitFor(() => expect(canvas.getByRole('menuitem', { name: 'Copy address' })).toHaveFocus())
}

export const Open: Story = { ...signedIn, play: open }

/** The other wallets of this browser replace the menu's items. */
export const AnotherWallet: Story = {
  ...signedIn,
  play: async (context) => {
    await open(context)
    await userEvent.click(context.canvas.getByRole('menuitem', { name: 'Use another wallet' }))
    await context.canvas.findByRole('menuitem', { name: 'Field Wallet' })
  },
}

/**
 * The arrow keys, Home and End move the focus. Escape closes the menu and returns the focus. Tab closes the
 * menu and moves on.
 */
export const Keyboard: Story = {
  ...signedIn,
  args: {
    children: (
      <>
        <UserMenuItem render={<a href="#account">Account</a>}>Account</UserMenuItem>
        <UserMenuItem>Settings</UserMenuItem>
      </>
    ),
  },
  play: async ({ canvas }) => {
    const trigger = await canvas.findByRole('button', { name: '0xf39F…2266' })
    trigger.focus()
    const hasFocus = (name: string) =>
      waitFor(() => expect(canvas.getByRole('menuitem', { name })).toHaveFocus())
    await userEvent.keyboard('{ArrowDown}')
    await hasFocus('Account')
    await userEvent.keyboard('{ArrowUp}')
    await hasFocus('Sign out')
    await userEvent.keyboard('{ArrowDown}')
    await hasFocus('Account')
    await userEvent.keyboard('{End}')
    await hasFocus('Sign out')
    await userEvent.keyboard('{Home}{ArrowDown}')
    await hasFocus('Settings')
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(canvas.queryByRole('menuitem')).toBeNull())
    await expect(trigger).toHaveFocus()
    await userEvent.keyboard('{ArrowDown}')
    await hasFocus('Account')
  },
}

export const SigningOut: Story = {
  ...on({ backend: { session }, prepare: (backend) => backend.holdNext('DELETE /session') }),
  play: async (context) => {
    await open(context)
    await userEvent.click(context.canvas.getByRole('menuitem', { name: 'Sign out' }))
    await context.canvas.findByRole('menuitem', { name: 'Signing out…' })
  },
}

export const SignOutFailed: Story = {
  ...on({
    backend: { session },
    prepare: (backend) =>
      backend.failNext('DELETE /session', 'store_unavailable', 503, { retryAfterSeconds: 420 }),
  }),
  play: async (context) => {
    await open(context)
    await userEvent.click(context.canvas.getByRole('menuitem', { name: 'Sign out' }))
    await context.canvas.findByText(/^The server is busy/)
  },
}

export const RegistrationRequired: Story = {
  ...on({ backend: { session: { ...session, status: 'registration-required' } } }),
  play: open,
}

export const ByEmail: Story = on({
  backend: { session: createSession({ method: 'email-otp' }) },
})

export const SignedOut: Story = {
  render: (args) => (
    <>
      <SignedOutPart>Nobody is signed in.</SignedOutPart>
      <UserButton {...args} />
    </>
  ),
  play: async ({ canvas }) => {
    await canvas.findByText('Nobody is signed in.')
    await expect(canvas.queryByRole('button')).toBeNull()
  },
}

/** With `EnsNames`: the account's name and picture, with the address below the name. */
export const WithEns: Story = {
  ...on({
    backend: { session: { ...session, chainId: 1 } },
    ens: { name: 'ada.eth', avatar: portrait },
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'ada.eth' }))
    await waitFor(() =>
      expect(canvas.getByRole('menuitem', { name: 'Copy address' })).toHaveFocus(),
    )
    await waitFor(() => expect(document.querySelectorAll('img.kit-avatar')).toHaveLength(2))
  },
}

/** A name that is longer than the menu. */
export const WithLongEnsName: Story = {
  ...on({
    backend: { session },
    ens: { name: 'the-first-programmer-of-the-analytical-engine.lovelace.eth' },
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: /^the-first/ }))
    await waitFor(() =>
      expect(canvas.getByRole('menuitem', { name: 'Copy address' })).toHaveFocus(),
    )
  },
}

export const RightToLeft: Story = {
  ...Keyboard,
  globals: { locale: 'ar', direction: 'rtl' },
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button'))
    await waitFor(() => expect(canvas.getByRole('menuitem', { name: 'Account' })).toHaveFocus())
  },
}

export const Dark: Story = { ...Open, globals: { theme: 'dark' } }
