import type { FakeBackend } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { OtpForm } from './index.ts'

const meta = {
  id: 'otp-form-otpform',
  title: 'Sign in/OtpForm',
  component: OtpForm,
  args: { onSuccess: fn(), onError: fn() },
  decorators: [inCard, onStage],
  parameters: { docs: { frameHeight: '480px' } },
} satisfies Meta<typeof OtpForm>

export default meta
type Story = StoryObj<typeof meta>
type Play = NonNullable<Story['play']>

const askForCode: Play = async ({ canvas }) => {
  await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com')
  await userEvent.click(canvas.getByRole('button', { name: 'Continue with email' }))
  await canvas.findByLabelText('Code')
}

/** Requests a code, enters the given code, and waits for a text. */
function type(code: string, text: RegExp): Play {
  return async (context) => {
    await askForCode(context)
    await userEvent.type(context.canvas.getByLabelText('Code'), code)
    await waitFor(() => expect(context.canvas.getByText(text)).toBeVisible())
  }
}

export const Default: Story = {}

export const AddressInvalid: Story = {
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@{Enter}')
    await waitFor(() =>
      expect(canvas.getByLabelText('Email address')).toHaveAccessibleDescription(
        /^Enter an email address/,
      ),
    )
  },
}

export const Sending: Story = {
  ...on({ prepare: (backend) => backend.holdNext('/otp/start') }),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com{Enter}')
    await canvas.findByRole('button', { name: 'Sending…' })
  },
}

export const SendingFailed: Story = {
  ...on({ prepare: (backend) => backend.failNext('/otp/start', 'upstream_unavailable', 503) }),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com{Enter}')
    await canvas.findByText(/^The service is unavailable/)
  },
}

export const RateLimited: Story = {
  ...on({
    prepare: (backend) =>
      backend.failNext('/otp/start', 'rate_limited', 429, { retryAfterSeconds: 420 }),
  }),
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com{Enter}')
    await canvas.findByText(/^Too many attempts/)
  },
}

export const AwaitingCode: Story = { play: askForCode }

export const AwaitingCodeOfEight: Story = {
  ...on({ backend: { code: '12345678' } }),
  play: askForCode,
}

export const CodePartial: Story = {
  play: async (context) => {
    await askForCode(context)
    const code = context.canvas.getByLabelText('Code')
    await userEvent.type(code, '123{Enter}')
    await waitFor(() => expect(code).toHaveAccessibleDescription(/Enter all 6 digits/))
  },
}

export const Verifying: Story = {
  ...on({ prepare: (backend) => backend.holdNext('/otp/verify') }),
  play: type('123456', /^We check it as soon/),
}

export const Refused: Story = {
  play: type('000000', /^That code isn’t right. You have 4 attempts left./),
}

export const RefusedTwice: Story = {
  play: async (context) => {
    await type('000000', /You have 4 attempts? left/)(context)
    await userEvent.type(context.canvas.getByLabelText('Code'), '000001', {
      initialSelectionStart: 0,
      initialSelectionEnd: 6,
    })
    await context.canvas.findByText(/Use the code from the latest email/)
  },
}

export const Exhausted: Story = {
  ...on({ prepare: (backend) => refuse(backend, 'otp_attempts_exhausted') }),
  play: type('000000', /^Too many incorrect attempts/),
}

export const Locked: Story = {
  ...on({ prepare: (backend) => refuse(backend, 'otp_locked') }),
  play: type('000000', /^Contact support: help@example\.com/),
}

/** The code has expired. */
export const Expired: Story = {
  ...on({ backend: { lifetimeMs: 1 } }),
  play: async (context) => {
    await askForCode(context)
    await context.canvas.findByText(/^This code has expired/)
  },
}

/** The backend does not know the code, although it has not expired. */
export const Lost: Story = {
  ...on({ prepare: (backend) => refuse(backend, 'challenge_expired') }),
  play: type('000000', /^This code can’t be checked anymore/),
}

export const ServiceDown: Story = {
  ...on({ prepare: (backend) => refuse(backend, 'upstream_unavailable') }),
  play: type('123456', /^The service is unavailable/),
}

export const Offline: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/otp/verify') }),
  play: type('123456', /^Can’t reach the server/),
}

export const ResendReady: Story = {
  ...on({ backend: { resendMs: -2000 } }),
  play: async (context) => {
    await askForCode(context)
    const button = await context.canvas.findByRole('button', { name: 'Send a new code' })
    await waitFor(() => expect(button).not.toHaveAttribute('aria-disabled'))
  },
}

export const Narrow: Story = {
  ...on({ backend: { code: '12345678' } }),
  decorators: [
    (Story) => (
      <div style={{ inlineSize: '18rem' }}>
        <Story />
      </div>
    ),
  ],
  play: askForCode,
}

export const RightToLeft: Story = {
  globals: { locale: 'ar', direction: 'rtl' },
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByRole('textbox'), 'ada@example.com{Enter}')
    await canvas.findByRole('textbox', { name: 'الرمز' })
  },
}

export const Dark: Story = { ...Refused, globals: { theme: 'dark' } }

function refuse(
  backend: FakeBackend,
  code: 'otp_attempts_exhausted' | 'otp_locked' | 'challenge_expired' | 'upstream_unavailable',
): void {
  backend.failNext('/otp/verify', code, 401, { supportContact: 'help@example.com' })
}

export const SignedIn: Story = {
  play: async (context) => {
    await askForCode(context)
    await userEvent.type(context.canvas.getByLabelText('Code'), '123456')
    await waitFor(() => expect(context.args.onSuccess).toHaveBeenCalledOnce())
  },
}
