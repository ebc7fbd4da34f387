import type { Meta, StoryObj } from '@storybook/react-vite'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { inCard, on, onStage } from '../../fixtures/onStage.tsx'
import { RedirectButton } from './index.ts'

const meta = {
  component: RedirectButton,
  args: { onSuccess: fn(), onError: fn() },
  decorators: [inCard, onStage],
} satisfies Meta<typeof RedirectButton>

export default meta
type Story = StoryObj<typeof meta>

/** A story opens no window: it has the browser answer with one of these. */
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
/** A frame stands in for the window. */
const openFrame = (isClosed: boolean) => () => {
  const { contentWindow } = document.body.appendChild(document.createElement('iframe'))
  contentWindow?.frameElement?.setAttribute('hidden', '')
  if (isClosed) contentWindow?.frameElement?.remove()
  return contentWindow
}
const blocked = click(/^The browser blocked the window/)

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
  play: click(/^Finish in the window that opened/, openFrame(false)),
}

export const RateLimited: Story = {
  ...on({
    prepare: (backend) =>
      backend.failNext('/redirect/start', 'rate_limited', 429, { retryAfterSeconds: 420 }),
  }),
  play: click(/^That was a little fast/, openFrame(false)),
}

export const UpstreamDown: Story = {
  ...on({
    prepare: (backend) => backend.failNext('/redirect/start', 'upstream_unavailable', 503),
  }),
  play: click(/^The service behind this page is down/, openFrame(false)),
}

export const Offline: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/redirect/start') }),
  play: click(/^There is no connection/, openFrame(false)),
}

/** The user came back by closing the window. */
export const Closed: Story = {
  play: click(/^The window was closed too early/, openFrame(true)),
}

export const Blocked: Story = { play: blocked }

export const Dark: Story = { play: blocked, globals: { theme: 'dark' } }
