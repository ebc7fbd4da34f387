import { type Hex, stringToHex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { verifyInMemory } from '../backend/verifyInMemory.ts'
import { createFakeWallet, type FakeWallet } from './index.ts'

const open: FakeWallet[] = []
afterEach(() => {
  for (const wallet of open.splice(0)) wallet.withdraw()
})

function create(options?: createFakeWallet.Options): FakeWallet {
  const wallet = createFakeWallet(options)
  open.push(wallet)
  return wallet
}

/** Sends a request as a page does and returns an error's code. */
function ask({ provider }: FakeWallet, method: string, params: unknown[] = []): Promise<unknown> {
  return provider.request({ method, params }).catch(({ code }) => code)
}
const connect = (wallet: FakeWallet) => ask(wallet, 'eth_requestAccounts')
const sign = (wallet: FakeWallet, message = 'hé') =>
  ask(wallet, 'personal_sign', [stringToHex(message), wallet.address])
const other = () => privateKeyToAccount(generatePrivateKey())

test('default: announces itself, connects, and makes real signatures', async () => {
  const names: string[] = []
  const wallet = create()
  const listen = (event: Event) => names.push((event as CustomEvent).detail.info.name)
  window.addEventListener('eip6963:announceProvider', listen)
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  expect(names).toEqual(['Test Wallet'])
  wallet.withdraw()
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  window.removeEventListener('eip6963:announceProvider', listen)
  expect(names).toHaveLength(1)

  expect(await ask(wallet, 'eth_accounts')).toEqual([])
  expect(await connect(wallet)).toEqual([wallet.address])
  const signature = (await sign(wallet)) as Hex
  const { address } = wallet
  expect(await verifyInMemory({ address, message: 'hé', signature })).toBe(true)
  expect(await verifyInMemory({ address, message: 'he', signature })).toBe(false)
  expect(wallet.prompts).toEqual(['hé'])
})

test.for(['erc-1271', 'erc-6492'] as const)(
  'parameters: kind, %s signs with a signature of that kind only',
  async (kind) => {
    const account = other()
    const wallet = create({ kind, account })
    expect(wallet.address).not.toBe(account.address)
    await connect(wallet)
    const signature = (await sign(wallet)) as Hex
    const signed = { address: wallet.address, message: 'hé', signature }
    expect(await verifyInMemory(signed)).toBe(true)
    expect(await verifyInMemory({ ...signed, message: 'he' })).toBe(false)
    expect(await verifyInMemory({ ...signed, address: other().address })).toBe(false)
    expect(signature.endsWith('6492649264926492')).toBe(kind === 'erc-6492')
  },
)

test.for([
  ['reject', 4001],
  ['pending', -32002],
  [{ throws: { code: 4100 } }, 4100],
] as const)('parameters: policy, %o', async ([decision, code]) => {
  const wallet = create({ policy: { connect: decision } })
  expect(await connect(wallet)).toBe(code)
  wallet.policy.connect = 'approve'
  await connect(wallet)
  wallet.policy.sign = decision
  expect(await sign(wallet)).toBe(code)
})

test('parameters: policy, hold waits for release, silent never answers', async () => {
  const wallet = create({ policy: { sign: 'hold' } })
  await connect(wallet)
  const held = sign(wallet)
  wallet.policy.sign = 'silent'
  let isAnswered = false
  void sign(wallet).then(() => {
    isAnswered = true
  })
  wallet.release()
  expect(await held).toMatch(/^0x/)
  expect(isAnswered).toBe(false)
})

test('behavior: switches account and chain and notifies the page', async () => {
  const wallet = create()
  await connect(wallet)
  const heard: unknown[] = []
  for (const event of ['accountsChanged', 'chainChanged'])
    wallet.provider.on(event, (value) => heard.push(value))
  const next = other()
  wallet.switchAccount(next)
  wallet.switchChain(100)
  expect(heard).toEqual([[next.address], '0x64'])
  expect(await ask(wallet, 'wallet_switchEthereumChain', [{ chainId: '0x89' }])).toBe(4902)
  await ask(wallet, 'wallet_addEthereumChain', [{ chainId: '0x89' }])
  expect(await ask(wallet, 'eth_chainId')).toBe('0x89')
})

test('behavior: a locked wallet shows no account and signs nothing', async () => {
  const wallet = create({ isConnected: true })
  expect(await ask(wallet, 'eth_accounts')).toEqual([wallet.address])
  wallet.lock()
  expect(await ask(wallet, 'eth_accounts')).toEqual([])
  expect(await sign(wallet)).toBe(4100)
  wallet.unlock()
  expect(await sign(wallet)).toMatch(/^0x/)
})

test('behavior: signs only for accounts that are connected', async () => {
  expect(await sign(create())).toBe(4100)
})
