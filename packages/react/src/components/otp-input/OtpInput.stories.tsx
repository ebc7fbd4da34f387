import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent } from 'storybook/test'
import { onStage } from '../../fixtures/onStage.tsx'
import { OtpInput } from './index.ts'

const meta = {
  id: 'otp-input-otpinput',
  title: 'Pieces/OtpInput',
  component: OtpInput,
  args: { onChange: fn(), onComplete: fn() },
  decorators: [
    (Story) => (
      <div className="kit-card">
        <Story />
      </div>
    ),
  ],
} satisfies Meta<typeof OtpInput>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {}

export const Typed: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.type(canvas.getByLabelText('Code'), '007 123')
    await expect(canvas.getByLabelText('Code')).toHaveValue('007123')
    await expect(args.onComplete).toHaveBeenCalledOnce()
    await expect(args.onComplete).toHaveBeenCalledWith('007123', 'typed')
  },
}

export const Half: Story = { args: { defaultValue: '123' } }

export const Full: Story = { args: { defaultValue: '123456' } }

export const WithDescription: Story = {
  args: {
    description:
      'We sent a 6-digit code to ada@example.com. We check it as soon as you enter all 6 digits.',
  },
}

export const FourDigits: Story = { args: { length: 4, defaultValue: '47' } }

export const EightDigits: Story = { args: { length: 8, defaultValue: '12345' } }

export const Alphanumeric: Story = { args: { alphabet: 'alphanumeric', defaultValue: 'A1B' } }

export const Refused: Story = {
  args: { defaultValue: '123456', error: 'That code isn’t right. You have 2 attempts left.' },
}

export const Focused: Story = {
  args: { defaultValue: '123' },
  play: ({ canvas }) => canvas.getByLabelText('Code').focus(),
}

export const Selected: Story = {
  ...Refused,
  play: async ({ canvas }) => {
    await userEvent.tripleClick(canvas.getByLabelText('Code'))
  },
}

export const Verifying: Story = { args: { defaultValue: '123456', readOnly: true } }

export const Disabled: Story = { args: { defaultValue: '12', disabled: true } }

export const Narrow: Story = {
  args: { length: 8, defaultValue: '1234567' },
  decorators: [
    (Story) => (
      <div style={{ inlineSize: '18rem' }}>
        <Story />
      </div>
    ),
  ],
}

export const RightToLeft: Story = {
  decorators: [onStage],
  args: { defaultValue: '123', label: 'الرمز', description: 'أرسلناه إلى بريدك' },
  globals: { locale: 'ar', direction: 'rtl' },
}

export const Dark: Story = { ...Refused, globals: { theme: 'dark' } }
