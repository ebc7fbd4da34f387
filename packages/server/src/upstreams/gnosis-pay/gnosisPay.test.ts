import { createSiweMessage } from '@kit/core'
import { createSandbox } from '@kit/sandbox'
import { createContractAccount, startAnvil } from '@kit/testing'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { gnosisPay } from './gnosisPay.ts'

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

function open(options: gnosisPay.Options = {}, pageOrigin = origin) {
  const upstream = gnosisPay({ baseUrl: `${sandbox.url}/gnosis-pay`, ...options })
  const auth = createAuth({ upstream, origin: pageOrigin, secret })
  return { upstream, auth, browser: createBrowser(auth.handler, { origin: pageOrigin }) }
}

const account = privateKeyToAccount(generatePrivateKey())
const register = () =>
  control('POST', '/knobs', { upstream: 'gnosis-pay', registered: [account.address] })

test('default: a wallet with an account; the session ends when the token does', async () => {
  await register()
  const { browser } = open()
  const { json } = await browser.signIn({ account })
  expect(json).toMatchObject({ session: { upstream: 'gnosis-pay', status: 'active' } })
  const { session } = json as unknown as { session: { authenticatedAt: string; expiresAt: string } }
  const lifetimeMs = Date.parse(session.expiresAt) - Date.parse(session.authenticatedAt)
  expect(Math.abs(lifetimeMs - 3_600_000)).toBeLessThan(5000)
  expect((await browser.get('/upstream/api/v1/user')).status).toBe(200)
})

test('behavior: a wallet without an account is signed in, and can be signed up', async () => {
  const { browser, upstream } = open()
  const answer = await browser.signIn({ account })
  expect(answer.json).toMatchObject({ session: { status: 'registration-required' } })
  const nonce = (await upstream.siwe?.createChallenge?.({
    address: undefined,
    chainId: undefined,
  })) as {
    nonce: string
  }
  const now = new Date()
  const message = createSiweMessage({
    domain: 'app.example.com',
    address: account.address,
    uri: origin,
    version: '1',
    chainId: 100,
    nonce: nonce.nonce,
    issuedAt: now.toISOString(),
  })
  const signature = await account.signMessage({ message })
  const login = await upstream.siwe?.verify({
    message,
    signature,
    address: account.address,
    chainId: 100,
    memo: null,
  })
  await upstream.sendSignUpCode('ada@example.com')
  const [mail] = await control('GET', '/inbox?to=ada@example.com')
  const credential = login?.credential ?? null
  await expect(
    upstream.signUp(credential, { email: 'ada@example.com', otp: '000000' }),
  ).rejects.toMatchObject({ code: 'otp_invalid' })
  const details = { email: 'ada@example.com', otp: mail.code }
  expect(await upstream.signUp(credential, details)).toMatchObject({ status: 'active' })
  await expect(upstream.signUp(credential, details)).rejects.toMatchObject({
    code: 'registration_conflict',
  })
  expect((await browser.signIn({ account })).json).toMatchObject({ session: { status: 'active' } })
})

test('parameters: domain, set apart from a page on this machine', async () => {
  await register()
  const page = 'http://localhost:3000'
  const { browser } = open({ domain: 'app.example.com' }, page)
  const { json } = await browser.post('/siwe/challenge', {})
  expect(json.fields).toMatchObject({ domain: 'app.example.com', uri: 'https://app.example.com' })
  expect((await browser.signIn({ account })).status).toBe(200)
})

test('behavior: 403 for the domain and 403 of the firewall are told apart', async () => {
  const elsewhere = open({ domain: 'unknown.example.com' })
  expect((await elsewhere.browser.signIn()).json).toMatchObject({
    code: 'upstream_domain_not_allowed',
  })
  const local = open({}, 'http://localhost:3000')
  expect((await local.browser.signIn()).json).toMatchObject({ code: 'upstream_blocked' })
})

test('security: a nonce is used once, and errors in either shape read alike', async () => {
  await control('POST', '/knobs', { upstream: 'gnosis-pay', errorsAsMessage: true })
  const { browser } = open()
  const { body } = await browser.sign()
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
  const wrong = await browser.sign()
  const signature = `0x${'1b'.repeat(65)}`
  expect((await browser.post('/siwe/verify', { ...wrong.body, signature })).json).toMatchObject({
    code: 'signature_rejected',
  })
})

test.for(['', '<html>', '"short"', '{"nonce":"12345678"}', '12 345 678'])(
  'security: "%s" is no nonce',
  async (body) => {
    const fault = {
      upstream: 'gnosis-pay',
      path: '/api/v1/auth/nonce',
      times: 1,
      status: 200,
      body,
    }
    await control('POST', '/faults', fault)
    const answer = await open().browser.post('/siwe/challenge', {})
    expect(answer.status).toBe(502)
  },
)

test('default: a contract account that is deployed (ERC-1271)', async () => {
  const anvil = await startAnvil({ chainId: 100 })
  await control('POST', '/knobs', { upstream: 'gnosis-pay', rpcUrl: anvil.url })
  const contract = createContractAccount(account)
  await contract.deploy(anvil.url)
  const { browser } = open()
  const { json } = await browser.post('/siwe/challenge', {})
  const message = createSiweMessage(json as never, { address: contract.address, chainId: 100 })
  const signature = await contract.sign(message)
  const answer = await browser.post('/siwe/verify', {
    message,
    signature,
    address: contract.address,
  })
  expect(answer.json).toMatchObject({ session: { address: contract.address, chainId: 100 } })
  await anvil.close()
})
