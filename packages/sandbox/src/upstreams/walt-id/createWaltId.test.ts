import { recoverMessageAddress } from 'viem'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { beforeEach, expect, test } from 'vitest'
import { createWaltId } from './createWaltId.ts'

let offsetMs = 0
const standIn = createWaltId({ now: () => Date.now() + offsetMs, send: () => undefined })
const account = privateKeyToAccount(generatePrivateKey())
const root = '/wallet-api/auth'

beforeEach(() => {
  offsetMs = 0
  standIn.reset()
})

const ask = async () => (await standIn.routes.request(`${root}/account/web3/nonce`)).text()
const post = (body: unknown) =>
  standIn.routes.request(`${root}/account/web3/signed`, {
    method: 'POST',
    body: JSON.stringify(body),
  })
const read = (headers: Record<string, string>) =>
  standIn.routes.request(`${root}/user-info`, { headers })

async function sign(changes: object = {}) {
  const challenge = await ask()
  const signed = await account.signMessage({ message: challenge })
  return { challenge, signed, publicKey: account.address, ...changes }
}

test('default: a challenge is a JWT with a nonce, valid for five minutes', async () => {
  const [header = '', payload = ''] = (await ask()).split('.')
  const read = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString())
  expect(read(header)).toEqual({ alg: 'EdDSA' })
  expect(read(payload).nonce).toMatch(/^0x[\da-f]{64}$/)
  expect(read(payload).exp - Date.now() / 1000).toBeGreaterThan(200)
})

test('behavior: POST does not return a challenge', async () => {
  const answer = await standIn.routes.request(`${root}/account/web3/nonce`, { method: 'POST' })
  expect(answer.status).toBe(405)
})

test("behavior: the example in walt.id's documentation does not match any release", async () => {
  const challenge =
    'eyJhbGciOiJFZERTQSJ9.eyJub25jZSI6IjB4YTgzNzI1M2U3ZDdmNjhkMGI5ODM2ZWMzNjlkZWE0MmMyYTFmMDg0ZWU3NDhjYTM0YTc4YTI2OTY4YTJiY2Q1NiIsImV4cCI6MTczNzA2MjE5OX0.DJAb5AgZO-Qgxe7nTkkt7qVWlM_bhQcpM7ZkD9HSqIQ81DAIm-OpOjv0Y56R6lmOVy82sVpHg4g7RUofTzieCg'
  const signature =
    '0x132463eab627a8ba10f0fc87871b48cb193ada7cab01ff68ed3627ab5b7268c64d3fe7172f58634ecb1412ff0084c70611dbe30c0cdc99528e2e06437a4056ae1c'
  const nonce = '0xa837253e7d7f68d0b9836ec369dea42c2a1f084ee748ca34a78a26968a2bcd56'
  const doubled = `\x19Ethereum Signed Message:\n66${nonce}`
  const publicKey = '0xEc57A39EB7E46728c143F8C1a0Eb6d0Fb77c814D'
  expect(await recoverMessageAddress({ message: doubled, signature })).toBe(publicKey)
  expect(await recoverMessageAddress({ message: challenge, signature })).not.toBe(publicKey)
})

test('behavior: a challenge can be reused for the same account until it expires', async () => {
  const body = await sign({ publicKey: account.address.toLowerCase() })
  const ids = []
  for (const _ of [1, 2]) {
    const { token } = await (await post(body)).json()
    ids.push(await (await read({ authorization: `Bearer ${token}` })).text())
  }
  expect(ids[0]).toMatch(/^[\da-f-]{36}$/)
  expect(ids[0]).toBe(ids[1])
})

test.for([
  ['since-0.16', 401, 'Web3AuthException', { publicKey: `0x${'11'.repeat(20)}` }],
  ['since-0.16', 401, 'Web3AuthException', { publicKey: 'nobody' }],
  ['since-0.16', 401, 'InvalidChallengeException', { challenge: 'a.b.c' }],
  ['since-0.16', 400, 'AuthenticationFailureException', { signed: `0x${'00'.repeat(64)}1b` }],
  ['since-0.16', 400, 'BadRequestException', { signed: undefined }],
  ['since-0.16', 500, 'IllegalArgumentException', { signed: `0x${'11'.repeat(64)}01` }],
  ['since-0.16', 500, 'IllegalArgumentException', { signed: `0x${'11'.repeat(90)}` }],
  ['before-0.16', 400, 'AuthenticationFailureException', { publicKey: `0x${'11'.repeat(20)}` }],
  ['before-0.16', 400, 'AuthenticationFailureException', { challenge: 'a.b.c' }],
  ['before-0.16', 500, 'IllegalArgumentException', { signed: '0x11' }],
] as const)('behavior: %s answers %i %s', async ([generation, status, id, changes]) => {
  standIn.turn({ generation })
  const answer = await post(await sign(changes))
  expect(answer.status).toBe(status)
  expect(await answer.json()).toMatchObject({ exception: true, id, code: String(status) })
})

test('behavior: a replica refuses challenges issued by another one', async () => {
  const body = await sign()
  standIn.turn({ replica: 'second' })
  expect((await post(body)).status).toBe(401)
  standIn.turn({ replica: 'first' })
  expect((await post(body)).status).toBe(200)
})

test('behavior: a login with further steps returns neither a token nor a cookie', async () => {
  for (const status of ['CONTINUE_NEXT_STEP', 'CONTINUE_NEXT_FLOW']) {
    standIn.turn({ status })
    const answer = await post(await sign())
    expect(await answer.json()).not.toHaveProperty('token')
    expect(answer.headers.get('set-cookie')).toBeNull()
  }
})

test('behavior: a token is accepted as header, bearer or cookie', async () => {
  const { token } = await (await post(await sign())).json()
  const ways = [
    { 'ktor-authnz-auth': token },
    { authorization: `Bearer ${token}` },
    { cookie: `ktor-authnz-auth=${token}` },
    { cookie: `auth.token=${token}` },
  ]
  for (const headers of ways) expect((await read(headers)).status).toBe(200)
  const answer = await read({ authorization: token })
  expect([answer.status, await answer.text()]).toEqual([401, expect.stringMatching(/^Unauth/)])
})

test.for([
  ['since-0.16', 401, 200],
  ['before-0.16', 200, 401],
] as const)(
  'behavior: %s: validity of a token after sign-out and after it expires',
  async ([generation, ...after]) => {
    standIn.turn({ generation })
    const tokens = []
    for (const _ of [1, 2]) tokens.push((await (await post(await sign())).json()).token)
    const [dropped, kept] = tokens.map((token) => ({ authorization: `Bearer ${token}` }))
    await standIn.routes.request(`${root}/logout`, { method: 'POST', headers: dropped ?? {} })
    expect((await read(dropped ?? {})).status).toBe(after[0])
    offsetMs = 8 * 86_400_000
    expect((await read(kept ?? {})).status).toBe(after[1])
  },
)

test('behavior: web3 paths do not exist when web3 is off', async () => {
  standIn.turn({ enabled: false })
  expect((await post({})).status).toBe(404)
})

test('parameters: an unknown knob is an error', () => {
  expect(() => standIn.turn({ other: 1 })).toThrow('no knob called other')
})
