import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, createSession, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { useEffect } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Config, useConfig, useConnectors } from 'wagmi'
import { connect, disconnect } from 'wagmi/actions'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  sessionQueryKey,
  useSession,
  useSignOut,
  useSiweLogin,
  useWallets,
  type Wallet,
} from '../index.ts'

const complaints = vi.spyOn(console, 'error').mockImplementation(() => {})
let backend: FakeBackend
let fake: FakeWallet
let login: useSiweLogin.ReturnType
let wallets: readonly Wallet[]
let connectors: ReturnType<typeof useConnectors>
let config: Config
let signOut: useSignOut.ReturnType
let session: useSession.ReturnType

beforeEach(() => {
  forgetVisit()
  complaints.mockClear()
  backend = createFakeBackend()
  fake = createFakeWallet()
})
afterEach(() => {
  fake.withdraw()
  expect(complaints).not.toHaveBeenCalled()
})

function Probe(parameters: useSiweLogin.Parameters) {
  login = useSiweLogin(parameters)
  wallets = useWallets()
  connectors = useConnectors()
  config = useConfig()
  signOut = useSignOut()
  session = useSession()
  return null
}

const status = () => login.status
const challenges = () => backend.count('/siwe/challenge')

async function show(parameters: useSiweLogin.Parameters = {}) {
  const { screen } = await renderWithAuth(<Probe {...parameters} />, { backend })
  await expect.poll(() => wallets.length).toBe(1)
  return screen
}

test('default', async () => {
  const onSuccess = vi.fn()
  await show({ onSuccess })
  const session = await login.signInAsync({ wallet: wallets[0] })
  expect(session).toMatchObject({ method: 'siwe', address: fake.address, chainId: 1 })
  expect(onSuccess).toHaveBeenCalledExactlyOnceWith(session)
  await expect.poll(status).toBe('success')
})

test('parameters: connector', async () => {
  await show()
  const connector = connectors.find(({ name }) => name === 'Test Wallet')
  expect(await login.signInAsync({ connector })).toMatchObject({ address: fake.address })
})

test('behavior: the backend receives the connector’s id, for the list of sessions', async () => {
  const send = vi.spyOn(backend, 'fetch')
  await show()
  await login.signInAsync({ wallet: wallets[0] })
  const [, init] = send.mock.calls.find(([url]) => String(url).endsWith('/siwe/verify')) ?? []
  expect(new Headers(init?.headers).get('kit-connector')).toBe(wallets[0]?.connector.id)
})

test('parameters: prefetch', async () => {
  await show({ prefetch: false })
  await expect.poll(() => backend.count('/session')).toBe(1)
  await login.signInAsync({ wallet: wallets[0] })
  expect(challenges()).toBe(1)
  expect(backend.requests.find(({ path }) => path === '/siwe/challenge')?.body).toEqual({
    address: fake.address,
    chainId: 1,
  })
})

test('behavior: a backend that needs the account answers the prefetch with 204, and the tap sends the account', async () => {
  backend.answerNext('/siwe/challenge', new Response(null, { status: 204 }))
  const send = vi.spyOn(backend, 'fetch')
  const readPrefetches = () =>
    send.mock.calls
      .filter(([url]) => String(url).endsWith('/siwe/challenge'))
      .map(([, init]) => new Headers(init?.headers).get('kit-prefetch'))
  await show()
  await expect.poll(readPrefetches).toEqual(['1'])
  await login.signInAsync({ wallet: wallets[0] })
  expect(readPrefetches()).toEqual(['1', null])
})

test('behavior: nothing is prefetched from a backend without wallets', async () => {
  backend = createFakeBackend({ methods: ['email-otp'] })
  await show()
  await expect.poll(() => session.status).toBe('signed-out')
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(challenges()).toBe(0)
})

test('behavior: nothing is prefetched for a signed-in user', async () => {
  backend = createFakeBackend({ session: createSession() })
  await show()
  await expect.poll(() => backend.count('/session')).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(challenges()).toBe(0)
})

test('behavior: the signed text is available while it is being signed', async () => {
  await show()
  fake.policy.sign = 'hold'
  login.signIn({ wallet: wallets[0] })
  await expect.poll(status).toBe('signing')
  expect(login).toMatchObject({
    message: fake.prompts[0],
    address: fake.address,
    wallet: 'Test Wallet',
    challenge: { format: 'eip4361' },
    otherDomain: undefined,
  })
  fake.release()
  await expect.poll(status).toBe('success')
})

test('behavior: ten simultaneous calls cause one prompt, one request and one session', async () => {
  await show()
  const sessions = await Promise.all(
    Array.from({ length: 10 }, () => login.signInAsync({ wallet: wallets[0] })),
  )
  expect(new Set(sessions).size).toBe(1)
  expect([fake.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
})

test('behavior: signInAsync rejects with a code, signIn never throws', async () => {
  const onError = vi.fn()
  await show({ onError })
  fake.policy.sign = 'reject'
  await expect(login.signInAsync({ wallet: wallets[0] })).rejects.toMatchObject({
    code: 'wallet_rejected',
    recovery: 'retry',
  })
  await expect.poll(status).toBe('rejected')
  expect(() => login.signIn({ wallet: wallets[0] })).not.toThrow()
  await expect.poll(() => onError.mock.calls.length).toBe(2)
})

test('behavior: without a wallet, the error says that there is none', async () => {
  await show()
  await expect(login.signInAsync()).rejects.toMatchObject({ code: 'wallet_not_found' })
})

test('behavior: cancelling rejects as aborted and runs no callbacks', async () => {
  const onError = vi.fn()
  await show({ onError })
  fake.policy.sign = 'hold'
  const promise = login.signInAsync({ wallet: wallets[0] })
  await expect.poll(status).toBe('signing')
  login.cancel()
  fake.release()
  await expect(promise).rejects.toMatchObject({ code: 'aborted' })
  await expect.poll(status).toBe('idle')
  expect(login).toMatchObject({ message: undefined, address: undefined, wallet: undefined })
  expect(onError).not.toHaveBeenCalled()
})

test.for([
  // The second request shows whether the browser sends the cookie that the nonce is bound to.
  ['nonce_invalid', 3],
  ['challenge_expired', 2],
] as const)(
  'behavior: %s is a separate state, and the wallet is not asked again automatically',
  async ([code, requests]) => {
    await show()
    await expect.poll(challenges).toBe(1)
    backend.failNext('/siwe/verify', code, 401)
    login.signIn({ wallet: wallets[0] })
    await expect.poll(status).toBe('expired')
    await expect.poll(challenges).toBe(requests)
    expect([fake.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
    await login.signInAsync({ wallet: wallets[0] })
    expect(challenges()).toBe(requests)
  },
)

test('behavior: a challenge that is about to expire is renewed before a tap uses it', async () => {
  backend = createFakeBackend({ lifetimeMs: 1000 })
  await show()
  await expect.poll(challenges).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 800))
  await login.signInAsync({ wallet: wallets[0] })
  expect(challenges()).toBeGreaterThan(1)
})

test('security: a session for an account other than the connected one is never requested', async () => {
  await show()
  await login.signInAsync({ wallet: wallets[0] })
  const body = backend.requests.find(({ path }) => path === '/siwe/verify')?.body
  expect(body).toMatchObject({ address: fake.address })
  expect(fake.prompts[0]).toContain(`\n${fake.address}\n`)
})

const logins: useSiweLogin.ReturnType[] = []

function Row({ at, onSuccess }: { at: number; onSuccess: () => void }) {
  logins[at] = useSiweLogin({ onSuccess })
  return null
}

test('behavior: two components of a page share one prompt, and only the handlers of the first one run', async () => {
  const handlers = [vi.fn(), vi.fn()] as const
  fake.policy.sign = 'hold'
  await renderWithAuth(
    <>
      <Row at={0} onSuccess={handlers[0]} />
      <Row at={1} onSuccess={handlers[1]} />
      <Probe />
    </>,
    { backend },
  )
  await expect.poll(() => wallets.length).toBe(1)
  logins[0]?.signIn({ wallet: wallets[0] })
  await expect.poll(() => logins[1]?.status).toBe('signing')
  logins[1]?.signIn({ wallet: wallets[0] })
  fake.release()
  await expect.poll(() => logins.map(({ status }) => status)).toEqual(['success', 'success'])
  expect([fake.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
  expect(handlers[0]).toHaveBeenCalledOnce()
  expect(handlers[1]).not.toHaveBeenCalled()
})

test('security: K-22 after returning from a wallet that did not answer, the same text can be signed again', async () => {
  const onSuccess = vi.fn()
  await show({ onSuccess })
  await expect.poll(challenges).toBe(1)
  fake.policy.sign = 'hold'
  login.signIn({ wallet: wallets[0] })
  await expect.poll(status).toBe('signing')
  expect(login.isStalled).toBe(false)
  window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
  await expect.poll(() => login.isStalled, { timeout: 8000 }).toBe(true)

  fake.policy.sign = 'approve'
  login.retryPrompt()
  await expect.poll(status).toBe('success')
  fake.release()
  expect(fake.prompts).toHaveLength(2)
  expect(fake.prompts[1]).toBe(fake.prompts[0])
  expect([challenges(), backend.count('/siwe/verify')]).toEqual([1, 1])
  expect(onSuccess).toHaveBeenCalledOnce()
})

test('parameters: autoSign', async () => {
  await show({ autoSign: true })
  await expect.poll(challenges).toBe(1)
  await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
  await expect.poll(status).toBe('success')
  expect(fake.prompts).toHaveLength(1)
})

test.for([
  ['nobody, and then asks at once', null, 'success', 1],
  ['somebody, and then asks nothing', createSession(), 'idle', 0],
] as const)(
  'behavior: autoSign waits if a wallet connects before the session is known: it is %s',
  async ([, signedIn, end, prompts]) => {
    backend.state.session = signedIn
    const release = backend.holdNext('/session')
    await show({ autoSign: true })
    await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
    await expect.poll(() => wallets[0]?.isConnected).toBe(true)
    expect([fake.prompts.length, session.status]).toEqual([0, 'pending'])
    release()
    await expect.poll(() => [session.status, status()]).toEqual(['signed-in', end])
    expect(fake.prompts).toHaveLength(prompts)
  },
)

test('behavior: autoSign does not ask again after a refusal, or after an earlier tap', async () => {
  fake.policy.sign = 'reject'
  const release = backend.holdNext('/session')
  await show({ autoSign: true })
  login.signIn({ wallet: wallets[0] })
  await expect.poll(status).toBe('rejected')
  release()
  await expect.poll(() => session.status).toBe('signed-out')
  await session.refetch()
  expect([fake.prompts.length, status()]).toEqual([1, 'rejected'])

  await disconnect(config)
  await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
  await expect.poll(() => fake.prompts.length).toBe(2)
  await expect.poll(status).toBe('rejected')
  await session.refetch()
  fake.switchChain(100)
  expect([fake.prompts.length, status()]).toEqual([2, 'rejected'])
})

test('behavior: connecting a wallet without autoSign asks for no signature', async () => {
  await show()
  await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
  await expect.poll(() => wallets[0]?.isConnected).toBe(true)
  expect([fake.prompts.length, status()]).toEqual([0, 'idle'])
})

test('behavior: after a sign-out autoSign does not prompt again until another wallet connects', async () => {
  await show({ autoSign: true })
  await expect.poll(() => session.status).toBe('signed-out')
  await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
  await expect.poll(() => session.status).toBe('signed-in')
  await signOut.signOutAsync()
  await expect.poll(() => session.status).toBe('signed-out')
  await session.refetch()
  fake.switchChain(100)
  await expect.poll(() => [wallets[0]?.isConnected, status()]).toEqual([true, 'idle'])
  expect(fake.prompts).toHaveLength(1)

  await disconnect(config)
  await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
  await expect.poll(() => session.status).toBe('signed-in')
  expect(fake.prompts).toHaveLength(2)
})

test('behavior: autoSign does not prompt when a reload restores a connection', async () => {
  const screen = await show({ autoSign: true })
  await expect.poll(() => session.status).toBe('signed-out')
  await connect(config, { connector: wallets[0]?.connector ?? expect.fail() })
  await expect.poll(() => session.status).toBe('signed-in')
  await screen.unmount()
  backend.state.session = null
  await show({ autoSign: true })
  await expect.poll(() => [wallets[0]?.isConnected, session.status]).toEqual([true, 'signed-out'])
  expect([fake.prompts.length, status()]).toEqual([1, 'idle'])
})

test('behavior: a hook that stays mounted is reset when its session ends, here or in another tab', async () => {
  await show()
  await login.signInAsync({ wallet: wallets[0] })
  await expect.poll(() => [status(), session.status]).toEqual(['success', 'signed-in'])
  await signOut.signOutAsync()
  await expect.poll(status).toBe('idle')
  expect(login).toMatchObject({ session: undefined, message: undefined, address: undefined })

  await login.signInAsync({ wallet: wallets[0] })
  await expect.poll(() => [status(), session.status]).toEqual(['success', 'signed-in'])
  backend.state.session = null
  const otherTab = new BroadcastChannel(sessionQueryKey.join(':'))
  otherTab.postMessage('signed-out')
  await expect.poll(status).toBe('idle')
  otherTab.close()
  expect(fake.prompts).toHaveLength(2)
})

/** Starts again in the effect that handles the failure. */
function Impatient() {
  const { status, signIn } = useSiweLogin()
  const [wallet] = useWallets()
  useEffect(() => {
    if (status !== 'error') return
    fake.policy.sign = 'approve'
    signIn({ wallet })
  }, [status, signIn, wallet])
  return null
}

test('behavior: starting again in the effect that handles a failure makes a new attempt', async () => {
  const onError = vi.fn()
  await renderWithAuth(
    <>
      <Probe onError={onError} />
      <Impatient />
    </>,
    { backend },
  )
  await expect.poll(() => wallets.length).toBe(1)
  fake.policy.sign = { throws: { code: -32603, message: 'Internal error' } }
  login.signIn({ wallet: wallets[0] })
  await expect.poll(status).toBe('success')
  expect(onError).toHaveBeenCalledOnce()
  expect([fake.prompts.length, backend.count('/siwe/verify')]).toEqual([2, 1])
})
