import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createContractAccount } from '@kit/testing'
import { encodeErrorResult, type Hex, parseAbi } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { verifySignature } from '../index.ts'
import { offblocks } from '../upstreams/offblocks/index.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener)
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return `http://127.0.0.1:${address.port}`
}

type Call = { id: number; method: string; params: unknown[] }
type Reply = (call: Call) => { status?: number; headers?: Record<string, string>; body: string }

/** Starts an RPC of chain 100 on which every address is a contract. The test sets its answers to `eth_call`. */
function serveRpc(answerCall: Reply | 'hang'): Promise<string> {
  return serve(async (request, response) => {
    let text = ''
    for await (const part of request) text += String(part)
    const call: Call = JSON.parse(text)
    const known: Record<string, string> = { eth_chainId: '0x64', eth_getCode: '0x60006000f3' }
    const result = known[call.method]
    if (result !== undefined) {
      response.end(toResult(call, result))
      return
    }
    if (answerCall === 'hang') return
    const { status = 200, headers = {}, body } = answerCall(call)
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
  })
}

const toResult = ({ id }: Call, result: string): string =>
  JSON.stringify({ jsonrpc: '2.0', id, result })
const toError = ({ id }: Call, error: object): string =>
  JSON.stringify({ jsonrpc: '2.0', id, error })
const accepted = `0x1626ba7e${'0'.repeat(56)}`

const message = 'a text'
const contract = createContractAccount(privateKeyToAccount(generatePrivateKey()))
const verify = (rpcUrl: string, signature: Hex = '0x1234', timeoutMs = 10_000) =>
  verifySignature(
    { message, signature, address: contract.address, chainId: 100 },
    { 100: rpcUrl },
    timeoutMs,
  )

const abi = parseAbi([
  'error OffchainLookup(address sender, string[] urls, bytes callData, bytes4 callbackFunction, bytes extraData)',
])
const lookup = (url: string) =>
  encodeErrorResult({
    abi,
    errorName: 'OffchainLookup',
    args: [contract.address, [url, `${url}/{sender}/{data}`], '0x12', '0x12345678', '0x'],
  })

test.for([
  ['a plain signature', async (): Promise<Hex> => '0x1234'],
  ['an empty one', async (): Promise<Hex> => '0x'],
  ['one that deploys the account', (): Promise<Hex> => contract.signUndeployed(message)],
] as const)(
  'security: E-01 a contract that requests an offchain lookup (ERC-3668) does not make this server call anyone: %s',
  async ([, sign]) => {
    const trapped: string[] = []
    const trap = await serve((request, response) => {
      trapped.push(request.url ?? '')
      response.end('{"data":"0x"}')
    })
    const rpcUrl = await serveRpc((call) => ({
      body: toError(call, { code: 3, message: 'execution reverted', data: lookup(trap) }),
    }))
    expect(await verify(rpcUrl, await sign())).toBe('invalid')
    expect(trapped).toEqual([])
  },
)

test('security: E-01 redirects of an RPC are not followed', async () => {
  const trapped: string[] = []
  const trap = await serve((request, response) => {
    trapped.push(request.url ?? '')
    response.end()
  })
  const rpcUrl = await serveRpc(() => ({ status: 307, headers: { location: trap }, body: '' }))
  expect(await verify(rpcUrl)).toBe('unknown')
  expect(trapped).toEqual([])
})

const troubles: [string, Reply | 'hang'][] = [
  ['429', () => ({ status: 429, body: '{"error":"slow down"}' })],
  ['503', () => ({ status: 503, body: '' })],
  ['a page', () => ({ headers: { 'content-type': 'text/html' }, body: '<!doctype html>' })],
  ['an empty answer', 'hang'],
  ['-32005', (call) => ({ body: toError(call, { code: -32005, message: 'limit exceeded' }) })],
  ['an endless body', () => ({ body: ' '.repeat(1_000_000) })],
  ['a number', (call) => ({ body: `{"jsonrpc":"2.0","id":${call.id},"result":1}` })],
]

test.for(troubles)(
  'security: E-29 an RPC that answers eth_call with %s decides nothing',
  async ([, trouble]) => {
    const rpcUrl = await serveRpc(trouble)
    const timeoutMs = trouble === 'hang' ? 300 : 10_000
    for (const signature of ['0x1234', '0x', await contract.signUndeployed(message)] as const)
      expect(await verify(rpcUrl, signature, timeoutMs)).toBe('unknown')
  },
)

test('behavior: E-29 a reverted call counts as a refusal, even with an HTTP error status', async () => {
  const rpcUrl = await serveRpc((call) => ({
    status: 400,
    body: toError(call, { code: -32000, message: 'execution reverted' }),
  }))
  expect(await verify(rpcUrl)).toBe('invalid')
})

test('behavior: E-29 a deployed contract is called directly on chains that require an address for calls', async () => {
  const rpcUrl = await serveRpc((call) => {
    const [{ to } = { to: undefined }] = call.params as { to?: string }[]
    return to === undefined
      ? { body: toError(call, { code: -32602, message: 'missing to' }) }
      : { body: toResult(call, accepted) }
  })
  expect(await verify(rpcUrl)).toBe('valid')
  expect(await verify(rpcUrl, await contract.signUndeployed(message))).toBe('valid')
})

test('security: E-02 a plain http RPC on another host is refused at start', async () => {
  const rpcUrls = { 1: 'http://rpc.example/a-secret-path' }
  const start = () => startBackend({ siwe: { rpcUrls } })
  await expect(start()).rejects.toThrow('siwe.rpcUrls[1] must be https')
  await expect(start()).rejects.not.toThrow('a-secret-path')
  await expect(
    startBackend({ siwe: { rpcUrls: { 1: 'https://key@rpc.example' } } }),
  ).rejects.toThrow('must not contain a user name')
  const keys = { apiKey: 'key', apiSecret: 'secret', keyId: 'id', privateKey: 'key' }
  expect(() => offblocks({ ...keys, rpcUrls })).toThrow('rpcUrls[1] must be https')
})

test('security: E-29 an RPC failure does not use up the challenge', async () => {
  let isWell = false
  const rpcUrl = await serveRpc((call) =>
    isWell ? { body: toResult(call, accepted) } : { status: 503, body: '' },
  )
  const backend = await startBackend({ siwe: { rpcUrls: { 100: rpcUrl } } })
  const browser = backend.browser()
  const account = { ...privateKeyToAccount(generatePrivateKey()), address: contract.address }
  const { body } = await browser.sign({ account, chainId: 100 })
  const first = await browser.post('/siwe/verify', { ...body, signature: '0x' })
  expect([first.status, first.json]).toMatchObject([502, { code: 'upstream_unavailable' }])
  isWell = true
  // The stand-in refuses because it has no such contract. The test checks only that it was called.
  await browser.post('/siwe/verify', { ...body, signature: '0x' })
  expect((await backend.requests()).map((request) => Object(request.body).signature)).toEqual([
    '0x',
  ])
  await backend.close()
})
