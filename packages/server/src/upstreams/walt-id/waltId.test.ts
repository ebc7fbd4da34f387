import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { waltId } from './waltId.ts'

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
const knobs = (changes: object) => control('POST', '/knobs', { upstream: 'walt-id', ...changes })

function open() {
  const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
  return createBrowser(createAuth({ upstream, origin, secret }).handler)
}

const account = privateKeyToAccount(generatePrivateKey())

async function sign(browser: ReturnType<typeof open>) {
  const { json } = await browser.post('/siwe/challenge', {})
  const message = String(json['message'])
  const signature = await account.signMessage({ message })
  return { json, body: { message, signature, address: account.address } }
}

test('default: the wallet signs the text as it came', async () => {
  const browser = open()
  const { json, body } = await sign(browser)
  expect(json).toMatchObject({
    format: 'text',
    message: expect.stringMatching(/^eyJ[\w-]+\.[\w-]+\./),
  })
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.json).toMatchObject({ session: { upstream: 'walt-id', address: account.address } })
  expect(answer.text).toMatch(/"expiresAt":"\d{4}-/)
  const [, request] = await control('GET', '/requests?upstream=walt-id')
  expect(request.body).toEqual({
    challenge: body.message,
    signed: body.signature,
    publicKey: account.address,
  })
})

test('security: N-12 the text works once, and for this browser alone', async () => {
  const browser = open()
  const { body } = await sign(browser)
  const thief = open()
  await thief.post('/siwe/challenge', {})
  expect((await thief.post('/siwe/verify', body)).status).toBe(400)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  await browser.post('/siwe/challenge', {})
  expect((await browser.post('/siwe/verify', body)).status).toBe(400)
  expect(await control('GET', '/requests?upstream=walt-id')).toHaveLength(4)
})

test.for(['OK', 'SUCCESS'])('behavior: the status "%s" is a success', async (status) => {
  await knobs({ status, revealToken: false, revealExpiration: false })
  const browser = open()
  const answer = await browser.post('/siwe/verify', (await sign(browser)).body)
  expect(answer.json).toMatchObject({ session: { expiresAt: null } })
})

test('behavior: a flow of more steps is no success', async () => {
  await knobs({ status: 'CONTINUE_NEXT_STEP' })
  const browser = open()
  const answer = await browser.post('/siwe/verify', (await sign(browser)).body)
  expect(answer.json).toMatchObject({ code: 'step_up_required' })
})

test.for([
  ['since-0.16', 'signature_rejected'],
  ['before-0.16', 'signature_rejected'],
] as const)('behavior: %s, another account’s signature', async ([generation, code]) => {
  await knobs({ generation })
  const browser = open()
  const { body } = await sign(browser)
  const other = privateKeyToAccount(generatePrivateKey())
  const signature = await other.signMessage({ message: body.message })
  const answer = await browser.post('/siwe/verify', { ...body, signature })
  expect([answer.status, answer.json]).toMatchObject([401, { code }])
})

test.for(['since-0.16', 'before-0.16'])(
  'behavior: %s, a challenge that ended',
  async (generation) => {
    await knobs({ generation })
    const browser = open()
    const { body } = await sign(browser)
    await control('POST', '/clock', { offsetMs: 301_000 })
    const answer = await browser.post('/siwe/verify', body)
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'challenge_expired' }])
  },
)

test('behavior: v as 0 or 1 is written as 27 or 28; a contract’s signature goes nowhere', async () => {
  const browser = open()
  const { body } = await sign(browser)
  const v = body.signature.endsWith('1c') ? '01' : '00'
  const signature = body.signature.slice(0, -2) + v
  expect((await browser.post('/siwe/verify', { ...body, signature })).status).toBe(200)
  const { body: next } = await sign(browser)
  const long = await browser.post('/siwe/verify', { ...next, signature: `${next.signature}00` })
  expect(long.json).toMatchObject({ code: 'signature_rejected' })
})

test('behavior: signing out ends walt.id’s own session', async () => {
  const browser = open()
  await browser.post('/siwe/verify', (await sign(browser)).body)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  const requests: { path: string; status: number }[] = await control(
    'GET',
    '/requests?upstream=walt-id',
  )
  expect(requests.at(-1)).toMatchObject({ path: '/wallet-api/auth/logout', status: 200 })
})

test('security: M-19 a text that was asked for one account signs nobody else in', async () => {
  const browser = open()
  const other = privateKeyToAccount(generatePrivateKey())
  const asked = { address: account.address, chainId: 1 }
  const { json } = await browser.post('/siwe/challenge', asked)
  const message = String(json['message'])
  const signature = await other.signMessage({ message })
  const claimed = { message, signature, address: other.address }
  expect((await browser.post('/siwe/verify', claimed)).json).toMatchObject({
    code: 'invalid_request',
  })
  const own = {
    message,
    signature: await account.signMessage({ message }),
    address: account.address,
  }
  expect((await browser.post('/siwe/verify', { ...own, chainId: 100 })).json).toMatchObject({
    code: 'invalid_request',
  })
  expect((await browser.post('/siwe/verify', own)).json).toMatchObject({
    session: { address: account.address, chainId: 1 },
  })
})
