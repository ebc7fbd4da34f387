import { generateKeyPairSync } from 'node:crypto'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { askForChallenge, sign, startOffBlocks } from './fixtures/startOffBlocks.ts'

let offBlocks: Awaited<ReturnType<typeof startOffBlocks>>
beforeAll(async () => {
  offBlocks = await startOffBlocks()
})
beforeEach(() => offBlocks.reset())
afterAll(() => offBlocks.close())

const countTokens = async () => (await offBlocks.requests('/v1/auth/token')).length

test('default: one token is used for any number of calls, even parallel ones', async () => {
  const browser = offBlocks.open()
  const answers = await Promise.all(Array.from({ length: 5 }, () => askForChallenge(browser)))
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect((await askForChallenge(browser)).status).toBe(200)
  expect(await countTokens()).toBe(1)
})

test('behavior: a new token is requested a minute before the old one expires', async () => {
  let offsetMs = 0
  const browser = offBlocks.open({ now: () => Date.now() + offsetMs })
  const counts = []
  for (const seconds of [0, 3500, 3550]) {
    offsetMs = seconds * 1000
    await offBlocks.clock(offsetMs)
    expect((await askForChallenge(browser)).status).toBe(200)
    counts.push(await countTokens())
  }
  expect(counts).toEqual([1, 1, 2])
})

test('behavior: a token that has become invalid early is replaced during the call', async () => {
  const upstream = offBlocks.create()
  await upstream.fetch('/v1/auth/credentials', {
    method: 'PUT',
    body: '{"apiKey":"00000000-0000-4000-8000-000000000000","apiSecret":"sandbox-api-secret"}',
  })
  const answer = await upstream.fetch('/v1/customers/unknown', { method: 'GET' })
  expect(answer.status).toBe(404)
  expect(await countTokens()).toBe(2)
})

test('behavior: the signing key can be replaced while the app runs, before the old one is revoked', async () => {
  const before = offBlocks.create()
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' })
  const pem = publicKey.export({ type: 'spki', format: 'pem' })
  const uploaded = await before.fetch('/v1/auth/signing', {
    method: 'PUT',
    body: JSON.stringify({ publicKey: Buffer.from(pem).toString('base64') }),
  })
  const { keyId } = JSON.parse(new TextDecoder().decode(uploaded.bytes))
  const after = {
    keyId,
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
  // Both keys are valid, so that no request fails while servers are restarted one after another.
  for (const options of [{}, after])
    expect((await askForChallenge(offBlocks.open(options))).status).toBe(200)
  const removed = await offBlocks
    .create(after)
    .fetch('/v1/auth/signing/sandbox-key', { method: 'DELETE' })
  expect(removed.status).toBe(204)
  expect((await askForChallenge(offBlocks.open())).json).toMatchObject({
    code: 'upstream_key_rejected',
  })
  expect((await askForChallenge(offBlocks.open(after))).status).toBe(200)
})

test('security: a wrong secret is sent once, and no further calls are made', async () => {
  const { json } = await askForChallenge(offBlocks.open({ apiSecret: 'another' }))
  expect(json).toMatchObject({ code: 'upstream_key_rejected' })
  expect((await offBlocks.requests()).map(({ path }) => path)).toEqual(['/v1/auth/token'])
})

const another = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
test.for([
  ['by another key', { privateKey: another.export({ type: 'pkcs8', format: 'pem' }).toString() }],
  ['by an unknown key', { keyId: 'unknown' }],
  ['over too little', { coveredComponents: ['@method'] }],
  ['with another digest', { digestAlgorithm: 'sha-512' }],
  ['ahead of time', { now: () => Date.now() + 60_000 }],
] as const)('security: X-10 a request signed %s is refused', async ([, options]) => {
  const { json } = await askForChallenge(offBlocks.open(options))
  expect(json).toMatchObject({ code: 'upstream_key_rejected' })
})

test('parameters: coveredComponents and digestAlgorithm can be set to what the upstream requires', async () => {
  const coveredComponents = ['@method', '@path', '@authority', 'content-digest', 'content-type']
  await offBlocks.knobs({ components: coveredComponents, digestAlgorithm: 'sha-512' })
  expect((await askForChallenge(offBlocks.open())).status).toBe(502)
  const options = { coveredComponents, digestAlgorithm: 'sha-512' } as const
  expect((await askForChallenge(offBlocks.open(options))).status).toBe(200)
})

test('security: X-14 a request whose answer was lost is repeated with the same key, and carried out once', async () => {
  const browser = offBlocks.open({ timeoutMs: 1000 })
  await offBlocks.knobs({ operationMs: 1500 })
  const { account, body } = await sign(browser)
  await offBlocks.knobs({ operationMs: 0 })
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const tries = await offBlocks.requests('/v1/customers')
  // With the same key, the answer is that the operation is running. With another key, it would be that the
  // customer exists.
  expect(tries.map(({ status }) => status)).toContain(409)
  expect(tries.at(-1)?.status).toBe(201)
  expect(new Set(tries.map((request) => request.body['chainId']))).toEqual(
    new Set([`eip155:1:${account.address}`]),
  )
})

test('behavior: a proof whose answer was lost has not failed', async () => {
  const browser = offBlocks.open({ timeoutMs: 1000 })
  const { body } = await sign(browser)
  await offBlocks.knobs({ operationMs: 1500 })
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
})

test('behavior: waiting for an operation that keeps running ends', async () => {
  const body = { error: 'Idempotency-Key Concurrency Conflict' }
  await offBlocks.fault({ path: '/v1/customers', status: 409, times: 9, body })
  const { json } = await askForChallenge(offBlocks.open())
  expect(json).toMatchObject({ code: 'upstream_unavailable' })
  expect(await offBlocks.requests('/v1/customers')).toHaveLength(4)
})

test('behavior: the stand-in implements idempotency keys', async () => {
  const { fetch } = offBlocks.create()
  const { address } = privateKeyToAccount(generatePrivateKey())
  const send = async (key: string, externalId: string) => {
    const body = JSON.stringify({ chainId: `eip155:1:${address}`, externalId })
    const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
    const answer = await fetch('/v1/customers', { method: 'POST', headers, body })
    return [answer.status, new TextDecoder().decode(answer.bytes)] as const
  }
  const key = crypto.randomUUID()
  const first = await send(key, 'one')
  expect(first[0]).toBe(201)
  expect(await send(key, 'one')).toEqual(first)
  const [reused] = await send(key, 'two')
  const [exists] = await send(crypto.randomUUID(), 'one')
  const [malformed] = await send('no-uuid', 'one')
  expect([reused, exists, malformed]).toEqual([422, 409, 400])
})
