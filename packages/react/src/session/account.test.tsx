import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Config, useConfig } from 'wagmi'
import { connect, disconnect } from 'wagmi/actions'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  type AuthProviderProps,
  sessionQueryKey,
  useAccountMismatch,
  useSession,
  useSiweLogin,
} from '../index.ts'

let wallet: FakeWallet
let backend: FakeBackend
let config: Config
let session: useSession.ReturnType
let account: useAccountMismatch.ReturnType
let login: useSiweLogin.ReturnType
const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))

beforeEach(() => {
  forgetVisit()
  wallet = createFakeWallet()
})
afterEach(() => wallet.withdraw())

function Probe() {
  config = useConfig()
  session = useSession()
  account = useAccountMismatch()
  login = useSiweLogin()
  return null
}

/** Renders a page whose session belongs to the connected wallet. */
async function show(props: Partial<AuthProviderProps> = {}) {
  backend = createFakeBackend({ session: createSession({ address: wallet.address, chainId: 1 }) })
  await renderWithAuth(<Probe />, { backend, ...props })
  await expect.poll(status).toBe('signed-in')
  await expect.poll(() => config.connectors.some(({ name }) => name === 'Test Wallet')).toBe(true)
  const connector = config.connectors.find(({ name }) => name === 'Test Wallet') ?? expect.fail()
  await connect(config, { connector })
}

const status = () => session.status
const signOuts = () =>
  backend.requests.filter(({ method, path }) => `${method} ${path}` === 'DELETE /session').length
const other = () => privateKeyToAccount(generatePrivateKey())
/** Waits long enough for anything that might happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 300))

test('security: K-01 a switched account ends the session, once', async () => {
  await show()
  await settle()
  expect(signOuts()).toBe(0)
  wallet.switchAccount(other())
  await expect.poll(status).toBe('signed-out')
  await settle()
  expect(signOuts()).toBe(1)
  expect(wallet.prompts).toHaveLength(0)
})

test.for([
  ['accountChange', () => wallet.switchAccount(other())],
  ['chainChange', () => wallet.switchChain(100)],
  ['disconnect', () => disconnect(config)],
] as const)(
  'behavior: after %s has ended a session, the card says so until the next session',
  async ([policy, act]) => {
    await show({ accountChange: 'sign-out', chainChange: 'sign-out', disconnect: 'sign-out' })
    await settle()
    expect(account.endedBy).toBeUndefined()
    void act()
    await expect.poll(status).toBe('signed-out')
    await expect.poll(() => account.endedBy).toBe(policy)
    const connector = config.connectors.find(({ name }) => name === 'Test Wallet') ?? expect.fail()
    await login.signInAsync({ connector })
    await expect.poll(status).toBe('signed-in')
    backend.state.session = null
    otherTab.postMessage('signed-out')
    await expect.poll(status).toBe('signed-out')
    expect(account.endedBy).toBeUndefined()
  },
)

test('behavior: a failing sign-out is not repeated endlessly', async () => {
  await show()
  backend.failNext('DELETE /session', 'store_unavailable', 503)
  wallet.switchAccount(other())
  await settle()
  expect([signOuts(), status()]).toEqual([1, 'signed-in'])
})

test('parameters: accountChange, ask', async () => {
  await show({ accountChange: 'ask' })
  expect(account.mismatch).toBeUndefined()
  const next = other()
  wallet.switchAccount(next)
  await expect
    .poll(() => account.mismatch)
    .toEqual({ session: session.session?.address, wallet: next.address })
  account.keep()
  await expect.poll(() => account.mismatch).toBeUndefined()
  wallet.switchAccount(other())
  await expect.poll(() => account.mismatch).toBeDefined()
  expect([signOuts(), status()]).toEqual([0, 'signed-in'])
})

test('parameters: accountChange, keep', async () => {
  await show({ accountChange: 'keep' })
  wallet.switchAccount(other())
  await settle()
  expect([signOuts(), status(), account.mismatch]).toEqual([0, 'signed-in', undefined])
})

test('behavior: a session by email is not compared with a wallet', async () => {
  backend = createFakeBackend({ session: createSession({ method: 'email-otp' }) })
  await renderWithAuth(<Probe />, { backend })
  await expect.poll(status).toBe('signed-in')
  const connector = config.connectors.find(({ name }) => name === 'Test Wallet') ?? expect.fail()
  await connect(config, { connector })
  wallet.switchAccount(other())
  await settle()
  expect([signOuts(), status()]).toEqual([0, 'signed-in'])
})

test.for([
  ['keep', 0],
  ['sign-out', 1],
] as const)('parameters: disconnect, %s', async ([policy, count]) => {
  await show({ disconnect: policy })
  await disconnect(config)
  await settle()
  expect(signOuts()).toBe(count)
})

test.for([
  ['keep', 0],
  ['sign-out', 1],
] as const)('parameters: chainChange, %s', async ([chainChange, count]) => {
  await show({ chainChange })
  wallet.switchChain(100)
  await settle()
  expect(signOuts()).toBe(count)
})

test('security: K-01 a sign-in with another wallet in another tab is not ended by this tab', async () => {
  await show()
  const elsewhere = createSession({
    address: other().address,
    subject: 'sub_other',
    authenticatedAt: new Date(Date.now() + 5000).toISOString(),
  })
  backend.state.session = elsewhere
  otherTab.postMessage('signed-in')
  await expect
    .poll(() => account.mismatch)
    .toEqual({ session: elsewhere.address, wallet: wallet.address })
  await settle()
  expect([signOuts(), status()]).toEqual([0, 'signed-in'])
})

test('behavior: a sign-in with another wallet replaces the session without a sign-out in between', async () => {
  const second = createFakeWallet({ name: 'Second Wallet' })
  await show()
  const connector = config.connectors.find(({ name }) => name === 'Second Wallet')
  await login.signInAsync({ connector: connector ?? expect.fail() })
  await expect.poll(() => session.session?.address).toBe(second.address)
  await settle()
  expect(signOuts()).toBe(0)
  second.withdraw()
})
