import { AuthError } from '@kit/core'
import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import { type ComponentType, createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  AccountCard,
  AccountMismatchBanner,
  type AuthProviderProps,
  Dialog,
  OtpForm,
  type PartProps,
  ProblemAlert,
  ReauthenticateDialog,
  RedirectButton,
  SessionCard,
  SessionExpiryDialog,
  SessionGuard,
  SessionList,
  SignedIn,
  SignedOut,
  SignIn,
  SignInDialog,
  SiweButton,
  UserButton,
  UserMenuItem,
  WalletList,
} from '../index.ts'
import { WalletConnectQr } from './wallet-connect-qr/index.ts'

/* Requirements for every component. */

let wallet: FakeWallet
beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet()
})
afterEach(() => wallet.withdraw())

const session = createSession({ address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266' })
const name = 'heading'

/** A component with its required props, and the attributes that show its state. */
interface Case {
  part: ComponentType<PartProps>
  isSignedIn?: boolean
  state?: string[]
}
const parts: Record<string, Case> = {
  AccountCard: { part: AccountCard, isSignedIn: true, state: ['data-status'] },
  Dialog: { part: (look) => <Dialog {...look} isOpen labelledBy={name} onClose={vi.fn()} /> },
  OtpForm: { part: OtpForm, state: ['data-status', 'data-step'] },
  ProblemAlert: { part: (look) => <ProblemAlert {...look} error={new AuthError('timeout')} /> },
  ReauthenticateDialog: { part: ReauthenticateDialog, state: ['data-status'] },
  RedirectButton: { part: RedirectButton, state: ['data-status'] },
  SessionCard: {
    part: (look) => <SessionCard {...look} session={session} />,
    state: ['data-status'],
  },
  SessionExpiryDialog: { part: SessionExpiryDialog, state: ['data-status'] },
  SessionList: { part: SessionList, isSignedIn: true, state: ['data-status'] },
  SignIn: { part: SignIn, state: ['data-status'] },
  SignInDialog: {
    part: (look) => <SignInDialog {...look} isOpen onClose={vi.fn()} />,
    state: ['data-status'],
  },
  SiweButton: { part: SiweButton, state: ['data-status'] },
  UserButton: { part: UserButton, isSignedIn: true, state: ['data-status'] },
  UserMenuItem: { part: UserMenuItem },
  WalletConnectQr: {
    part: (look) => <WalletConnectQr {...look} uri="wc:1" />,
    state: ['data-device'],
  },
  WalletList: { part: (look) => <WalletList {...look} onPick={vi.fn()} /> },
}

async function show({ part, isSignedIn = false }: Case, look: PartProps) {
  const backend = createFakeBackend(isSignedIn ? { session } : {})
  const { screen } = await renderWithAuth(createElement(part, look), { backend })
  return () => screen.container.querySelector<HTMLElement>('.own')
}

test.for(Object.entries(parts))(
  'parameters: className, style and a function as render: %s',
  async ([, one]) => {
    const find = await show(one, {
      className: 'own',
      style: { order: 7 },
      render: ({ children, ...props }) => (
        <dialog {...props} id="theirs">
          {children}
        </dialog>
      ),
    })
    await expect.poll(() => find()?.id).toBe('theirs')
    expect(find()?.style.order).toBe('7')
    for (const attribute of one.state ?? []) expect(find()?.getAttribute(attribute)).toBeTruthy()
  },
)

test.for(Object.entries(parts))('parameters: an element as render: %s', async ([, one]) => {
  const find = await show(one, { render: <dialog className="own" data-mine="" /> })
  await expect.poll(() => find()?.localName).toBe('dialog')
  expect(find()?.dataset['mine']).toBe('')
  for (const attribute of one.state ?? []) expect(find()?.getAttribute(attribute)).toBeTruthy()
})

test('parameters: the banner accepts className, style and render as well', async () => {
  const provider: Partial<AuthProviderProps> = { accountChange: 'ask' }
  const session = createSession({ address: wallet.address })
  const ui = (
    <>
      <SiweButton />
      <AccountMismatchBanner className="own" style={{ order: 7 }} render={<aside />} />
    </>
  )
  await renderWithAuth(ui, { backend: createFakeBackend({ session }), ...provider })
  const banner = () => document.querySelector<HTMLElement>('aside.own')
  wallet.policy.sign = 'reject'
  await expect.poll(() => document.querySelector('button')).not.toBeNull()
  document.querySelector('button')?.click()
  await expect.poll(() => wallet.prompts.length).toBe(1)
  wallet.switchAccount(privateKeyToAccount(generatePrivateKey()))
  await expect.poll(() => banner()?.dataset['status']).toBe('rejected')
  expect(banner()?.style.order).toBe('7')
})

const alone: Record<string, ComponentType> = {
  ...Object.fromEntries(Object.entries(parts).map(([key, { part }]) => [key, part])),
  AccountMismatchBanner,
  SessionGuard,
  SignedIn,
  SignedOut,
}

test.for(Object.entries(alone))(
  'behavior: outside of a provider, the error says in one sentence what to do: %s',
  ([, part]) => {
    expect(() => renderToString(createElement(part))).toThrow(
      /^Wrap your app in <AuthProvider> of @kit\/react\.$/,
    )
  },
)
