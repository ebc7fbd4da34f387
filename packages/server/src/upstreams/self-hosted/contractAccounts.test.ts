import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Anvil, createContractAccount, startAnvil } from '@kit/testing'
import type { Hex } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { selfHosted, sqliteUsers } from './index.ts'

/* Uses two real chains, on which the same contract has the same address. */
const folder = mkdtempSync(join(tmpdir(), 'kit-contract-accounts-'))
let chains: readonly [Anvil, Anvil]
let users: ReturnType<typeof sqliteUsers>
let handler: (request: Request) => Promise<Response>
beforeAll(async () => {
  chains = await Promise.all([startAnvil({ chainId: 100 }), startAnvil({ chainId: 8453 })])
  users = sqliteUsers({ file: join(folder, 'users.sqlite') })
  const rpcUrls = Object.fromEntries(chains.map(({ chainId, url }) => [chainId, url]))
  const upstream = selfHosted({ users, rpcUrls })
  handler = createAuth({ upstream, origin, secret, trustedProxyHops: 1 }).handler
}, 30_000)
afterAll(async () => {
  for (const chain of chains) await chain.close()
  await users.close()
  await rm(folder, { recursive: true, force: true })
})

type Browser = ReturnType<typeof createBrowser>

/** Requests a challenge, signs it with a contract account, and sends it. */
async function post(
  browser: Browser,
  path: '/siwe/verify' | '/identities/wallet',
  {
    address,
    sign,
    chainId,
  }: { address: Hex; sign: (text: string) => Promise<Hex>; chainId: number },
) {
  const owner = privateKeyToAccount(generatePrivateKey())
  const { message } = await browser.sign({ chainId, account: { ...owner, address } })
  return browser.post(path, { message, signature: await sign(message), address, chainId })
}

const createAccount = () => createContractAccount(privateKeyToAccount(generatePrivateKey()))
const find = (chainId: number | '_', address: Hex) =>
  users.find({ kind: 'wallet', accountId: `eip155:${chainId}:${address}` })

test('default: a contract account signs in on its chain (ERC-1271), and is the same user the next time', async () => {
  const account = createAccount()
  const [{ url, chainId }] = chains
  await account.deploy(url)
  const [first, second] = [createBrowser(handler), createBrowser(handler)]
  for (const browser of [first, second]) {
    const answer = await post(browser, '/siwe/verify', { ...account, chainId })
    expect([answer.status, answer.json]).toMatchObject([
      200,
      { session: { address: account.address, chainId } },
    ])
  }
  expect((await find(chainId, account.address))?.identities).toHaveLength(1)
  expect(await find('_', account.address)).toBeUndefined()
})

test('default: a contract account that is not deployed yet signs in (ERC-6492), and is the same user after its deployment', async () => {
  const account = createAccount()
  const [{ url, chainId }] = chains
  const { address, signUndeployed: sign } = account
  const before = await post(createBrowser(handler), '/siwe/verify', { address, sign, chainId })
  expect(before.status).toBe(200)
  const user = await find(chainId, address)
  await account.deploy(url)
  const after = await post(createBrowser(handler), '/siwe/verify', { ...account, chainId })
  expect(after.json).toMatchObject({ session: { address } })
  expect((await find(chainId, address))?.id).toBe(user?.id)
})

test('security: a contract at the same address on another chain is a different user', async () => {
  const account = createAccount()
  for (const { url } of chains) await account.deploy(url)
  const [one, other] = chains
  const subjects = []
  for (const { chainId } of [one, other]) {
    const { json } = await post(createBrowser(handler), '/siwe/verify', { ...account, chainId })
    subjects.push((json['session'] as { subject: string }).subject)
  }
  expect(new Set(subjects).size).toBe(2)
  const [first, second] = [
    await find(one.chainId, account.address),
    await find(other.chainId, account.address),
  ]
  expect([first?.id, second?.id]).not.toContain(undefined)
  expect(first?.id).not.toBe(second?.id)
})

test('security: G-10 G-11 a contract account’s signature is refused for another text, account or chain', async () => {
  const [account, other] = [createAccount(), createAccount()]
  const [{ url, chainId }] = chains
  await account.deploy(url)
  await other.deploy(url)
  const { address } = account
  const attempts = [
    // Another contract's owner.
    { address, chainId, sign: other.sign },
    // Another text.
    { address, chainId, sign: async (text: string) => account.sign(`${text}.`) },
    // The deployment of another contract, which cannot approve signatures for this account.
    { address, chainId, sign: other.signUndeployed },
    // A chain on which nothing is deployed.
    { address, chainId: 8453, sign: account.sign },
    // A chain without an RPC.
    { address, chainId: 1, sign: account.sign },
    { address, chainId, sign: async (): Promise<Hex> => '0x' },
  ]
  for (const attempt of attempts) {
    const browser = createBrowser(handler)
    const answer = await post(browser, '/siwe/verify', attempt)
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'signature_rejected' }])
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  }
  for (const id of [chainId, 8453, 1, '_'] as const) expect(await find(id, address)).toBeUndefined()
})

test('behavior: a user links a contract account, and signs in with it', async () => {
  const account = createAccount()
  const [{ url, chainId }] = chains
  await account.deploy(url)
  const browser = createBrowser(handler)
  const { json } = await browser.signIn()
  const linked = await post(browser, '/identities/wallet', { ...account, chainId })
  expect([linked.status, linked.json]).toMatchObject([
    200,
    { identities: [{ kind: 'wallet' }, { address: account.address, chainId }] },
  ])
  const again = await post(createBrowser(handler), '/siwe/verify', { ...account, chainId })
  const subjectOf = (value: unknown) => (value as { subject: string }).subject
  expect(subjectOf(again.json['session'])).toBe(subjectOf(json['session']))
})
