import { AuthError } from '@kit/core'
import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, forgetVisit } from '@kit/testing/react'
import type { ReactNode } from 'react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { page } from 'vitest/browser'
import { useAccount, useConfig, useConnectors } from 'wagmi'
import { connect } from 'wagmi/actions'
import { listen } from '../fixtures/listen.ts'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  AccountMismatchBanner,
  ProblemAlert,
  RedirectButton,
  SessionCard,
  SignIn,
  SiweButton,
  WalletList,
} from '../index.ts'
import { AuthDevtools } from './auth-devtools/index.ts'
import { WalletConnectQr } from './wallet-connect-qr/index.ts'

/* Tests that screen readers announce each change once. The code form has a separate file for this. */

let wallet: FakeWallet
beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet({ name: 'Aurora Wallet' })
})
afterEach(() => wallet.withdraw())

const button = (name: string) => page.getByRole('button', { name })

const steps = ['Approve the connection in Aurora Wallet.', 'Sign the message in Aurora Wallet.']

/** Renders a component, and records what it announces afterwards. */
async function hear(ui: ReactNode, backend = createFakeBackend()) {
  await renderWithAuth(ui, { backend })
  await expect.element(page.getByRole('button').first()).toBeVisible()
  await expect.poll(() => backend.count('/siwe/challenge')).toBeLessThan(2)
  return listen()
}

test.for([
  ['SignIn', <SignIn key="" />, 'Aurora Wallet', []],
  ['SiweButton', <SiweButton key="" />, 'Sign in with Ethereum', ['Signed in']],
] as const)('behavior: %s: each step is announced once', async ([, ui, name, end]) => {
  const backend = createFakeBackend()
  const said = await hear(ui, backend)
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
  wallet.policy.connect = 'hold'
  wallet.policy.sign = 'hold'
  const verify = backend.holdNext('/siwe/verify')
  await button(name).click()
  await expect.poll(() => said).toEqual(steps.slice(0, 1))
  wallet.release()
  await expect.poll(() => said).toEqual(steps)
  wallet.release()
  await expect.poll(() => said).toEqual([...steps, 'Checking the signature…'])
  verify()
  await expect.poll(() => said).toEqual([...steps, 'Checking the signature…', ...end])
})

test.for([
  ['SignIn', <SignIn key="" />, 'Aurora Wallet'],
  ['SiweButton', <SiweButton key="" />, 'Sign in with Ethereum'],
] as const)('behavior: %s: a refusal is announced once, by the alert', async ([, ui, name]) => {
  const said = await hear(ui)
  wallet.policy.sign = 'reject'
  await button(name).click()
  await expect.poll(() => said.at(-1)).toMatch(/^You declined in your wallet/)
  expect(said.filter((text) => text.includes('declined'))).toHaveLength(1)
})

test('behavior: RedirectButton: an open window is announced once, and so is a blocked one', async () => {
  const open = vi.spyOn(window, 'open').mockReturnValue(null)
  const said = await hear(<RedirectButton />, createFakeBackend({ methods: ['redirect'] }))
  await button('Continue on the sign-in page').click()
  const blocked = 'Your browser blocked the window. Allow pop-ups and try again.'
  await expect.poll(() => said).toEqual([blocked])
  const frame = document.body.appendChild(document.createElement('iframe'))
  open.mockReturnValue(frame.contentWindow)
  await button('Continue on the sign-in page').click()
  const opened = 'Finish in the new window, then come back here.'
  await expect.poll(() => said).toEqual([blocked, opened])
  frame.remove()
  open.mockRestore()
})

test('behavior: WalletConnectQr: copying the link is announced once', async () => {
  const write = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue()
  const said = await hear(<WalletConnectQr uri="wc:1" />)
  await button('Copy link').click()
  await expect.poll(() => said).toEqual(['Copied. Paste the link into your wallet app.'])
  write.mockRestore()
})

test('behavior: ProblemAlert: the waiting time is counted down visually and announced once', async () => {
  vi.useFakeTimers({ toFake: ['Date', 'performance', 'setInterval', 'clearInterval'] })
  const error = new AuthError('rate_limited', { retryAfterSeconds: 30 })
  const { screen } = await renderWithAuth(<ProblemAlert error={undefined} />)
  const said = listen()
  await screen.rerender(<ProblemAlert error={error} />)
  await expect.poll(() => said.length).toBe(1)
  for (let second = 0; second < 5; second += 1) await vi.advanceTimersByTimeAsync(1000)
  await expect.element(page.getByRole('timer')).toHaveTextContent('Try again in 25 seconds.')
  expect(said).toHaveLength(1)
  vi.useRealTimers()
})

test('behavior: SessionCard: a failed sign-out is announced once', async () => {
  const session = createSession()
  const backend = createFakeBackend({ session })
  backend.cutNext('DELETE /session')
  const said = await hear(<SessionCard session={session} />, backend)
  await button('Sign out').click()
  await expect.poll(() => said).toHaveLength(1)
  expect(said[0]).toMatch(/^Can’t reach the server/)
})

test('behavior: AccountMismatchBanner: different accounts are announced once, and so is each later step', async () => {
  const { address } = wallet
  const backend = createFakeBackend({ session: createSession({ address, chainId: 1 }) })
  const ui = (
    <>
      <Connect />
      <AccountMismatchBanner />
    </>
  )
  await renderWithAuth(ui, { backend, accountChange: 'ask' })
  const said = listen()
  await button('Connect').click()
  await expect.element(button('Connect')).toHaveAttribute('aria-pressed', 'true')
  expect(said).toEqual([])
  wallet.switchAccount(privateKeyToAccount(generatePrivateKey()))
  const differ = expect.stringMatching(
    new RegExp(`^Your wallet switched accounts\\. You’re signed in as ${address.slice(0, 6)}…`),
  )
  await expect.poll(() => said).toEqual([differ])
  wallet.policy.sign = 'hold'
  await page.getByRole('button', { name: /^Sign in as/ }).click()
  await expect.poll(() => said).toEqual([differ, steps[1]])
})

test('behavior: WalletList: the list announces nothing, because its parent does', async () => {
  const onPick = vi.fn()
  const { screen } = await renderWithAuth(<WalletList onPick={onPick} />)
  const said = listen()
  const late = createFakeWallet({ name: 'Late Wallet' })
  await button('Late Wallet').click()
  expect(onPick).toHaveBeenCalledOnce()
  await screen.rerender(<WalletList onPick={onPick} busyWallet="Late Wallet" disabled />)
  await expect.element(button('Late Wallet')).toHaveAttribute('data-loading')
  late.withdraw()
  await screen.rerender(<WalletList onPick={onPick} />)
  expect(said).toEqual([])
})

test('behavior: AuthDevtools: the panel repeats no announcement', async () => {
  const ui = (
    <>
      <SiweButton />
      <AuthDevtools />
    </>
  )
  const said = await hear(ui)
  await page.getByRole('button', { name: /^Sign-in/ }).click()
  await button('Sign in with Ethereum').click()
  await expect.element(page.getByText('siwe: verified')).toBeVisible()
  expect(said.filter((text) => text === 'Signed in')).toHaveLength(1)
  expect(new Set(said).size).toBe(said.length)
})

/** A button that connects the wallet, as an app may have. */
function Connect() {
  const config = useConfig()
  const { isConnected } = useAccount()
  const connector = useConnectors().find(({ name }) => name === 'Aurora Wallet')
  if (connector === undefined) return null
  return (
    <button type="button" aria-pressed={isConnected} onClick={() => connect(config, { connector })}>
      Connect
    </button>
  )
}
