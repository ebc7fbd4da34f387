import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { userEvent } from 'storybook/test'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { AccountCard } from './index.ts'

const linkedAt = '2026-01-05T09:00:00.000Z'
const email = { id: 'ada@example.com', kind: 'email', email: 'ada@example.com', linkedAt } as const
const longEmail = {
  ...email,
  id: 'long',
  email: 'ada.king.countess.of.lovelace@analytical-engine.example',
} as const
const wallet = {
  id: 'eip155:1:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  kind: 'wallet',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  chainId: 1,
  linkedAt,
} as const
const backend = { session: createSession({ method: 'email-otp' }), identities: [email, wallet] }

const meta = {
  id: 'account-card-accountcard',
  title: 'Session/AccountCard',
  component: AccountCard,
  decorators: [onStage],
  parameters: { scene: { backend } },
} satisfies Meta<typeof AccountCard>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: 'Remove ada@example.com' })
  },
}

/** The only identity cannot be removed. */
export const OneIdentity: Story = {
  ...on({ backend: { ...backend, identities: [email] } }),
  play: async ({ canvas }) => {
    await canvas.findByText('ada@example.com')
  },
}

export const Loading: Story = on({
  backend,
  prepare: (fake) => fake.holdNext('/identities'),
})

export const Failed: Story = {
  ...on({ backend, prepare: (fake) => fake.failNext('/identities', 'internal_error', 500) }),
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: 'Try again' })
  },
}

export const AddingWallet: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Add wallet' }))
    await canvas.findByRole('button', { name: 'Aurora Wallet' })
  },
}

export const AddingEmail: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Add email address' }))
    await canvas.findByLabelText('Email address')
  },
}

const requestCode: NonNullable<Story['play']> = async (context) => {
  await AddingEmail.play?.(context)
  const { canvas } = context
  await userEvent.type(canvas.getByLabelText('Email address'), 'work@example.com{Enter}')
  await canvas.findByRole('button', { name: 'Verify code' })
}

/** The user can request another code when the countdown has ended. */
export const AwaitingCode: Story = { play: requestCode }

export const CodeRefused: Story = {
  play: async (context) => {
    await requestCode(context)
    await userEvent.type(context.canvas.getByRole('textbox', { name: 'Code' }), '000000')
    await context.canvas.findByText(/^That code isn’t right/)
  },
}

/** After many wrong codes by others, the user has to enter two codes. */
export const SecondCode: Story = {
  ...on({
    backend,
    prepare: (fake) => fake.failNext('/identities/email/verify', 'otp_second_code_required', 403),
  }),
  play: async (context) => {
    await requestCode(context)
    await userEvent.type(context.canvas.getByRole('textbox', { name: 'Code' }), '123456')
    await context.canvas.findByText(/^That code is right/)
  },
}

/** The user can try a code again when the countdown has ended. */
export const RateLimited: Story = {
  ...on({
    backend,
    prepare: (fake) =>
      fake.failNext('/identities/email/verify', 'rate_limited', 429, { retryAfterSeconds: 420 }),
  }),
  play: async (context) => {
    await requestCode(context)
    await userEvent.type(context.canvas.getByRole('textbox', { name: 'Code' }), '123456')
    await context.canvas.findByText(/^Too many/)
  },
}

/** On the narrowest supported screen. */
export const Narrow: Story = { play: requestCode, parameters: { picture: { width: 320 } } }

export const NarrowDark: Story = {
  ...Default,
  parameters: {
    scene: { backend: { ...backend, identities: [email, longEmail, wallet] } },
    picture: { width: 320 },
  },
  globals: { theme: 'dark' },
}

export const FreshSignInNeeded: Story = {
  ...on({
    backend,
    prepare: (fake) => fake.failNext('/identities/remove', 'step_up_required', 403),
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Remove ada@example.com' }))
    await canvas.findByRole('button', { name: 'Sign in again' })
  },
}

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { ...Default, globals: { theme: 'dark' } }
