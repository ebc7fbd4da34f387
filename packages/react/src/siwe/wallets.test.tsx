import { createFakeWallet, type FakeWallet } from '@kit/testing/browser'
import { createFakeBackend, type FakeBackend, forgetVisit } from '@kit/testing/react'
import {
  hexToBytes,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type Config, useConfig } from 'wagmi'
import { connect, disconnect } from 'wagmi/actions'
import { renderWithAuth } from '../fixtures/renderWithAuth.tsx'
import {
  type AuthProviderProps,
  useAccountMismatch,
  useSession,
  useSignOut,
  useSiweLogin,
  useWallets,
  type Wallet,
} from '../index.ts'

/* Tests wallets and connections that behave in unusual ways while there is a session. */
let backend: FakeBackend
let wallet: FakeWallet
let other: FakeWallet
let login: useSiweLogin.ReturnType
let session: useSession.ReturnType
let signOut: useSignOut.ReturnType
let account: useAccountMismatch.ReturnType
let config: Config
let rows: readonly Wallet[]

beforeEach(() => {
  forgetVisit()
  backend = createFakeBackend()
  wallet = createFakeWallet({ name: 'Alpha' })
  other = createFakeWallet({ name: 'Beta' })
})
afterEach(() => {
  wallet.withdraw()
  other.withdraw()
})

function Probe({ autoSign }: { autoSign?: boolean }) {
  login = useSiweLogin({ autoSign })
  session = useSession()
  signOut = useSignOut()
  account = useAccountMismatch()
  config = useConfig()
  rows = useWallets()
  return null
}

async function show(props: Partial<AuthProviderProps> & { autoSign?: boolean } = {}) {
  const { autoSign = false, ...provider } = props
  const { screen } = await renderWithAuth(<Probe autoSign={autoSign} />, { backend, ...provider })
  await expect.poll(() => rows.length).toBe(2)
  await expect.poll(() => session.status).not.toBe('pending')
  return screen
}

const row = (name: string) => rows.find((one) => one.name === name) ?? expect.fail()
const signIn = (name: string) => login.signInAsync({ wallet: row(name) })
const deletions = () => backend.requests.filter(({ method }) => method === 'DELETE').length
const newAccount = () => privateKeyToAccount(generatePrivateKey())
/** Waits long enough for anything that might happen. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 300))
const current = () => config.state.connections.get(config.state.current ?? '')?.connector.name

test('security: a cancelled connection that is approved late does not end the session, and is disconnected', async () => {
  await show()
  await signIn('Alpha')
  other.policy.connect = 'hold'
  login.signIn({ wallet: row('Beta') })
  await expect.poll(() => login.status).toBe('connecting')
  login.cancel()
  other.release()
  await settle()
  expect([deletions(), session.session?.address, other.prompts]).toEqual([0, wallet.address, []])
  expect([...config.state.connections.values()].map(({ connector }) => connector.name)).toEqual([
    'Alpha',
  ])
  expect(current()).toBe('Alpha')
})

test('security: with autoSign, the late approval of a cancelled connection asks for no signature', async () => {
  await show({ autoSign: true })
  wallet.policy.connect = 'hold'
  login.signIn({ wallet: row('Alpha') })
  await expect.poll(() => login.status).toBe('connecting')
  login.cancel()
  wallet.release()
  await settle()
  expect([wallet.prompts, config.state.connections.size, config.state.status]).toEqual([
    [],
    0,
    'disconnected',
  ])
})

test('behavior: a cancelled connection can be requested again', async () => {
  await show()
  wallet.policy.connect = 'hold'
  login.signIn({ wallet: row('Alpha') })
  await expect.poll(() => login.status).toBe('connecting')
  login.cancel()
  expect(config.state.status).toBe('disconnected')
  wallet.policy.connect = 'approve'
  await signIn('Alpha')
  await expect.poll(() => session.session?.address).toBe(wallet.address)
  await settle()
  expect(current()).toBe('Alpha')
})

test('behavior: a wallet that has no account for a moment, or changes the chain, does not end the session', async () => {
  await show()
  await signIn('Alpha')
  await expect.poll(() => session.status).toBe('signed-in')
  wallet.lock()
  wallet.unlock()
  for (let count = 0; count < 50; count += 1) wallet.switchChain(count % 2 === 0 ? 100 : 1)
  await settle()
  expect([session.status, deletions(), wallet.prompts.length]).toEqual(['signed-in', 0, 1])
})

test('security: a second wallet with another account does not affect the session', async () => {
  await show()
  await signIn('Alpha')
  await connect(config, { connector: row('Beta').connector })
  other.switchAccount(newAccount())
  await settle()
  expect([current(), deletions(), account.mismatch]).toEqual(['Beta', 0, undefined])
  wallet.switchAccount(newAccount())
  await expect.poll(deletions).toBe(1)
})

test('security: after a reload, another connected wallet is not treated as a change of account', async () => {
  const screen = await show()
  await signIn('Alpha')
  await connect(config, { connector: row('Beta').connector })
  await screen.unmount()
  // The wallet of the session is locked now.
  wallet.lock()
  await show()
  await expect.poll(() => config.state.status).toBe('connected')
  await settle()
  expect([current(), deletions(), session.status]).toEqual(['Beta', 0, 'signed-in'])
})

test('parameters: choosesAccount', async () => {
  await show()
  await signIn('Alpha')
  const next = newAccount()
  wallet.switchAccountAtNextConnection(next)
  await login.signInAsync({ wallet: row('Alpha'), choosesAccount: true })
  expect(wallet.calls.filter((method) => method === 'wallet_requestPermissions')).toHaveLength(2)
  await expect.poll(() => session.session?.address).toBe(next.address)
  await settle()
  expect(deletions()).toBe(0)
})

test('behavior: if the wallet has revoked its permission, it is connected again', async () => {
  await show()
  await signIn('Alpha')
  await signOut.signOutAsync()
  wallet.revoke()
  await signIn('Alpha')
  await expect.poll(() => session.session?.address).toBe(wallet.address)
  expect(wallet.calls.filter((method) => method === 'wallet_requestPermissions')).toHaveLength(2)
})

test('parameters: disconnect', async () => {
  await show()
  await signIn('Alpha')
  await signOut.signOutAsync({ disconnect: true })
  expect([config.state.connections.size, session.session]).toEqual([0, undefined])
  expect(wallet.calls).toContain('wallet_revokePermissions')
})

test('behavior: a signature is valid even if the connection is lost while the user signs', async () => {
  await show()
  await signIn('Alpha')
  await signOut.signOutAsync()
  wallet.policy.sign = 'hold'
  const signing = signIn('Alpha')
  await expect.poll(() => wallet.prompts.length).toBe(2)
  await disconnect(config)
  wallet.release()
  expect(await signing).toMatchObject({ address: wallet.address })
})

test('behavior: a signature is valid even if another wallet connects while the user signs', async () => {
  await show({ autoSign: true, accountChange: 'sign-out', disconnect: 'sign-out' })
  wallet.policy.sign = 'hold'
  const signing = signIn('Alpha')
  await expect.poll(() => wallet.prompts.length).toBe(1)
  await connect(config, { connector: row('Beta').connector })
  await settle()
  wallet.release()
  expect((await signing).address).toBe(wallet.address)
  await settle()
  expect([
    backend.count('/siwe/verify'),
    wallet.prompts.length,
    other.prompts,
    deletions(),
  ]).toEqual([1, 1, [], 0])
  expect([current(), session.session?.address]).toEqual(['Alpha', wallet.address])
})

test('behavior: if a wallet does not answer after a reload, the user can choose another one', async () => {
  const screen = await show()
  await connect(config, { connector: row('Alpha').connector })
  await screen.unmount()
  wallet.policy.anything = 'silent'
  await show()
  // wagmi waits for the first wallet, and does not reconnect the others.
  expect(config.state.connections.size).toBe(0)
  const waiting = login.signInAsync({ wallet: row('Alpha') })
  await expect.poll(() => login.status).toBe('connecting')
  login.cancel()
  await expect(waiting).rejects.toMatchObject({ code: 'aborted' })
  expect(login.status).toBe('idle')
  await signIn('Beta')
  await expect.poll(() => session.session?.address).toBe(other.address)
})

test('behavior: after a wallet has approved no account, the user can try again', async () => {
  await show()
  wallet.policy.connect = { answers: [] }
  await expect(signIn('Alpha')).rejects.toMatchObject({ code: 'wallet_locked' })
  expect(config.state.connections.size).toBe(0)
  wallet.policy.connect = 'approve'
  expect(await signIn('Alpha')).toMatchObject({ address: wallet.address })
})

const signAs = (signer: { signMessage: (m: { message: string }) => Promise<`0x${string}`> }) =>
  signer.signMessage({ message: wallet.prompts.at(-1) ?? '' })

test.for([
  ['without its prefix', (signature: string) => signature.slice(2)],
  ['in capitals', (signature: string) => `0X${signature.slice(2).toUpperCase()}`],
  ['in quotation marks', (signature: string) => ` "${signature}"\n`],
  ['in an object', (signature: string) => ({ jsonrpc: '2.0', id: 1, result: signature })],
  [
    'in the compact form (ERC-2098)',
    (signature: `0x${string}`) =>
      serializeCompactSignature(signatureToCompactSignature(parseSignature(signature))),
  ],
  [
    'with a recovery byte of 0 or 1',
    (signature: string) => {
      const [last = 0] = hexToBytes(`0x${signature.slice(-2)}`)
      return `${signature.slice(0, -2)}0${last - 27}`
    },
  ],
  [
    'with the chain in its recovery byte (EIP-155)',
    (signature: string) => {
      const [last = 0] = hexToBytes(`0x${signature.slice(-2)}`)
      return `${signature.slice(0, -2)}${(last - 27 + 37).toString(16)}`
    },
  ],
  [
    'with the chain 137 in its recovery byte, which are two',
    (signature: string) => {
      const [last = 0] = hexToBytes(`0x${signature.slice(-2)}`)
      return `${signature.slice(0, -2)}${(last - 27 + 35 + 2 * 137).toString(16).padStart(4, '0')}`
    },
  ],
  ['as bytes', (signature: `0x${string}`) => hexToBytes(signature)],
  ['as a list of numbers', (signature: `0x${string}`) => [...hexToBytes(signature)]],
  [
    'as a Buffer in JSON',
    (signature: `0x${string}`) => ({ type: 'Buffer', data: [...hexToBytes(signature)] }),
  ],
] as const)('behavior: a signature %s is sent as verifiers expect it', async ([, change]) => {
  const owner = newAccount()
  const own = createFakeWallet({ name: 'Gamma', account: owner })
  wallet.withdraw()
  wallet = own
  await show().catch(() => {})
  await expect.poll(() => rows.some(({ name }) => name === 'Gamma')).toBe(true)
  own.policy.sign = 'hold'
  const signing = signIn('Gamma')
  await expect.poll(() => own.prompts.length).toBe(1)
  own.answerWith(change(await signAs(owner)))
  expect(await signing).toMatchObject({ address: owner.address })
})

test('security: a signature by an account that the message does not name is not sent', async () => {
  await show()
  wallet.policy.sign = 'hold'
  const signing = signIn('Alpha')
  await expect.poll(() => wallet.prompts.length).toBe(1)
  wallet.answerWith(await signAs(newAccount()))
  await expect(signing).rejects.toMatchObject({ code: 'siwe_address_mismatch' })
  expect(backend.count('/siwe/verify')).toBe(0)
})

test.for([
  ['is one of the challenge’s', 100, [1, 100], []],
  ['is not allowed', 1, [100], ['wallet_switchEthereumChain']],
  [
    'is not allowed, and the wallet does not know the other',
    1,
    [10],
    ['wallet_switchEthereumChain', 'wallet_addEthereumChain'],
  ],
  ['is nonsense', 0, [100], []],
] as const)(
  'behavior: a wallet whose chain %s can sign in',
  async ([, chainId, chainIds, calls]) => {
    backend = createFakeBackend({ chainIds })
    await show()
    wallet.switchChain(chainId)
    const { chainId: signed } = await signIn('Alpha')
    expect(chainIds).toContain(signed)
    expect(wallet.calls.filter((method) => method.endsWith('EthereumChain'))).toEqual(calls)
  },
)

// https://github.com/AlphaWallet/alpha-wallet-ios/issues/3887, and MetaMask’s app.
test.for([
  { code: -32000, message: '{"message":"Unrecognized chain ID 0xa.","code":4902}' },
  { code: -32603, data: { originalError: { code: 4902 } } },
])(
  'behavior: a wallet that refuses an unknown chain with %o is asked to add it',
  async (reason) => {
    backend = createFakeBackend({ chainIds: [10] })
    await show()
    const { request } = wallet.provider
    wallet.provider.request = (call) => {
      if (call.method === 'wallet_switchEthereumChain') return Promise.reject(reason)
      return request(call)
    }
    expect(await signIn('Alpha')).toMatchObject({ chainId: 10 })
  },
)

test('behavior: if a wallet cannot switch the chain, the error lists the allowed networks, and there is no prompt', async () => {
  backend = createFakeBackend({ chainIds: [777] })
  await show()
  await expect(signIn('Alpha')).rejects.toMatchObject({ code: 'siwe_chain_not_allowed' })
  expect(login.challenge).toMatchObject({ chainIds: [777] })
  expect(wallet.prompts).toEqual([])
})

test('behavior: declining to switch the chain is a refusal', async () => {
  backend = createFakeBackend({ chainIds: [100] })
  await show()
  wallet.policy.switchChain = 'reject'
  await expect(signIn('Alpha')).rejects.toMatchObject({ code: 'wallet_rejected' })
})
