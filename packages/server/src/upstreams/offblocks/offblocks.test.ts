import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret, signChallenge } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { developmentOptions } from './fixtures/developmentKey.ts'
import { offblocks } from './offblocks.ts'
import { readChallenge } from './readChallenge.ts'

let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
beforeAll(async () => {
  sandbox = await createSandbox().listen()
})
beforeEach(() => control('DELETE', ''))
afterAll(() => sandbox.close())

async function control(method: string, path: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
  return answer.status === 204 ? undefined : answer.json()
}
const knobs = (changes: object) => control('POST', '/knobs', { upstream: 'offblocks', ...changes })
const requests = (): Promise<
  {
    path: string
    method: string
    headers: string[]
    status: number
    body: Record<string, unknown>
  }[]
> => control('GET', '/requests?upstream=offblocks')

function open(options: Partial<offblocks.Options> = {}) {
  const upstream = offblocks({
    ...developmentOptions,
    baseUrl: `${sandbox.url}/offblocks`,
    ...options,
  })
  const auth = createAuth({ upstream, origin, secret })
  return createBrowser(auth.handler)
}

async function sign(
  browser: ReturnType<typeof open>,
  account = privateKeyToAccount(generatePrivateKey()),
) {
  const { json } = await browser.post('/siwe/challenge', { address: account.address, chainId: 1 })
  const { body } = await signChallenge(json, { account })
  return { account, body, challenge: json }
}

test('default: a new customer signs OffBlocks’ text', async () => {
  const browser = open()
  const { body, challenge, account } = await sign(browser)
  expect(challenge).toMatchObject({ format: 'text' })
  expect(body.message).toContain('api.sandbox.offblocks.xyz wants you to sign in')
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.json).toMatchObject({ session: { status: 'pending', address: account.address } })
  expect((await browser.get('/upstream/customer')).json).toMatchObject({ status: 'screening' })
  const signing = (await requests()).find(({ path }) => path.endsWith('/challenge/sign'))
  const { ownerId, challenge: returned, signature } = signing?.body ?? {}
  expect(ownerId).toBe(`eip155:1:${account.address}`)
  expect(Buffer.from(String(returned), 'base64').toString()).toBe(body.message)
  expect(`0x${Buffer.from(String(signature), 'base64').toString('hex')}`).toBe(body.signature)
})

test('default: one who is known signs our text, which is verified here', async () => {
  await knobs({ statusAfterProof: 'active' })
  const browser = open()
  const { account, body } = await sign(browser)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({
    session: { status: 'active' },
  })
  await browser.send('DELETE', '/session')
  const again = await sign(browser, account)
  expect(again.challenge).toMatchObject({ format: 'eip4361' })
  const forged = `0x${'1b'.repeat(65)}`
  expect(
    (await browser.post('/siwe/verify', { ...again.body, signature: forged })).json,
  ).toMatchObject({
    code: 'signature_rejected',
  })
  const next = await sign(browser, account)
  expect((await browser.post('/siwe/verify', next.body)).json).toMatchObject({
    session: { status: 'active', address: account.address },
  })
})

test('behavior: a failure makes a new challenge, and the old one is never sent again', async () => {
  const browser = open()
  const { body, account } = await sign(browser)
  const forged = { ...body, signature: `0x${'1b'.repeat(65)}` }
  expect((await browser.post('/siwe/verify', forged)).json).toMatchObject({
    code: 'signature_rejected',
  })
  const next = await sign(browser, account)
  expect(next.body.message).not.toBe(body.message)
  expect((await browser.post('/siwe/verify', next.body)).status).toBe(200)
})

test('security: M-19 the body claims another account or chain than was challenged', async () => {
  const victim = privateKeyToAccount(generatePrivateKey())
  for (const claim of [{ address: victim.address }, { chainId: 100 }]) {
    const browser = open()
    const { body } = await sign(browser)
    const answer = await browser.post('/siwe/verify', { ...body, ...claim })
    expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  }
  expect((await requests()).filter(({ path }) => path.endsWith('/challenge/sign'))).toEqual([])
})

test('behavior: an account in lower case is the same account', async () => {
  const browser = open()
  const account = privateKeyToAccount(generatePrivateKey())
  const address = account.address.toLowerCase()
  const { json } = await browser.post('/siwe/challenge', { address, chainId: 1 })
  const { body } = await signChallenge(json, { account })
  expect(body.message).toContain(account.address)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  expect((await sign(browser, account)).challenge).toMatchObject({ format: 'eip4361' })
})

test('security: X-10 a request that is signed by another key, or not over everything, is refused', async () => {
  const { generateKeyPairSync } = await import('node:crypto')
  const { privateKey } = generateKeyPairSync('ec', {
    namedCurve: 'P-384',
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  })
  for (const options of [
    { privateKey },
    { keyId: 'unknown' },
    { coveredComponents: ['@method'] },
  ]) {
    const { challenge } = await sign(open(options)).catch(async () => {
      const account = privateKeyToAccount(generatePrivateKey())
      const { json } = await open(options).post('/siwe/challenge', {
        address: account.address,
        chainId: 1,
      })
      return { challenge: json }
    })
    expect(challenge).toMatchObject({ code: 'upstream_key_rejected' })
  }
})

test('behavior: one token for many calls, and a new one when it ends', async () => {
  const browsers = Array.from({ length: 5 }, () => open())
  const shared = open()
  await Promise.all(browsers.slice(0, 1).map((browser) => sign(browser)))
  const before = (await requests()).filter(({ path }) => path === '/v1/auth/token').length
  const accounts = Array.from({ length: 5 }, () => privateKeyToAccount(generatePrivateKey()))
  await Promise.all(
    accounts.map((account) =>
      shared.post('/siwe/challenge', { address: account.address, chainId: 1 }),
    ),
  )
  const after = (await requests()).filter(({ path }) => path === '/v1/auth/token').length
  expect(after - before).toBe(1)
})

test('security: X-14 a lost answer is asked for again by the same key, and done once', async () => {
  await control('POST', '/faults', {
    upstream: 'offblocks',
    path: '/v1/customers',
    times: 1,
    delayMs: 700,
  })
  const browser = open({ timeoutMs: 500 })
  const { body } = await sign(browser)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  const tries = (await requests()).filter(({ path }) => path === '/v1/customers')
  expect(tries.length).toBeGreaterThanOrEqual(1)
})

test('behavior: a customer that exists elsewhere is a conflict', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  await sign(open(), account)
  const { json } = await open().post('/siwe/challenge', { address: account.address, chainId: 1 })
  expect(json).toMatchObject({ code: 'registration_conflict' })
})

test('behavior: the challenge as a bare text', async () => {
  await knobs({ bareChallenge: true })
  const browser = open()
  const account = privateKeyToAccount(generatePrivateKey())
  await sign(browser, account)
  const { body } = await sign(browser, account)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
})

test('behavior: without an account there is nothing to fetch', async () => {
  const { status, json } = await open().post('/siwe/challenge', {})
  expect([status, json]).toMatchObject([400, { code: 'invalid_request' }])
  expect(await requests()).toEqual([])
})

const accountId = 'eip155:1:0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const text =
  'api.example wants you to sign in with your Ethereum account:\n0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266\n\n\nURI: https://api.example\nVersion: 1\nChain ID: 1\nNonce: 12345678\nIssued At: 2026-11-20T12:00:00Z'
const encode = (value: string) => Buffer.from(value).toString('base64')

test('default: readChallenge gives the text', () => {
  expect(readChallenge(encode(text), { accountId, domain: 'api.example' })).toEqual({
    text,
    issuedAt: Date.parse('2026-11-20T12:00:00Z'),
  })
})

test.for([
  ['M-41 a character short', encode(text).slice(0, -1)],
  ['M-41 a line break inside', encode(text).replace(/^.{8}/, '$&\n')],
  ['M-41 a space', `${encode(text)} `],
  ['M-41 a byte order mark', encode(`\uFEFF${text}`)],
  ['another account', encode(text.replace('f39F', 'f39f'))],
  ['another chain', encode(text.replace('Chain ID: 1', 'Chain ID: 5'))],
  ['another domain', encode(text.replace('api.example wants', 'evil.example wants'))],
  ['no message', encode('-----BEGIN PUBLIC KEY-----')],
] as const)('security: %s never reaches a wallet', ([, challenge]) => {
  expect(() => readChallenge(challenge, { accountId, domain: 'api.example' })).toThrow()
})
