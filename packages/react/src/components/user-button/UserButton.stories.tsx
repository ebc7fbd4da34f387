import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { SignedOut as SignedOutPart } from '../signed-out/index.ts'
import { UserButton } from './index.ts'

const session = createSession({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' })

const meta = {
  component: UserButton,
  decorators: [onStage],
} satisfies Meta<typeof UserButton>

export default meta
type Story = StoryObj<typeof meta>

const signedIn = on({ backend: { session } })

export const Default: Story = {
  ...signedIn,
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: '0xf39F…2266' })
    await expect(canvas.queryByRole('button', { name: 'Sign out' })).toBeNull()
  },
}

export const Open: Story = {
  ...signedIn,
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: '0xf39F…2266' }))
    await expect(canvas.getByRole('button', { name: 'Sign out' })).toBeVisible()
  },
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

export const Dark: Story = { ...Open, globals: { theme: 'dark' } }
