import { createSession } from '@kit/testing/react'
import type { Meta, StoryObj } from '@storybook/react-vite'
import type { CSSProperties } from 'react'
import { expect, fn, userEvent, waitFor } from 'storybook/test'
import { comeBack, leavePage } from '../../fixtures/leavePage.ts'
import { on, onStage } from '../../fixtures/onStage.tsx'
import { portrait } from '../../fixtures/portrait.ts'
import { rememberVisit } from '../../session/lastVisit.ts'
import { SignIn } from './index.ts'

const meta = {
  id: 'sign-in-signin',
  title: 'Sign in/SignIn',
  component: SignIn,
  args: { onSuccess: fn(), onError: fn() },
  decorators: [onStage],
  parameters: { docs: { frameHeight: '640px' } },
} satisfies Meta<typeof SignIn>

export default meta
type Story = StoryObj<typeof meta>

const address = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'

/** Chooses the first wallet, and waits for a text. */
function pick(text: RegExp): NonNullable<Story['play']> {
  return async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await waitFor(() => expect(canvas.getByText(text)).toBeVisible())
    // To the browser, a simulated click looks like one by keyboard, so it draws a focus ring. This removes it.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  }
}

/** Requests a code. */
const askForCode: NonNullable<Story['play']> = async ({ canvas }) => {
  await userEvent.type(await canvas.findByLabelText('Email address'), 'ada@example.com')
  await userEvent.click(canvas.getByRole('button', { name: 'Continue with email' }))
  await canvas.findByLabelText('Code')
}

/** The user can choose between wallets and email. */
export const Default: Story = {
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Aurora Wallet' })).toBeVisible()
  },
}

/** After a sign-in and a sign-out, while the wallet is still connected. */
export const SignedOutAgain: Story = {
  play: async ({ args, canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await canvas.findByRole('button', { name: 'Sign out' })
    await expect(args.onSuccess).toHaveBeenCalledOnce()
    await userEvent.click(canvas.getByRole('button', { name: 'Sign out' }))
    await canvas.findByRole('button', { name: 'Aurora Wallet' })
  },
}

/** A sign-in that has just succeeded. */
export const Success: Story = {
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Aurora Wallet' }))
    await canvas.findByRole('button', { name: 'Sign out' })
    await expect(canvas.getByRole('heading', { name: 'Signed in' })).toHaveFocus()
  },
}

export const WalletsOnly: Story = on({ backend: { methods: ['siwe'] } })

export const EmailOnly: Story = on({ backend: { methods: ['email-otp'] } })

export const RedirectOnly: Story = on({ backend: { methods: ['redirect'] } })

export const NothingOffered: Story = on({ backend: { methods: [] } })

export const OwnWords: Story = {
  args: { title: 'Welcome back', description: 'Your badges are waiting.' },
}

export const Loading: Story = on({
  prepare: (backend) => {
    rememberVisit({ isSignedIn: true, methods: ['siwe', 'email-otp'] })
    backend.holdNext('/session')
  },
})

/** The first visit, before the backend has answered. */
export const FirstPaint: Story = on({ prepare: (backend) => backend.holdNext('/session') })

export const BackendDown: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/session') }),
  play: async ({ canvas }) => {
    await expect(await canvas.findByRole('button', { name: 'Try again' })).toBeVisible()
  },
}

export const NoWallet: Story = on({ wallets: [] })

export const OneWalletWithALongName: Story = on({
  wallets: ['The Extraordinarily Well-Kept Wallet of the Northern Lights'],
})

export const Connecting: Story = {
  ...on({ policy: { connect: 'hold' } }),
  play: pick(/^Approve the connection in Aurora Wallet/),
}

export const AwaitingSignature: Story = {
  ...on({ policy: { sign: 'hold' } }),
  play: pick(/^Sign the message in Aurora Wallet/),
}

/** The user is in the wallet's app. */
export const AwaitingReturn: Story = {
  ...on({ policy: { sign: 'hold' } }),
  beforeEach: () => comeBack,
  play: async (context) => {
    await pick(/^Sign the message in Aurora Wallet/)(context)
    leavePage()
    await context.canvas.findByText(/^Sign in with Aurora Wallet, then come back here/)
  },
}

/** The user came back from the wallet's app without an answer, and can send the request again. */
export const Stalled: Story = {
  ...on({ policy: { sign: 'hold' } }),
  play: async (context) => {
    await pick(/^Sign the message in Aurora Wallet/)(context)
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
    const again = { name: 'Open Aurora Wallet again' }
    await expect(
      await context.canvas.findByRole('button', again, { timeout: 10_000 }),
    ).toBeVisible()
  },
}

/** For a wallet on another device, the QR code appears immediately after the tap. */
export const WalletConnect: Story = {
  ...on({ hasRemote: true }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'WalletConnect' }))
    await expect(
      await canvas.findByRole('img', { name: 'QR code to connect a wallet' }, { timeout: 10_000 }),
    ).toBeVisible()
  },
}

/** After the scan, the card shows the wallet that is asked to sign. */
export const Scanned: Story = {
  ...on({
    hasRemote: true,
    peer: { name: 'Northern Wallet', icons: [portrait] },
    policy: { sign: 'hold' },
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'WalletConnect' }))
    const text = await canvas.findByText('Sign the message in Northern Wallet.')
    await waitFor(() => expect(text.closest('.kit-row')?.querySelector('img')).toBeVisible())
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
  },
}

export const MessageShown: Story = {
  ...on({ policy: { sign: 'hold' } }),
  play: async (context) => {
    await pick(/^Sign the message/)(context)
    await userEvent.click(context.canvas.getByText('Message to sign'))
    await expect(context.canvas.getByText(/wants you to sign in/)).toBeVisible()
  },
}

export const OtherDomain: Story = {
  ...on({ backend: { domain: 'accounts.example.org' }, policy: { sign: 'hold' } }),
  play: pick(/^The message names accounts\.example\.org/),
}

export const Verifying: Story = {
  ...on({ prepare: (backend) => backend.holdNext('/siwe/verify') }),
  play: pick(/^Checking the signature/),
}

export const Rejected: Story = {
  ...on({ policy: { sign: 'reject' } }),
  play: pick(/^You declined in your wallet/),
}

export const WalletLocked: Story = {
  ...on({ policy: { sign: { throws: { code: 4100, message: 'locked' } } } }),
  play: pick(/^Your wallet is locked/),
}

export const WalletBusy: Story = {
  ...on({ policy: { sign: { throws: { code: -32002, message: 'pending' } } } }),
  play: pick(/^Your wallet already shows a request/),
}

export const UnknownAccount: Story = {
  ...on({ prepare: (backend) => backend.failNext('/siwe/verify', 'account_not_found', 404) }),
  play: pick(/^There’s no account for this wallet/),
}

export const WrongAccount: Story = {
  ...on({ prepare: (backend) => backend.failNext('/siwe/verify', 'siwe_address_mismatch', 401) }),
  play: pick(/^The message names another account/),
}

export const ChallengeExpired: Story = {
  ...on({ prepare: (backend) => backend.failNext('/siwe/verify', 'challenge_expired', 401) }),
  play: pick(/^That took too long/),
}

export const RateLimited: Story = {
  ...on({
    prepare: (backend) =>
      backend.failNext('/siwe/verify', 'rate_limited', 429, { retryAfterSeconds: 420 }),
  }),
  play: pick(/^Too many attempts/),
}

export const UpstreamDown: Story = {
  ...on({ prepare: (backend) => backend.failNext('/siwe/verify', 'upstream_unavailable', 503) }),
  play: pick(/^The service is unavailable/),
}

export const Offline: Story = {
  ...on({ prepare: (backend) => backend.cutNext('/siwe/verify') }),
  play: pick(/^Can’t reach the server/),
}

export const AwaitingCode: Story = { play: askForCode }

/** The user went back from the code step to correct the address. */
export const BackFromCode: Story = {
  play: async (context) => {
    await askForCode(context)
    await userEvent.click(context.canvas.getByRole('button', { name: 'Back' }))
    await expect(await context.canvas.findByLabelText('Email address')).toHaveValue(
      'ada@example.com',
    )
  },
}

export const CodeRefused: Story = {
  play: async (context) => {
    await askForCode(context)
    await userEvent.type(context.canvas.getByLabelText('Code'), '000000')
    await context.canvas.findByText(/^That code isn’t right/)
  },
}

export const SignedInByWallet: Story = on({
  backend: { session: createSession({ address, chainId: 1 }) },
})

export const SignedInByEmail: Story = on({
  backend: { session: createSession({ method: 'email-otp', email: 'a•••@example.com' }) },
})

export const RegistrationRequired: Story = on({
  backend: { session: createSession({ address, status: 'registration-required' }) },
})

export const AccountPending: Story = on({
  backend: { session: createSession({ address, status: 'pending' }) },
})

export const SignOutFailed: Story = {
  ...on({
    backend: { session: createSession({ address }) },
    prepare: (backend) =>
      backend.failNext('DELETE /session', 'store_unavailable', 503, { retryAfterSeconds: 420 }),
  }),
  play: async ({ canvas }) => {
    await userEvent.click(await canvas.findByRole('button', { name: 'Sign out' }))
    await canvas.findByText(/^The server is busy/)
  },
}

/** The logo is above the title. */
export const WithLogo: Story = {
  args: {
    logo: (
      <svg viewBox="0 0 32 32" width="40" height="40" role="img" aria-label="Northwind">
        <rect width="32" height="32" rx="9" fill="currentColor" />
        <path
          d="M9 22V10l14 12V10"
          fill="none"
          stroke="var(--kit-color-surface)"
          strokeWidth="2.5"
        />
      </svg>
    ),
    title: 'Welcome to Northwind',
  },
}

/** A logo in the colour of the text, so that it is visible in dark as well. */
export const WithLogoDark: Story = { ...WithLogo, globals: { theme: 'dark' } }

/** Email comes first, with the wallets below it. */
export const Arranged: Story = {
  args: {
    arrange: ({ email, divider, wallets }) => (
      <>
        {email}
        {divider}
        {wallets}
      </>
    ),
  },
}

export const WithTerms: Story = {
  args: { children: <p className="kit-description">By signing in you accept the terms of use.</p> },
}

export const Narrow: Story = {
  decorators: [
    (Story) => (
      <div style={{ inlineSize: '18rem' }}>
        <Story />
      </div>
    ),
  ],
}

/** The card has the direction of its texts, even in a page with the other direction. */
export const RightToLeft: Story = { globals: { direction: 'rtl' } }

export const Arabic: Story = {
  globals: { locale: 'ar', direction: 'rtl' },
  play: async ({ canvas }) => {
    await canvas.findByRole('heading', { name: 'تسجيل الدخول' })
  },
}

export const ArabicCode: Story = {
  ...Arabic,
  play: async ({ canvas }) => {
    await userEvent.type(await canvas.findByRole('textbox'), 'ada@example.com{Enter}')
    await canvas.findByRole('textbox', { name: 'الرمز' })
  },
}

export const Hebrew: Story = { globals: { locale: 'he', direction: 'rtl' } }

export const Hindi: Story = { globals: { locale: 'hi' } }

export const Japanese: Story = { globals: { locale: 'ja' } }

export const German: Story = { globals: { locale: 'de' } }

export const Dark: Story = { globals: { theme: 'dark' } }

export const DarkWithError: Story = { ...Rejected, globals: { theme: 'dark' } }

export const DarkWithSignature: Story = { ...AwaitingSignature, globals: { theme: 'dark' } }

export const DarkScanned: Story = { ...Scanned, globals: { theme: 'dark' } }

export const DarkWithCode: Story = { ...CodeRefused, globals: { theme: 'dark' } }

export const DarkSignedIn: Story = { ...SignedInByWallet, globals: { theme: 'dark' } }

export const PresetMinimal: Story = { globals: { preset: 'minimal' } }

export const PresetSoft: Story = { globals: { preset: 'soft' } }

export const PresetContrast: Story = { globals: { preset: 'contrast' } }

export const PresetContrastDark: Story = { globals: { preset: 'contrast', theme: 'dark' } }

/** The app sets one colour, from which all related colours are derived. */
export const OwnAccent: Story = {
  decorators: [
    (Story) => (
      <div data-kit-accent="" style={accentStyle}>
        <Story />
      </div>
    ),
  ],
}

const accentStyle = { '--kit-accent': '#0d9488' } as CSSProperties
