import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent } from 'storybook/test'
import '../../styles/devtools.css'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { SignIn } from '../../index.ts'
import { AuthDevtools } from './index.ts'

const meta = {
  id: 'auth-devtools-authdevtools',
  title: 'Developer/AuthDevtools',
  component: AuthDevtools,
  decorators: [
    (Story) => (
      <>
        <SignIn />
        <Story />
      </>
    ),
    onStage,
  ],
  parameters: {
    layout: 'fullscreen',
    docs: {
      story: { inline: false, height: '720px' },
      source: { code: "import { AuthDevtools } from '@kit/react/devtools'\n\n<AuthDevtools />" },
    },
  },
} satisfies Meta<typeof AuthDevtools>

export default meta
type Story = StoryObj<typeof meta>

const open: NonNullable<Story['play']> = async ({ canvas }) => {
  await userEvent.click(await canvas.findByRole('button', { name: /^Sign-in/ }))
  await expect(canvas.getByRole('heading', { name: 'Session' })).toBeVisible()
}

export const Default: Story = {}

export const Open: Story = { play: open }

/** While the wallet prompt is open, each line of the message is explained. */
export const Message: Story = {
  ...on({ policy: { sign: 'hold' } }),
  play: async (context) => {
    await open(context)
    await userEvent.click(await context.canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await context.canvas.findByText(/makes the message valid for one sign-in/)
    await context.canvas.findByText('siwe: sign')
  },
}

/** Warnings that wallets will show are listed in advance. */
export const Warning: Story = {
  ...on({ backend: { domain: 'accounts.example.org' }, policy: { sign: 'hold' } }),
  play: async (context) => {
    await open(context)
    await userEvent.click(await context.canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await context.canvas.findAllByText(/domain/)
  },
}

/** Requests are listed with their path and status, without their contents. */
export const Requests: Story = {
  play: async (context) => {
    await open(context)
    const { canvas } = context
    await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com')
    await userEvent.click(canvas.getByRole('button', { name: 'Continue with email' }))
    await userEvent.type(await canvas.findByLabelText('Code'), '123456')
    await canvas.findByText('POST /otp/verify')
    await canvas.findByText('otp: verified')
    const panel = canvas.getByRole('complementary', { name: 'Sign-in devtools' })
    await expect(panel.textContent).not.toContain('123456')
  },
}

export const Dark: Story = { ...Message, globals: { theme: 'dark' } }
