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

test.for([
  ['OK', 'jwt'],
  ['SUCCESS', 'opaque'],
])(
  'behavior: the status "%s" is a success, with a token in the cookie alone',
  async ([status, tokenType]) => {
    await knobs({ status, tokenType, revealToken: false, revealExpiration: false })
    const browser = open()
    const answer = await browser.post('/siwe/verify', (await sign(browser)).body)
    expect(answer.json).toMatchObject({ session: { expiresAt: null } })
    expect((await browser.get('/upstream/wallet-api/wallet/accounts/wallets')).status).toBe(200)
  },
)

test.for(['opaque', 'jwt'])(
  'behavior: a token that is %s lasts as long as it says',
  async (type) => {
    await knobs({ tokenType: type })
    const browser = open()
    const { json } = await browser.post('/siwe/verify', (await sign(browser)).body)
    const { expiresAt } = json['session'] as { expiresAt: string }
    const days = (Date.parse(expiresAt) - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(6.9)
    expect(days).toBeLessThan(7.1)
  },
)

test('behavior: a token that walt.id no longer knows ends the session', async () => {
  const browser = open()
  await browser.post('/siwe/verify', (await sign(browser)).body)
  await control('DELETE', '')
  const answer = await browser.get('/upstream/wallet-api/wallet/accounts/wallets')
  expect([answer.status, answer.json]).toMatchObject([401, { code: 'session_expired' }])
})

test('security: the token is in no answer, in no cookie that can be read', async () => {
  const tokens: string[] = []
  const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
  const { siwe } = upstream
  if (siwe === undefined) throw new Error('walt.id offers no wallets.')
  const spied = {
    ...upstream,
    siwe: {
      ...siwe,
      verify: async (signed: Parameters<typeof siwe.verify>[0]) => {
        const login = await siwe.verify(signed)
        tokens.push(String(login.credential))
        return login
      },
    },
  }
  const browser = createBrowser(createAuth({ upstream: spied, origin, secret }).handler)
  const verified = await browser.post('/siwe/verify', (await sign(browser)).body)
  const session = await browser.get('/session')
  expect(tokens).toHaveLength(1)
  const seen = [verified.text, session.text, ...verified.headers.getSetCookie()].join('\n')
  for (const token of tokens) expect(seen).not.toContain(token)
})

test('behavior: a flow of more steps is no success', async () => {
  await knobs({ status: 'CONTINUE_NEXT_STEP' })
  const browser = open()
  const answer = await browser.post('/siwe/verify', (await sign(browser)).body)
  expect(answer.json).toMatchObject({ code: 'step_up_required' })
})

test.for(['since-0.16', 'before-0.16'])(
  'behavior: %s, a challenge of another replica, or of before a restart',
  async (generation) => {
    await knobs({ generation })
    const browser = open()
    const { body } = await sign(browser)
    await knobs({ replica: 'second' })
    const answer = await browser.post('/siwe/verify', body)
    expect([answer.status, answer.json]).toMatchObject([401, { code: 'nonce_invalid' }])
  },
)

test('behavior: where web3 is off, the method is not offered', async () => {
  await knobs({ enabled: false })
  const answer = await open().post('/siwe/challenge', {})
  expect(answer.json).toMatchObject({ code: 'method_not_offered' })
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
  expect(long.json).toMatchObject({ code: 'signature_malformed' })
  const { body: other } = await sign(browser)
  const strange = await browser.post('/siwe/verify', {
    ...other,
    signature: `${other.signature.slice(0, -2)}25`,
  })
  expect(strange.json).toMatchObject({ code: 'signature_malformed' })
  const requests: { path: string }[] = await control('GET', '/requests?upstream=walt-id')
  expect(requests.filter(({ path }) => path.endsWith('/signed'))).toHaveLength(1)
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

test.for([
  [401, []],
  [500, ['upstream_unavailable']],
] as const)(
  'behavior: sign-out that walt.id answers by %i ends ours, and is told',
  async ([status, codes]) => {
    const events: { code?: string }[] = []
    const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
    const onEvent = (event: object) => events.push(event)
    const browser = createBrowser(createAuth({ upstream, origin, secret, onEvent }).handler)
    await browser.post('/siwe/verify', (await sign(browser)).body)
    const path = '/wallet-api/auth/logout'
    await control('POST', '/faults', { upstream: 'walt-id', path, status, body: '', times: 1 })
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
    expect(events.flatMap(({ code }) => code ?? [])).toEqual(codes)
  },
)

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
