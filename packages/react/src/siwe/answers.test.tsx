import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type Config, useConfig } from 'wagmi'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import { useSignOut, useSiweLogin, useWallets, type Wallet } from '../index.ts'

/* Every method that a sign-in calls gets every kind of wrong answer. */
const account = '0x1111111111111111111111111111111111111111'
const circular: { cause?: object } = {}
circular.cause = circular
const oddReasons = [
  undefined,
  null,
  'no',
  42,
  {},
  { code: -32603, message: 'Internal JSON-RPC error.' },
  Object.freeze({ message: Symbol('odd') }),
  circular,
]
const oddAnswers = [undefined, null, '', 0, true, {}, [], [''], ['nobody.eth'], [null], 'sorry', 1n]

/** How a sign-in ends after a wrong answer to each method. Without an error code, the user is signed in. */
const outcomes: readonly Outcome[] = [
  { method: 'wallet_requestPermissions', whileHanging: 'stalled' },
  { method: 'eth_accounts', whileHanging: 'stalled' },
  {
    method: 'eth_requestAccounts',
    rejected: ['wallet_failed'],
    answered: ['wallet_failed', 'wallet_locked'],
    whileHanging: 'stalled',
  },
  { method: 'eth_chainId' },
  {
    method: 'wallet_switchEthereumChain',
    rejected: ['siwe_chain_not_allowed'],
    whileHanging: 'stalled',
  },
  {
    method: 'personal_sign',
    rejected: ['wallet_failed'],
    answered: ['wallet_failed'],
    whileHanging: 'stalled',
  },
  { method: 'eth_getCode' },
  { method: 'wallet_revokePermissions' },
]

interface Outcome {
  method: string
  rejected?: readonly string[]
  answered?: readonly string[]
  whileHanging?: 'stalled'
}

let backend: FakeBackend
let wallet: FakeWallet
let login: useSiweLogin.ReturnType
let signOut: useSignOut.ReturnType
let config: Config
let rows: readonly Wallet[]
/** Calls the wallet directly, without wrong answers. */
let ask: FakeWallet.Provider['request']
/** The method that gets a wrong answer, and that answer. */
let wrong: { method: string; answer: () => unknown } | undefined

beforeEach(() => {
  forgetVisit()
  wrong = undefined
})
afterEach(() => {
  vi.useRealTimers()
  wallet.withdraw()
})

function Probe() {
  login = useSiweLogin()
  signOut = useSignOut()
  config = useConfig()
  rows = useWallets()
  return null
}

/** Shows a page with a wallet on a chain that the route refuses, so that it has to switch. */
async function show(method: string) {
  backend = createFakeBackend({ chainIds: [100] })
  // The code is read only for contract accounts.
  const kind = method === 'eth_getCode' ? 'erc-1271' : 'eoa'
  wallet = createFakeWallet({ name: 'Alpha', kind })
  const { provider } = wallet
  ask = provider.request
  provider.request = (call) => {
    if (call.method === wrong?.method) return wrong.answer() as Promise<unknown>
    // `eth_requestAccounts` is called only if the wallet does not support `wallet_requestPermissions`.
    if (call.method === 'wallet_requestPermissions' && method === 'eth_requestAccounts')
      return Promise.reject({ code: -32601, message: 'Method not found' })
    return ask(call)
  }
  await renderWithAuth(<Probe />, { backend })
  await expect.poll(() => rows.length).toBe(1)
  await expect.poll(() => backend.count('/siwe/challenge')).toBe(1)
}

const getOutcome = () =>
  login.signInAsync({ wallet: rows[0] }).then(
    () => undefined,
    ({ code }: { code: string }) => code,
  )

/** Signs out, disconnects, and moves the wallet back to the wrong chain. */
async function startOver() {
  await signOut.signOutAsync({ disconnect: true })
  wallet.switchChain(1)
}

/** Signs in with a wrong answer, then again without: the second sign-in takes one prompt and one request. */
async function tryWith(method: string, answer: () => unknown): Promise<string | undefined> {
  wrong = { method, answer }
  const outcome = await getOutcome()
  await startOver()
  wrong = undefined
  const [prompts, requests] = [wallet.prompts.length, backend.count('/siwe/verify')]
  expect(await getOutcome()).toBe(undefined)
  expect(wallet.prompts.length - prompts).toBe(1)
  expect(backend.count('/siwe/verify') - requests).toBe(1)
  await startOver()
  return outcome
}

test.for(outcomes)(
  'behavior: after any error from $method, the next attempt works',
  { timeout: 60_000 },
  async ({ method, rejected = [undefined] }) => {
    await show(method)
    for (const reason of oddReasons)
      expect(rejected).toContain(await tryWith(method, () => Promise.reject(reason)))
    const throwAtOnce = () => {
      throw new Error('odd')
    }
    expect(rejected).toContain(await tryWith(method, throwAtOnce))
  },
)

test.for(outcomes)(
  'behavior: after any wrong answer to $method, the next attempt works',
  { tags: 'matrix', timeout: 60_000 },
  async ({ method, answered = [undefined] }) => {
    await show(method)
    for (const answer of oddAnswers)
      expect(answered).toContain(await tryWith(method, async () => answer))
    // The wallet returns no promise.
    expect(answered).toContain(await tryWith(method, () => undefined))
  },
)

// Brave's app on a phone does not answer `eth_chainId`: https://github.com/cowprotocol/cowswap/pull/6619
test.for(outcomes)(
  'behavior: a wallet that never answers $method does not block the sign-in',
  async ({ method, whileHanging }) => {
    await show(method)
    wrong = { method, answer: () => new Promise(() => {}) }
    if (whileHanging === undefined) {
      expect(await getOutcome()).toBe(undefined)
      await startOver()
      return
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const outcome = getOutcome()
    const isAsked = () => login.isPending && login.status !== 'challenging'
    await expect.poll(() => isAsked() || login.switchesTo !== undefined).toBe(true)
    await vi.advanceTimersByTimeAsync(30_000)
    await expect.poll(() => login.isStalled).toBe(true)
    vi.useRealTimers()
    wrong = undefined
    login.cancel()
    expect(await outcome).toBe('aborted')
    expect(await getOutcome()).toBe(undefined)
    expect([wallet.prompts.length, backend.count('/siwe/verify')]).toEqual([1, 1])
  },
)

test('behavior: accounts in CAIP-10 form can sign in', async () => {
  await show('eth_requestAccounts')
  const answer = async () => {
    await ask({ method: 'eth_requestAccounts' })
    return [`eip155:1:${wallet.address}`]
  }
  expect(await tryWith('eth_requestAccounts', answer)).toBe(undefined)
  // An account on a chain other than Ethereum's kind cannot sign in.
  const other = async () => [`cosmos:cosmoshub-4:${account}`]
  expect(await tryWith('eth_requestAccounts', other)).toBe('wallet_locked')
})

test.for([
  [{ code: -32603, message: 'User denied account access' }, 'wallet_rejected'],
  [new Error('User rejected the request'), 'wallet_rejected'],
  ['cancelled', 'wallet_rejected'],
  [{ message: 'Already processing eth_requestAccounts. Please wait.' }, 'wallet_request_pending'],
] as const)('behavior: after %o the wallet is not asked again', async ([reason, code]) => {
  await show('wallet_requestPermissions')
  expect(await tryWith('wallet_requestPermissions', () => Promise.reject(reason))).toBe(code)
  expect(wallet.calls).not.toContain('eth_requestAccounts')
})

test('behavior: the connection keeps the connector from the configuration', async () => {
  await show('eth_chainId')
  await login.signInAsync({ wallet: rows[0] })
  const [connection] = config.state.connections.values()
  expect(config.connectors).toContain(connection?.connector)
})
