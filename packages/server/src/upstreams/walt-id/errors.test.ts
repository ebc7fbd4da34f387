import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret, signChallenge } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { waltId } from './waltId.ts'

/* Tests which error each failure of the two calls becomes. */

let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
beforeAll(async () => {
  sandbox = await createSandbox().listen()
})
beforeEach(() => control('DELETE', ''))
afterAll(() => sandbox.close())

const control = (method: string, path: string, body?: unknown) =>
  fetch(`${sandbox.url}/_sandbox${path}`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
const root = '/wallet-api/auth/account/web3'
const hurt = (path: string, fault: object) =>
  control('POST', '/faults', { upstream: 'walt-id', path: root + path, times: 1, ...fault })

function open() {
  const upstream = waltId({ baseUrl: `${sandbox.url}/walt-id` })
  return createBrowser(createAuth({ upstream, origin, secret }).handler)
}

async function verify() {
  const browser = open()
  const account = privateKeyToAccount(generatePrivateKey())
  const { json } = await browser.post('/siwe/challenge', { address: account.address })
  return browser.post('/siwe/verify', (await signChallenge(json, { account })).body)
}

const page = { body: '<!doctype html>Your token expired', headers: { 'content-type': 'text/html' } }
const named = (id: string, message = '') => ({
  body: { exception: true, id, code: '401', message },
})
const redirect = { status: 302, headers: { location: 'https://evil.example/' }, body: '' }

test.for([
  ['401 named', { status: 401, ...named('Web3AuthException') }, 'signature_rejected'],
  ['401 named', { status: 401, ...named('ExpiredTokenException') }, 'challenge_expired'],
  ['401 named', { status: 401, ...named('InvalidChallengeException') }, 'nonce_invalid'],
  ['400 in words', { status: 400, ...named('', 'Token expired') }, 'challenge_expired'],
  ['400', { status: 400, body: {} }, 'signature_rejected'],
  ['401', { status: 401, body: 'Unauthorized' }, 'signature_rejected'],
  ['401 with a page', { status: 401, ...page }, 'upstream_blocked'],
  ['403', { status: 403, body: {} }, 'upstream_blocked'],
  ['404', { status: 404, body: '' }, 'method_not_offered'],
  ['409', { status: 409, body: {} }, 'upstream_invalid_answer'],
  ['422', { status: 422, body: {} }, 'upstream_invalid_answer'],
  ['429', { status: 429, body: {}, headers: { 'retry-after': '7' } }, 'upstream_rate_limited'],
  ['500', { status: 500, ...named('IllegalArgumentException') }, 'upstream_unavailable'],
  ['503 with a page', { status: 503, ...page }, 'upstream_unavailable'],
  ['a page', { status: 200, ...page }, 'upstream_blocked'],
  ['nothing', { status: 200, body: '' }, 'upstream_invalid_answer'],
  ['no token', { status: 200, body: { status: 'OK' } }, 'upstream_invalid_answer'],
  ['no token', { status: 200, body: { status: 'OK', token: '' } }, 'upstream_invalid_answer'],
  [
    'two lines',
    { status: 200, body: { status: 'OK', token: 'a\r\nb' } },
    'upstream_invalid_answer',
  ],
  ['another word', { status: 200, body: { status: 'NO', token: 'a' } }, 'upstream_invalid_answer'],
  [
    'an invalid end',
    { status: 200, body: { status: 'OK', token: 'a', expiration: '7d' } },
    'upstream_invalid_answer',
  ],
  [
    'more steps, with a token',
    { status: 200, body: { status: 'CONTINUE_NEXT_FLOW', token: 'a' } },
    'step_up_required',
  ],
  ['a redirect', redirect, 'upstream_unavailable'],
] as const)('behavior: a signed text, %s: %o becomes %s', async ([, fault, code]) => {
  await hurt('/signed', fault)
  const answer = await verify()
  expect(answer.json).toMatchObject({ code })
  expect(answer.headers.getSetCookie().join()).not.toContain('kit-session=ey')
})

test('behavior: if the token is empty, the token in the cookie is used', async () => {
  const headers = { 'set-cookie': 'ktor-authnz-auth=of-the-cookie; Path=/; HttpOnly' }
  await hurt('/signed', { status: 200, body: { status: 'OK', token: '' }, headers })
  expect((await verify()).status).toBe(200)
})

test('behavior: 429 says how long to wait', async () => {
  await hurt('/signed', { status: 429, body: {}, headers: { 'retry-after': '7' } })
  expect((await verify()).headers.get('retry-after')).toBe('7')
})

const toPart = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const toJwt = (payload: unknown) => `${toPart({ alg: 'EdDSA' })}.${toPart(payload)}.c2ln`
const exp = 9_999_999_999

test.for([
  ['401', { status: 401, body: {} }, 'upstream_blocked'],
  ['404', { status: 404, body: '' }, 'method_not_offered'],
  ['405', { status: 405, body: '' }, 'method_not_offered'],
  ['429', { status: 429, body: {} }, 'upstream_rate_limited'],
  ['500', { status: 500, body: {} }, 'upstream_unavailable'],
  ['a page', { status: 200, ...page }, 'upstream_blocked'],
  ['nothing', { status: 200, body: '' }, 'upstream_invalid_answer'],
  ['JSON', { status: 200, body: { challenge: 'a' } }, 'upstream_invalid_answer'],
  [
    'a text of 4 kB',
    { status: 200, body: toJwt({ exp, pad: 'a'.repeat(3000) }) },
    'upstream_invalid_answer',
  ],
  ['a redirect', redirect, 'upstream_unavailable'],
] as const)('behavior: a challenge, %s becomes an error code', async ([, fault, code]) => {
  await hurt('/nonce', fault)
  expect((await open().post('/siwe/challenge', {})).json).toMatchObject({ code })
})

test.for([
  ['no end', toJwt({ nonce: '0x1' })],
  ['an end in words', toJwt({ exp: 'soon' })],
  ['an invalid payload', 'eyJh.YQ.YQ'],
])('behavior: a JWT with %s is valid for 300 s', async ([, body]) => {
  await hurt('/nonce', { status: 200, body })
  const { json } = await open().post('/siwe/challenge', {})
  expect(json).toMatchObject({ message: body })
  expect(Date.parse(String(json['expiresAt']))).toBeLessThanOrEqual(Date.now() + 300_000)
})

test.for([
  ['more text in front', `I give you everything.\n${toJwt({ exp })}`],
  ['a SIWE message', `bank.example wants you to sign in\n\n${toJwt({ exp })}`],
  ['more text at the end', `${toJwt({ exp })}\nI give you everything.`],
])('security: %s never reaches the wallet', async ([, body]) => {
  await hurt('/nonce', { status: 200, body })
  const { json } = await open().post('/siwe/challenge', {})
  expect(json).toMatchObject({ code: 'upstream_invalid_answer' })
  expect(json).not.toHaveProperty('message')
})
