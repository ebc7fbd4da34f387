import { type Challenge, createSiweMessage } from '@kit/core'
import { createContractAccount, startAnvil } from '@kit/testing'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { signChallenge } from '../../fixtures/startBackend.ts'
import { askForChallenge, sign, startOffBlocks } from './fixtures/startOffBlocks.ts'

let offBlocks: Awaited<ReturnType<typeof startOffBlocks>>
beforeAll(async () => {
  offBlocks = await startOffBlocks()
})
beforeEach(() => offBlocks.reset())
afterAll(() => offBlocks.close())

const newAccount = () => privateKeyToAccount(generatePrivateKey())
const forged = `0x${'1b'.repeat(65)}`

/** The app's table of customers. */
function createTable() {
  const rows = new Map<string, string>()
  return {
    rows,
    customers: {
      find: async (accountId: string) => rows.get(accountId),
      save: async (accountId: string, customerId: string) => void rows.set(accountId, customerId),
    },
  }
}

test('default: a new customer signs in with OffBlocks’ text', async () => {
  const browser = offBlocks.open()
  const { body, challenge, account } = await sign(browser)
  expect(challenge).toMatchObject({ format: 'text' })
  expect(body.message).toContain('api.sandbox.offblocks.xyz wants you to sign in')
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.json).toMatchObject({ session: { status: 'pending', address: account.address } })
  expect((await browser.get('/upstream/customer')).json).toMatchObject({ status: 'screening' })
  const [signing] = await offBlocks.requests('/challenge/sign')
  const { ownerId, challenge: returned, signature } = signing?.body ?? {}
  expect(ownerId).toBe(`eip155:1:${account.address}`)
  expect(Buffer.from(String(returned), 'base64').toString()).toBe(body.message)
  expect(`0x${Buffer.from(String(signature), 'base64').toString('hex')}`).toBe(body.signature)
})

test('default: a returning customer signs a text by this server, which verifies it', async () => {
  await offBlocks.knobs({ statusAfterProof: 'active' })
  const browser = offBlocks.open()
  const { account, body } = await sign(browser)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({
    session: { status: 'active' },
  })
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  const again = await sign(browser, account)
  expect(again.challenge).toMatchObject({ format: 'eip4361' })
  const wrong = await browser.post('/siwe/verify', { ...again.body, signature: forged })
  expect([wrong.status, wrong.json]).toMatchObject([401, { code: 'signature_rejected' }])
  const next = await sign(browser, account)
  expect((await browser.post('/siwe/verify', next.body)).json).toMatchObject({
    session: { status: 'active', address: account.address },
  })
  expect(await offBlocks.requests('/challenge/sign')).toHaveLength(1)
})

test('default: a known contract account signs a text by this server (ERC-1271, ERC-6492)', async () => {
  await offBlocks.knobs({ statusAfterProof: 'active' })
  const anvil = await startAnvil({ chainId: 1 })
  const { rows, customers } = createTable()
  const owner = newAccount()
  const first = await sign(offBlocks.open({ customers }), owner)
  await offBlocks.open({ customers }).post('/siwe/challenge', {})
  const browser = offBlocks.open({ customers, rpcUrls: { 1: anvil.url } })
  const proof = await sign(browser, owner)
  expect((await browser.post('/siwe/verify', proof.body)).status).toBe(200)
  expect(first.body.message).toBe(proof.body.message)
  const [customerId = ''] = rows.values()

  // OffBlocks accepts only accounts that sign with a private key. The app's table says that this contract
  // belongs to the same customer.
  const contract = createContractAccount(owner)
  rows.set(`eip155:1:${contract.address}`, customerId)
  const { address } = contract
  const enter = async (signText: (text: string) => Promise<string>) => {
    const { json } = await browser.post('/siwe/challenge', { address, chainId: 1 })
    const challenge = json as unknown as Challenge
    if (challenge.format !== 'eip4361') throw new Error('A returning customer signs our text.')
    const message = createSiweMessage(challenge, { address, chainId: 1 })
    const signature = await signText(message)
    return browser.post('/siwe/verify', { message, signature, address })
  }
  const undeployed = await enter((text) => contract.signUndeployed(text))
  expect(undeployed.json).toMatchObject({ session: { address, status: 'active' } })
  await contract.deploy(anvil.url)
  expect((await enter(contract.sign)).json).toMatchObject({ session: { address } })
  const stranger = await enter((text) => newAccount().signMessage({ message: text }))
  expect([stranger.status, stranger.json]).toMatchObject([401, { code: 'signature_rejected' }])
  expect(await offBlocks.requests('/challenge/sign')).toHaveLength(1)
  await anvil.close()
})

test('behavior: a pending customer becomes active through the simulator', async () => {
  const { rows, customers } = createTable()
  const browser = offBlocks.open({ customers })
  const { account, body } = await sign(browser)
  await browser.post('/siwe/verify', body)
  const [id] = rows.values()
  const path = `/v1/simulator/customers/${id}/verify`
  expect((await offBlocks.create().fetch(path, { method: 'PATCH' })).status).toBe(202)
  expect((await browser.get('/upstream/customer')).json).toMatchObject({ status: 'active' })
  const again = await sign(browser, account)
  expect((await browser.post('/siwe/verify', again.body)).json).toMatchObject({
    session: { status: 'active' },
  })
})

test.for([
  ['screening', 200, { session: { status: 'pending' } }],
  ['verifying', 200, { session: { status: 'registration-required' } }],
  ['active', 200, { session: { status: 'active' } }],
  ['a-state-to-come', 200, { session: { status: 'pending' } }],
  ['rejected', 409, { code: 'registration_conflict' }],
  ['inactive', 200, { session: { status: 'pending' } }],
  ['initiating', 502, { code: 'upstream_invalid_answer' }],
] as const)('behavior: a customer that is %s', async ([statusAfterProof, status, json]) => {
  await offBlocks.knobs({ statusAfterProof })
  const browser = offBlocks.open()
  const { body } = await sign(browser)
  const answer = await browser.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([status, json])
})

test.for([400, 401])(
  'behavior: a failure (%d) creates a new challenge, and the old one is never sent again',
  async (signFailureStatus) => {
    await offBlocks.knobs({ signFailureStatus, challengeLifetimeSeconds: 60 })
    const browser = offBlocks.open()
    const { body, account } = await sign(browser)
    await offBlocks.clock(61_000)
    const wrong = await browser.post('/siwe/verify', body)
    expect([wrong.status, wrong.json]).toMatchObject([401, { code: 'signature_rejected' }])
    const replay = await browser.post('/siwe/verify', body)
    expect([replay.status, replay.json]).toMatchObject([401, { code: 'nonce_invalid' }])
    const next = await sign(browser, account)
    expect(next.body.message).not.toBe(body.message)
    expect((await browser.post('/siwe/verify', next.body)).status).toBe(200)
  },
)

test.for(['0x', forged, 'the stranger’s own'])(
  'security: E-28 another person who requests an account’s text and signs it wrongly (%s) uses up nothing',
  async (kind) => {
    const { customers } = createTable()
    const browser = offBlocks.open({ customers })
    const owner = newAccount()
    const { body } = await sign(browser, owner)
    const stranger = offBlocks.open({ customers })
    const asked = await stranger.post('/siwe/challenge', { address: owner.address, chainId: 1 })
    const message = String(asked.json['message'])
    expect(message).toBe(body.message)
    const signature = kind.startsWith('0x') ? kind : await newAccount().signMessage({ message })
    const attempt = await stranger.post('/siwe/verify', {
      message,
      signature,
      address: owner.address,
    })
    expect(attempt.status).toBeGreaterThanOrEqual(400)
    expect(await offBlocks.requests('/challenge/sign')).toEqual([])
    expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  },
)

test('security: E-28 a 503 between the mark and the proof locks nobody out', async () => {
  const { rows, customers } = createTable()
  const browser = offBlocks.open({ customers })
  const { body, account } = await sign(browser)
  const path = `/v1/customers/${[...rows.values()][0]}/challenge/sign`
  await offBlocks.fault({ path, status: 503, body: {}, times: 1 })
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({
    code: 'upstream_unavailable',
  })
  const again = await sign(browser, account)
  expect(again.body.message).toBe(body.message)
  expect((await browser.post('/siwe/verify', again.body)).status).toBe(200)
})

test('security: an answer that contains the app’s token never reaches the browser', async () => {
  const browser = offBlocks.open()
  const { body } = await sign(browser)
  await browser.post('/siwe/verify', body)
  await offBlocks.knobs({ echoesToken: true })
  const answer = await browser.get('/upstream/customer')
  expect([answer.status, answer.json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
  expect(answer.text).not.toMatch(/[0-9a-f]{48}/)
})

test('parameters: externalId sets the app’s id of a customer', async () => {
  const externalId = async (accountId: string) => `user-of-${accountId.slice(-4)}`
  const { account } = await sign(offBlocks.open({ externalId }))
  const [created] = await offBlocks.requests('/v1/customers')
  expect(created?.body).toEqual({
    chainId: `eip155:1:${account.address}`,
    externalId: `user-of-${account.address.slice(-4)}`,
  })
})

test('security: N-01 a replay after a successful sign-in is refused', async () => {
  const browser = offBlocks.open()
  const { body } = await sign(browser)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({ code: 'nonce_invalid' })
  expect(await offBlocks.requests('/challenge/sign')).toHaveLength(1)
})

test('behavior: an expired challenge is refused, and the next one works', async () => {
  await offBlocks.knobs({ challengeLifetimeSeconds: 60 })
  const browser = offBlocks.open()
  const { account, body } = await sign(browser)
  await offBlocks.clock(61_000)
  expect((await browser.post('/siwe/verify', body)).json).toMatchObject({
    code: 'signature_rejected',
  })
  const next = await sign(browser, account)
  expect((await browser.post('/siwe/verify', next.body)).status).toBe(200)
})

test('behavior: a challenge that is fetched again expires an hour after it was issued', async () => {
  let offsetMs = 0
  const { siwe } = offBlocks.create({ now: () => Date.now() + offsetMs })
  const account = { address: newAccount().address, chainId: 1, domain: 'app.example.com' }
  await siwe?.createChallenge?.(account)
  offsetMs = 3_000_000
  await offBlocks.clock(offsetMs)
  const challenge = await siwe?.createChallenge?.(account)
  if (challenge === undefined || !('message' in challenge)) throw new Error('No text.')
  expect(challenge.expiresAt).toBeLessThan(Date.now() + 3_600_000)
})

test('security: M-19 a body with an account or chain other than the challenge’s is refused', async () => {
  for (const claim of [{ address: newAccount().address }, { chainId: 100 }]) {
    const browser = offBlocks.open()
    const { body } = await sign(browser)
    const answer = await browser.post('/siwe/verify', { ...body, ...claim })
    expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  }
  expect(await offBlocks.requests('/challenge/sign')).toEqual([])
})

test('security: another wallet’s signature proves nothing', async () => {
  const browser = offBlocks.open()
  const { challenge, account } = await sign(browser)
  const { body } = await signChallenge(challenge, { account: newAccount() })
  const claimed = { ...body, address: account.address }
  expect((await browser.post('/siwe/verify', claimed)).json).toMatchObject({
    code: 'signature_rejected',
  })
})

test('behavior: an account in lower case is the same account', async () => {
  const browser = offBlocks.open()
  const account = newAccount()
  const address = account.address.toLowerCase()
  const { json } = await browser.post('/siwe/challenge', { address, chainId: 1 })
  const { body } = await signChallenge(json, { account })
  expect(body.message).toContain(account.address)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  expect((await sign(browser, account)).challenge).toMatchObject({ format: 'eip4361' })
})

test.for([true, false])(
  'behavior: a customer that exists elsewhere is found in the list (bare: %s)',
  async (bareList) => {
    await offBlocks.knobs({ bareList })
    const { account } = await sign(offBlocks.open())
    const { rows, customers } = createTable()
    const browser = offBlocks.open({ customers })
    const { body } = await sign(browser, account)
    expect([...rows.keys()]).toEqual([`eip155:1:${account.address}`])
    expect((await browser.post('/siwe/verify', body)).status).toBe(200)
  },
)

test('behavior: malformed entries in the list of customers do not hide the others', async () => {
  const { rows, customers } = createTable()
  const { account } = await sign(offBlocks.open({ customers }))
  const [[chainId, id] = []] = rows
  const list = [
    null,
    'text',
    { id: 7, chainId },
    { id: '../x', chainId },
    { id, chainId, status: 'active' },
  ]
  await offBlocks.fault({ path: '/v1/customers', status: 409, body: {}, times: 1 })
  await offBlocks.fault({ path: '/v1/customers', status: 200, body: { data: list }, times: 1 })
  const { challenge } = await sign(offBlocks.open({ customers: createTable().customers }), account)
  expect(challenge).toMatchObject({ format: 'text' })
})

test('behavior: a conflict about a customer that is not in the list is reported', async () => {
  await offBlocks.fault({ path: '/v1/customers', status: 409, body: {}, times: 1 })
  const { status, json } = await askForChallenge(offBlocks.open())
  expect([status, json]).toMatchObject([409, { code: 'registration_conflict' }])
})

test('behavior: a customer that another process creates in the meantime is found', async () => {
  const { customers } = createTable()
  const { account } = await sign(offBlocks.open({ customers }))
  let asked = 0
  const late = {
    ...customers,
    find: async (id: string) => (++asked === 1 ? undefined : customers.find(id)),
  }
  expect((await sign(offBlocks.open({ customers: late }), account)).challenge).toMatchObject({
    format: 'text',
  })
})

test('behavior: two simultaneous tabs create one customer', async () => {
  const browser = offBlocks.open()
  const account = newAccount()
  const tabs = await Promise.all([sign(browser, account), sign(browser, account)])
  expect(tabs.map(({ challenge }) => challenge['format'])).toEqual(['text', 'text'])
  expect(await offBlocks.requests('/v1/customers')).toHaveLength(1)
})

test('parameters: customers in a table of the app survive a restart', async () => {
  const { rows, customers } = createTable()
  const { account, body } = await sign(offBlocks.open({ customers }))
  expect([...rows.keys()]).toEqual([`eip155:1:${account.address}`])
  const { body: again } = await sign(offBlocks.open({ customers }), account)
  expect(again.message).toBe(body.message)
})

test('security: a customer who was removed from the app’s table is not signed in', async () => {
  const { rows, customers } = createTable()
  const browser = offBlocks.open({ customers })
  const { account, body } = await sign(browser)
  await browser.post('/siwe/verify', body)
  const again = await sign(browser, account)
  rows.clear()
  const answer = await browser.post('/siwe/verify', again.body)
  expect([answer.status, answer.json]).toMatchObject([404, { code: 'account_not_found' }])
})

test('behavior: the challenge may be plain text', async () => {
  await offBlocks.knobs({ bareChallenge: true })
  const browser = offBlocks.open()
  const { account } = await sign(browser)
  const { body } = await sign(browser, account)
  expect((await browser.post('/siwe/verify', body)).status).toBe(200)
})

test.for([{}, { chainId: 1 }, { address: newAccount().address }])(
  'behavior: no challenge can be fetched without an address %#',
  async (body) => {
    const { status, json } = await offBlocks.open().post('/siwe/challenge', body)
    expect([status, json]).toMatchObject([400, { code: 'invalid_request' }])
    expect(await offBlocks.requests()).toEqual([])
  },
)

test('parameters: chainIds', async () => {
  const { json } = await askForChallenge(offBlocks.open({ chainIds: [1] }), 5)
  expect(json).toMatchObject({ code: 'siwe_chain_not_allowed' })
  expect(await offBlocks.requests()).toEqual([])
})

test('parameters: domain sets the domain that the challenge must name', async () => {
  await offBlocks.knobs({ domain: 'evil.example' })
  const { status, json } = await askForChallenge(offBlocks.open())
  expect([status, json]).toMatchObject([502, { code: 'upstream_invalid_answer' }])
})

test.for([
  ['400', { status: 400, body: {} }, 401, 'signature_rejected'],
  [
    '400 of the request',
    { status: 400, body: 'invalid required signature' },
    502,
    'upstream_key_rejected',
  ],
  ['403', { status: 403, body: {} }, 502, 'upstream_key_rejected'],
  ['404', { status: 404, body: {} }, 404, 'account_not_found'],
  ['409', { status: 409, body: {} }, 401, 'nonce_invalid'],
  ['422', { status: 422, body: {} }, 401, 'signature_rejected'],
  ['429', { status: 429, headers: { 'retry-after': '9' } }, 429, 'upstream_rate_limited'],
  ['500', { status: 500, body: 'upstream words' }, 502, 'upstream_unavailable'],
  [
    'a page with 200',
    { status: 200, body: '<html>upstream words</html>' },
    502,
    'upstream_blocked',
  ],
  [
    'a page with 403',
    { status: 403, body: '<html>upstream words</html>' },
    502,
    'upstream_blocked',
  ],
  ['nothing with 200', { status: 200, body: '' }, 502, 'upstream_invalid_answer'],
  [
    'a redirect',
    { status: 307, headers: { location: 'https://evil.example' } },
    502,
    'upstream_unavailable',
  ],
] as const)('security: the answer %s to a proof is refused', async ([, fault, status, code]) => {
  const { rows, customers } = createTable()
  const browser = offBlocks.open({ customers })
  const { body } = await sign(browser)
  const [id] = rows.values()
  await offBlocks.fault({ path: `/v1/customers/${id}/challenge/sign`, times: 2, ...fault })
  const answer = await browser.post('/siwe/verify', body)
  expect([answer.status, answer.json]).toMatchObject([status, { code }])
  expect(answer.text).not.toContain('upstream words')
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

test('behavior: a refused app token signs out no user', async () => {
  const { rows, customers } = createTable()
  const browser = offBlocks.open({ customers })
  const { body } = await sign(browser)
  await browser.post('/siwe/verify', body)
  const [id] = rows.values()
  await offBlocks.fault({ path: `/v1/customers/${id}`, status: 401, times: 2, body: {} })
  const refused = await browser.get('/upstream/customer')
  expect(refused.json).toMatchObject({ code: 'upstream_key_rejected' })
  expect((await browser.get('/upstream/customer')).status).toBe(200)
})
