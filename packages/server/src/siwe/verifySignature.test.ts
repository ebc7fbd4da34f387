import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { parseSiweMessage } from '@kit/core'
import { type Anvil, createContractAccount, startAnvil } from '@kit/testing'
import {
  createTestClient,
  getAddress,
  hashMessage,
  http,
  parseSignature,
  serializeCompactSignature,
  signatureToCompactSignature,
} from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { verifySignature } from '../index.ts'
import contracts from './fixtures/eip1271.json' with { type: 'json' }
import compact from './fixtures/erc-2098.json' with { type: 'json' }
import counterfactual from './fixtures/erc-6492.json' with { type: 'json' }
import forms from './fixtures/signature-forms.json' with { type: 'json' }

let anvil: Anvil
beforeAll(async () => {
  anvil = await startAnvil({ chainId: 100 })
})
afterAll(() => anvil.close())

const message = 'a text'
const owner = privateKeyToAccount(generatePrivateKey())
const verify = (
  signed: Partial<verifySignature.Request>,
  rpcUrls: Record<number, string> = { 100: anvil.url },
) =>
  verifySignature(
    { message, signature: '0x', address: owner.address, chainId: 100, ...signed },
    rpcUrls,
  )

test("default: a key's signature, without an RPC", async () => {
  const signature = await owner.signMessage({ message })
  expect(await verify({ signature }, { 100: 'http://127.0.0.1:1' })).toBe('valid')
})

test('security: G-04 v may also be 0 or 1, but no other number', async () => {
  const signature = await owner.signMessage({ message })
  const isOdd = signature.endsWith('1c')
  const withV = (v: string) => verify({ signature: `${signature.slice(0, -2)}${v}` as never })
  expect(await withV(isOdd ? '01' : '00')).toBe('valid')
  for (const v of ['1d', '25', 'ff']) expect(await withV(v)).toBe('invalid')
})

test('security: G-05 the compact form is refused', async () => {
  const signature = await owner.signMessage({ message })
  const compact = serializeCompactSignature(signatureToCompactSignature(parseSignature(signature)))
  expect(await verify({ signature: compact })).toBe('invalid')
})

test('security: G-02 another signer, G-14 another hash, G-01 garbage', async () => {
  const other = privateKeyToAccount(generatePrivateKey())
  expect(await verify({ signature: await other.signMessage({ message }) })).toBe('invalid')
  const raw = await owner.sign({ hash: hashMessage('another text') })
  expect(await verify({ signature: raw })).toBe('invalid')
  expect(await verify({ signature: `0x${'ff'.repeat(65)}` })).toBe('invalid')
  expect(await verify({ signature: '0x' })).toBe('invalid')
})

test.for(forms.cases.map((entry) => [entry.id, entry] as const))(
  'security: the vector "%s" of signature forms',
  async ([, { signature, want }]) => {
    const signed = {
      message: forms.message,
      signature,
      address: forms.address,
      chainId: 1,
    } as never
    const verdict = await verifySignature(signed, {})
    if (want.startsWith('accept')) expect(verdict).toBe('valid')
    else if (/^40[01]/.test(want)) expect(verdict).toBe('invalid')
    else expect(['valid', 'invalid']).toContain(verdict)
  },
)

test.for(compact.cases)('security: G-05 the compact form of "$name"', async (entry) => {
  const { message, r, s, v, yParityAndS, address } = entry as typeof entry & {
    address: `0x${string}`
  }
  const classic = `${r}${s.slice(2)}${v.toString(16)}` as `0x${string}`
  const short = `${r}${yParityAndS.slice(2)}` as `0x${string}`
  const signed = { message, address, chainId: 1 }
  expect(await verifySignature({ ...signed, signature: classic }, {})).toBe('valid')
  expect(await verifySignature({ ...signed, signature: short }, {})).toBe('invalid')
})

// The valid vector was signed by a wallet on Polygon, which the tests do not call. Its factory does not exist
// on the local chain, so no vector is accepted.
test.for(counterfactual.cases.map((entry) => [entry.name, entry] as const))(
  'security: G-11 the ERC-6492 vector "%s" is refused without throwing',
  async ([, entry]) => {
    const address = 'signer' in entry ? entry.signer : owner.address
    const signed = { message, signature: entry.signature, address, chainId: 100 } as never
    expect(await verifySignature(signed, {})).toBe('invalid')
    expect(await verifySignature(signed, { 100: anvil.url })).not.toBe('valid')
  },
)

// These contracts are on mainnet, which the tests do not call, so none is accepted.
test.for(Object.entries(contracts))(
  'security: the contract account of "%s" is never accepted without a call',
  async ([, { message, signature }]) => {
    const { address, chainId } = parseSiweMessage(message)
    const signed = { message, signature, address, chainId } as never
    expect(await verifySignature(signed, {})).toBe('invalid')
    expect(await verifySignature(signed, { 1: 'http://127.0.0.1:1' })).toBe('unknown')
    // On a chain without these contracts, the signature is invalid.
    expect(
      await verifySignature({ ...(signed as object), chainId: 100 } as never, { 100: anvil.url }),
    ).toBe('invalid')
  },
)

test('default: a signature of a deployed contract account (ERC-1271) is valid', async () => {
  const account = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  await account.deploy(anvil.url)
  const { address } = account
  expect(await verify({ address, signature: await account.sign(message) })).toBe('valid')
  expect(await verify({ address, signature: await account.sign('another') })).toBe('invalid')
  expect(await verify({ address, signature: await owner.signMessage({ message }) })).toBe('invalid')
})

test('security: G-11 a signature of a contract account that is not yet deployed (ERC-6492) is checked', async () => {
  const account = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  const { address } = account
  expect(await verify({ address, signature: await account.signUndeployed(message) })).toBe('valid')
  expect(await verify({ address, signature: await account.signUndeployed('other') })).toBe(
    'invalid',
  )
  expect(await verify({ address, signature: await account.sign(message) })).toBe('invalid')
  const stolen = await account.signUndeployed(message)
  expect(await verify({ address: owner.address, signature: stolen })).toBe('invalid')
})

/** Starts an RPC that gives the same answer to every signature check. */
async function answerAlways(word: string): Promise<`0x${string}`> {
  const address = getAddress(`0x${randomBytes(20).toString('hex')}`)
  const client = createTestClient({ mode: 'anvil', transport: http(anvil.url) })
  await client.setCode({ address, bytecode: `0x63${word}60e01b60005260206000f3` })
  return address
}

test('security: an empty signature is valid if the contract says that it approved the text', async () => {
  const approving = await answerAlways('1626ba7e')
  expect(await verify({ address: approving })).toBe('valid')
  expect(await verify({ address: await answerAlways('ffffffff') })).toBe('invalid')
  const account = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  expect(await verify({ address: account.address })).toBe('invalid')
  await account.deploy(anvil.url)
  expect(await verify({ address: account.address })).toBe('invalid')
  expect(await verify({ address: approving }, { 100: 'http://127.0.0.1:1' })).toBe('unknown')
  expect(await verify({ address: approving }, {})).toBe('invalid')
})

test.for([
  ['approved on its chain is passed to the upstream', '1626ba7e', true],
  ['not approved is refused', 'ffffffff', true],
  ['approved is refused while there is no RPC', '1626ba7e', false],
] as const)(
  'security: even without `verify: local`, an empty signature for a text that is %s',
  async ([, word, hasRpc]) => {
    const rpcUrls = hasRpc ? { 100: anvil.url } : {}
    const backend = await startBackend({ siwe: { rpcUrls } })
    const browser = backend.browser()
    const account = {
      ...privateKeyToAccount(generatePrivateKey()),
      address: await answerAlways(word),
    }
    const { body } = await browser.sign({ account, chainId: 100 })
    const answer = await browser.post('/siwe/verify', { ...body, signature: '0x' })
    const sent = (await backend.requests()).map(({ body }) => Object(body).signature)
    if (word === '1626ba7e' && hasRpc) expect(sent).toEqual(['0x'])
    else expect([sent, answer.json]).toMatchObject([[], { code: 'signature_rejected' }])
    await backend.close()
  },
)

test('security: G-13 an RPC that is down or on another chain decides nothing', async () => {
  const account = createContractAccount(owner)
  const signature = await account.signUndeployed(message)
  const { address } = account
  expect(await verify({ address, signature }, { 100: 'http://127.0.0.1:1' })).toBe('unknown')
  const rpcUrls = { 1: anvil.url }
  expect(await verifySignature({ message, signature, address, chainId: 1 }, rpcUrls)).toBe(
    'unknown',
  )
  expect(await verifySignature({ message, signature, address, chainId: 5 }, rpcUrls)).toBe(
    'invalid',
  )
})

test('security: G-17 a signature that this server finds wrong never reaches the upstream', async () => {
  const backend = await startBackend({ siwe: { verify: 'local', rpcUrls: { 100: anvil.url } } })
  const browser = backend.browser()
  const { body } = await browser.sign()
  const answer = await browser.post('/siwe/verify', { ...body, signature: `0x${'1b'.repeat(65)}` })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'signature_rejected' }])
  expect(await backend.requests()).toEqual([])
  expect((await browser.signIn()).status).toBe(200)
  await backend.close()
})

test('security: G-10 the chain is checked before any RPC call', async () => {
  const backend = await startBackend({
    siwe: { verify: 'local', chainIds: [1], rpcUrls: { 100: anvil.url } },
  })
  const answer = await backend.browser().signIn({ chainId: 100 })
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'siwe_chain_not_allowed' }])
  await backend.close()
})

test("security: a contract's gas is limited", async () => {
  const calls: { method: string; params: [{ gas?: string }] }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request) text += String(part)
    const call = JSON.parse(text)
    calls.push(call)
    const result = call.method === 'eth_chainId' ? '0x64' : '0x'
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ jsonrpc: '2.0', id: call.id, result }))
  }).listen(0)
  await once(server, 'listening')
  const address = server.address()
  const rpcUrl = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
  const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
  const message = 'text'
  const signature = await contract.signUndeployed(message)
  const signed = { message, signature, address: contract.address, chainId: 100 }
  // A chain that requires an address for calls gives no answer.
  expect(await verifySignature(signed, { 100: rpcUrl })).toBe('unknown')
  server.close()
  const asked = calls.filter(({ method }) => method === 'eth_call')
  expect(asked.length).toBeGreaterThan(0)
  for (const { params } of asked) expect(Number(params[0].gas)).toBeLessThanOrEqual(5_000_000)
})
