import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { RedirectButton } from './index.ts'

const meta = {
  id: 'redirect-button-redirectbutton',
  title: 'Sign in/RedirectButton',
  component: RedirectButton,
  args: { onSuccess: fn(), onError: fn() },
  decorators: [inCard, onStage],
} satisfies Meta<typeof RedirectButton>

export default meta
type Story = StoryObj<typeof meta>

/** Replaces `window.open` and clicks the button, because a story cannot open a window. */
function click(
  text: RegExp,
  opened: () => Window | null = openNothing,
): NonNullable<Story['play']> {
  return async ({ canvas }) => {
    const open = window.open
    window.open = opened
    await userEvent.click(await canvas.findByRole('button'))
    await waitFor(() => expect(canvas.getByText(text)).toBeVisible())
    window.open = open
  }
}

const openNothing = () => null
/** Opens a frame instead of a window. */
const openFrame = (isClosed: boolean) => () => {
  const { contentWindow } = document.body.appendChild(document.createElement('iframe'))
  contentWindow?.frameElement?.setAttribute('hidden', '')
  if (isClosed) contentWindow?.frameElement?.remove()
  return contentWindow
}
const offered = on({ backend: { methods: ['redirect'] } })
const blocked = click(/^Your browser blocked the window/)

export const Default: Story = {}

export const OwnWords: Story = { args: { children: 'Show my badges' } }

export const Leaving: Story = {
  args: { mode: 'page' },
  ...on({ prepare: (backend) => backend.holdNext('/redirect/start') }),
  play: async ({ canvas }) => {
    const button = await canvas.findByRole('button')
    await userEvent.click(button)
    await waitFor(() => expect(button).toHaveAttribute('aria-disabled', 'true'))
  },
}

/** The user is on the upstream's page. */
export const AwaitingReturn: Story = {
  ...offered,
  play: click(/^Finish in the new window/, openFrame(false)),
}

export const RateLimited: Story = {
  ...on({
    prepare: (backend) =>
      backend.failNext('/redirect/start', 'rate_limited', 429, { retryAfterSeconds: 420 }),
  }),
  play: click(/^Too many attempts/, openFrame(false)),
}

export const UpstreamDown: Story = {
  ...on({
    prepare: (backend) => backend.failNext('/redirect/start', 'upstream_unavailable', 503),
  }),
  play: click(/^The service is unavailable/, openFrame(false)),
}

export const Offline: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/redirect/start') }),
  play: click(/^Can’t reach the server/, openFrame(false)),
}

/** The user has closed the window. */
export const Closed: Story = {
  ...offered,
  play: click(/^The window was closed before/, openFrame(true)),
}

export const Blocked: Story = { play: blocked }

export const Dark: Story = { play: blocked, globals: { theme: 'dark' } }
