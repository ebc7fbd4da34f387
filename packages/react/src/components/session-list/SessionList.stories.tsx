import { createSession, createSessionEntry } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, userEvent, waitFor } from 'storybook/test'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { SessionList } from './index.ts'

const session = createSession({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' })
const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000).toISOString()
const sessions = [
  createSessionEntry(),
  createSessionEntry({ id: 'phone', client: 'Safari · iOS', lastSeenAt: secondsAgo(320) }),
  createSessionEntry({
    id: 'work',
    client: 'Chrome · macOS',
    method: 'email-otp',
    lastSeenAt: secondsAgo(270_000),
  }),
  createSessionEntry({ id: 'unknown', client: '', lastSeenAt: secondsAgo(7300) }),
]

const meta = {
  id: 'session-list-sessionlist',
  title: 'Session/SessionList',
  component: SessionList,
  decorators: [onStage],
  parameters: { scene: { backend: { session, sessions } } },
} satisfies Meta<typeof SessionList>

export default meta
type Story = StoryObj<typeof meta>

export const Default: Story = {
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: 'Sign out Safari · iOS' })
  },
}

export const OneSession: Story = {
  ...on({ backend: { session, sessions: [createSessionEntry()] } }),
  play: async ({ canvas }) => {
    await canvas.findByText('You aren’t signed in anywhere else.')
  },
}

export const Loading: Story = on({
  backend: { session, sessions },
  prepare: (backend) => backend.holdNext('/sessions'),
})

export const Failed: Story = {
  ...on({
    backend: { session, sessions },
    prepare: (backend) => backend.failNext('/sessions', 'internal_error', 500),
  }),
  play: async ({ canvas }) => {
    await canvas.findByRole('button', { name: 'Try again' })
  },
}

/** One session is being ended, and ending another one has failed. */
export const Ending: Story = {
  ...on({
    backend: { session, sessions },
    prepare: (backend) => {
      backend.holdNext('/sessions/phone')
      backend.failNext('/sessions/work', 'internal_error', 500)
    },
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign out Safari · iOS' }))
    await userEvent.click(canvas.getByRole('button', { name: 'Sign out Chrome · macOS' }))
    await canvas.findByRole('button', { name: 'Signing out… Safari · iOS' })
    await canvas.findByText(/^Something went wrong on our side/)
  },
}

export const EndedAll: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign out all other devices' }))
    await waitFor(() => expect(canvas.getAllByRole('listitem')).toHaveLength(1))
  },
}

export const RightToLeft: Story = { globals: { locale: 'ar', direction: 'rtl' } }

export const Dark: Story = { ...Default, globals: { theme: 'dark' } }
