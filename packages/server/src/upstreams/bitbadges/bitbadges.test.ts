import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { approve } from './fixtures/conformance.ts'
import { type BitBadgesTokens, bitbadges, verifyOffline } from './index.ts'

let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
let offsetMs = 0
beforeAll(async () => {
  sandbox = await createSandbox().listen()
})
beforeEach(() => {
  offsetMs = 0
  return control('DELETE', '')
})
afterAll(() => sandbox.close())

async function control(method: string, path: string, body?: unknown) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) }
  const answer = await fetch(`${sandbox.url}/_sandbox${path}`, init)
  return answer.status === 204 ? undefined : answer.json()
}
const knobs = (changes: object) => control('POST', '/knobs', { upstream: 'bitbadges', ...changes })

function open(options: Partial<bitbadges.Options> = {}) {
  const standIn = `${sandbox.url}/bitbadges`
  const page = options.dialect === 'legacy' ? 'auth/codegen' : 'siwbb/authorize'
  const upstream = bitbadges({
    clientId: 'demo',
    clientSecret: 'sandbox-client-secret',
    apiKey: 'sandbox-api-key',
    baseUrl: standIn,
    authorizeUrl: `${standIn}/${page}`,
    ...options,
  })
  const auth = createAuth({ upstream, origin, secret, now: () => Date.now() + offsetMs })
  const handler = async (request: Request) => {
    const answer = await auth.handler(request)
    // The callback is a page: the browser of these tests reads JSON.
    const isPage = answer.headers.get('content-type')?.includes('html') ?? false
    const body = isPage ? JSON.stringify({ page: await answer.text() }) : answer.body
    return new Response(answer.status === 204 ? null : body, answer)
  }
  return createBrowser(handler)
}

async function start(browser: ReturnType<typeof open>, body: object = { returnTo: '/home' }) {
  const { json } = await browser.post('/redirect/start', body)
  return String(json['url'])
}

const dialects = ['oauth', 'legacy'] as const

test.for(dialects)('default: %s, there and back', async (dialect) => {
  const browser = open({ dialect })
  const url = await start(browser)
  expect(new URL(url).searchParams.get('state')).toMatch(/^[0-9a-f]{32}$/)
  const back = await approve(url)
  expect(back.href).toMatch(/^https:\/\/app\.example\.com\/api\/auth\/redirect\/callback\?/)
  const answer = await browser.get(`/redirect/callback${back.search}`)
  expect([answer.status, answer.headers.get('location')]).toEqual([303, `${origin}/home`])
  expect((await browser.get('/session')).json).toMatchObject({
    session: { method: 'redirect', upstream: 'bitbadges' },
    methods: ['redirect'],
  })
})

test('default: without a page to return to, the window tells its opener and closes', async () => {
  const browser = open()
  const back = await approve(await start(browser, {}))
  const { status, json, headers } = await browser.get(`/redirect/callback${back.search}`)
  expect(status).toBe(200)
  expect(json['page']).toContain(
    `opener?.postMessage({"type":"kit:redirect","code":null}, "${origin}")`,
  )
  expect(headers.get('content-security-policy')).toMatch(/script-src 'nonce-[0-9a-f]{32}'/)
  expect(json['page']).not.toContain(back.searchParams.get('code'))
})

test.for(dialects)('security: %s, a state of another browser', async (dialect) => {
  const browser = open({ dialect })
  const back = await approve(await start(browser))
  const thief = open({ dialect })
  await start(thief)
  const answer = await thief.get(`/redirect/callback${back.search}`)
  expect(answer.headers.get('location')).toContain('auth_error=redirect_state_invalid')
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
})

test('security: a return works once, and in time', async () => {
  const browser = open()
  const back = await approve(await start(browser))
  const late = open()
  const lateBack = await approve(await start(late))
  expect((await browser.get(`/redirect/callback${back.search}`)).status).toBe(303)
  const again = await browser.get(`/redirect/callback${back.search}`)
  expect(again.json['page']).toContain('redirect_state_invalid')
  offsetMs = 601_000
  expect(
    (await late.get(`/redirect/callback${lateBack.search}`)).headers.get('location'),
  ).toContain('redirect_state_invalid')
})

test('behavior: who declines is told so, and can try again', async () => {
  const browser = open()
  const back = await approve(await start(browser), 'decline')
  const answer = await browser.get(`/redirect/callback${back.search}`)
  expect(answer.headers.get('location')).toBe(`${origin}/home?auth_error=redirect_denied`)
  const next = await approve(await start(browser))
  expect((await browser.get(`/redirect/callback${next.search}`)).headers.get('location')).toBe(
    `${origin}/home`,
  )
})

test.for([
  '//evil.example',
  '/\\evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/\t/evil',
  'evil',
])('security: X-02 "%s" is no page of this app', async (returnTo) => {
  const answer = await open().post('/redirect/start', { returnTo })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
})

test.for(dialects)('security: %s, HTTP 200 that is a failure', async (dialect) => {
  await knobs({ succeeds: false })
  const browser = open({ dialect })
  const back = await approve(await start(browser))
  const answer = await browser.get(`/redirect/callback${back.search}`)
  expect(answer.headers.get('location')).toContain('auth_error=message_refused')
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

test('security: G-15 a blank signature is accepted only where the app says so', async () => {
  await knobs({ reusesSignIn: true })
  const strict = open({ dialect: 'legacy' })
  const page = new URL(await start(strict))
  expect(page.searchParams.has('allowReuseOfBitBadgesSignIn')).toBe(false)
  // Whoever holds the browser can ask for it.
  page.searchParams.set('allowReuseOfBitBadgesSignIn', 'true')
  const back = await approve(page.href)
  expect((await strict.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=signature_rejected',
  )
  const lenient = open({ dialect: 'legacy', allowBlankSignature: true })
  const next = await approve(await start(lenient))
  expect((await lenient.get(`/redirect/callback${next.search}`)).headers.get('location')).toBe(
    `${origin}/home`,
  )
})

test('security: a message that was issued long before this sign-in', async () => {
  await knobs({ verifies: false })
  const browser = open({ dialect: 'legacy' })
  const url = await start(browser)
  await control('POST', '/clock', { offsetMs: -3_600_000 })
  const back = await approve(url)
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=siwe_issued_at',
  )
})

test('security: a message with other parameters than we asked for', async () => {
  await knobs({ verifies: false })
  const browser = open({ dialect: 'legacy' })
  const url = new URL(await start(browser))
  const params = JSON.parse(url.searchParams.get('challengeParams') ?? '{}')
  url.searchParams.set('challengeParams', JSON.stringify({ ...params, nonce: '12345678' }))
  const back = await approve(url.href)
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=message_refused',
  )
})

test('parameters: acceptPresentations decides on what was presented', async () => {
  const presented: unknown[] = []
  const browser = open({
    dialect: 'legacy',
    acceptPresentations: async (all) => {
      presented.push(all)
      return false
    },
  })
  const back = await approve(await start(browser))
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=message_refused',
  )
  expect(presented).toMatchObject([
    { userId: expect.stringMatching(/^bb1/), wellFormedButUntrusted: [] },
  ])
})

test('behavior: signing out revokes the token', async () => {
  const browser = open()
  const back = await approve(await start(browser))
  await browser.get(`/redirect/callback${back.search}`)
  expect((await browser.post('/upstream/api/v0/auth/status', {})).status).toBe(200)
  await browser.send('DELETE', '/session')
  const requests: { path: string }[] = await control('GET', '/requests?upstream=bitbadges')
  expect(requests.at(-1)?.path).toBe('/api/v0/siwbb/token/revoke')
})

test.for([
  [401, []],
  [500, ['upstream_unavailable']],
] as const)(
  'behavior: a revocation answered by %i ends our session, and is told',
  async ([status, codes]) => {
    const events: { code?: string }[] = []
    const onEvent = (event: object) => events.push(event)
    const browser = createBrowser(
      createAuth({ upstream: create(), origin, secret, onEvent }).handler,
    )
    const { json } = await browser.post('/redirect/start', { returnTo: '/home' })
    const back = await approve(
      String(json['url']).replace('https://bitbadges.io', `${sandbox.url}/bitbadges`),
    )
    await browser.get(`/redirect/callback${back.search}`)
    const path = '/api/v0/siwbb/token/revoke'
    await control('POST', '/faults', { upstream: 'bitbadges', path, status, body: '', times: 1 })
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
    expect(events.flatMap(({ code }) => code ?? [])).toEqual(codes)
  },
)

function create(options: Partial<bitbadges.Options> = {}) {
  return bitbadges({
    clientId: 'demo',
    clientSecret: 'sandbox-client-secret',
    apiKey: 'sandbox-api-key',
    baseUrl: `${sandbox.url}/bitbadges`,
    ...options,
  })
}

test('parameters: onTokens, and refresh, which rotates both tokens', async () => {
  const kept: BitBadgesTokens[] = []
  const browser = open({ onTokens: async (tokens) => void kept.push(tokens) })
  const back = await approve(await start(browser))
  expect((await browser.get(`/redirect/callback${back.search}`)).status).toBe(303)
  const first = kept[0]?.refreshToken ?? expect.fail()
  expect(`${first}`).toBe('[redacted]')
  const next = await create().refresh(first)
  expect(next.userId).toBe(kept[0]?.userId)
  expect(next.accessToken.reveal()).not.toBe(kept[0]?.accessToken.reveal())
  expect(next.refreshTokenExpiresAt).toBeGreaterThan(Date.now() + 50 * 86_400_000)
  await expect(create().refresh(first)).rejects.toMatchObject({ code: 'redirect_state_invalid' })
  expect((await create().refresh(next.refreshToken ?? '')).userId).toBe(next.userId)
})

test.for(dialects)(
  'behavior: %s, requests made beforehand are listed by pages',
  async (dialect) => {
    for (let count = 0; count < 5; count += 1) await approve(await start(open({ dialect })))
    const upstream = create({ dialect })
    const seen: unknown[] = []
    let bookmark: string | undefined
    do {
      const page = await upstream.listRequests({ ownerCookie: 'session=sandbox-owner', bookmark })
      expect(page.requests.length).toBeLessThanOrEqual(2)
      seen.push(...page.requests.map(({ code }) => code))
      bookmark = page.bookmark
    } while (bookmark !== undefined)
    expect(new Set(seen).size).toBe(5)
    await expect(upstream.listRequests({ ownerCookie: 'session=mine' })).rejects.toMatchObject({
      code: 'upstream_key_rejected',
    })
  },
)

test('security: well-formed presentations are not trusted by themselves', async () => {
  await knobs({ presentations: [{ issuer: 'mallory', claims: ['adult'] }] })
  const browser = open({
    dialect: 'legacy',
    acceptPresentations: async ({ wellFormedButUntrusted }) =>
      JSON.stringify(wellFormedButUntrusted).includes('"issuer":"the-state"'),
  })
  const back = await approve(await start(browser))
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=message_refused',
  )
})

test('security: an asset that was lent opens one session', async () => {
  const uses = new Map<string, string>()
  const claimAsset = async ({ asset, userId }: { asset: string; userId: string }) => {
    const former = uses.get(asset) ?? userId
    uses.set(asset, former)
    return former === userId
  }
  const requirements = { $and: [{ assets: [{ collectionId: 7, assetIds: ['1'] }] }] }
  const enter = async (index: number) => {
    const browser = open({ dialect: 'legacy', claimAsset })
    const url = new URL(await start(browser))
    const params = JSON.parse(url.searchParams.get('challengeParams') ?? '{}')
    const all = { ...params, assetOwnershipRequirements: requirements }
    url.searchParams.set('challengeParams', JSON.stringify(all))
    const back = await approve(url.href, 'approve', index)
    return (await browser.get(`/redirect/callback${back.search}`)).headers.get('location')
  }
  expect(await enter(0)).toBe(`${origin}/home`)
  expect(await enter(0)).toBe(`${origin}/home`)
  expect(await enter(1)).toContain('auth_error=message_refused')
  expect(uses.size).toBe(1)
})

test('behavior: an account of another chain is known by its canonical address', async () => {
  const browser = open()
  const back = await approve(await start(browser), 'approve', 2)
  expect((await browser.get(`/redirect/callback${back.search}`)).status).toBe(303)
  const { json } = await browser.get('/session')
  expect(json).toMatchObject({ session: { method: 'redirect' } })
  expect(json['session']).not.toHaveProperty('address')
})

test('security: a token that is only the address opens nothing', async () => {
  await knobs({ tokenIsAddress: true })
  const browser = open()
  const back = await approve(await start(browser))
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=upstream_invalid_answer',
  )
})

test('behavior: a blockin message is verified offline, and any other refused', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const now = Date.now()
  const expected = {
    address: account.address,
    domain: 'https://app.example.com',
    statement: 'Sign in.',
    uri: 'https://app.example.com',
    nonce: '0123456789abcdef',
    issuedAt: new Date(now - 1000).toISOString(),
    issuedAtTimeWindowMs: 600_000,
  }
  const message = `https://app.example.com wants you to sign in with your Ethereum account:\n${account.address}\n\nSign in.\n\nURI: https://app.example.com\nVersion: 1\nChain ID: 1\nNonce: 0123456789abcdef\nIssued At: ${expected.issuedAt}`
  const signature = await account.signMessage({ message })
  await verifyOffline({ message, signature }, expected, now)

  const refused = (
    signed: { message?: string; signature?: string },
    changes: Partial<verifyOffline.Expectation> = {},
  ) => verifyOffline({ message, signature, ...signed }, { ...expected, ...changes }, now)
  const other = privateKeyToAccount(generatePrivateKey())
  for (const [attempt, code] of [
    [refused({ signature: '' }), 'signature_rejected'],
    [refused({ signature: await other.signMessage({ message }) }), 'signature_rejected'],
    [refused({ message: `${message}\nResources:\n- https://evil.example` }), 'message_refused'],
    [refused({}, { nonce: 'fedcba9876543210' }), 'message_refused'],
    [refused({}, { domain: 'https://evil.example' }), 'message_refused'],
    [refused({}, { issuedAtTimeWindowMs: 500 }), 'siwe_issued_at'],
    [refused({}, { earliestIssuedAt: now }), 'siwe_issued_at'],
  ] as const)
    await expect(attempt).rejects.toMatchObject({ code })
})

test('security: a blockin message whose time is over is refused offline, though it is well signed', async () => {
  const account = privateKeyToAccount(generatePrivateKey())
  const now = Date.now()
  const refuse = async (expirationDate: string) => {
    const issuedAt = new Date(now - 5000).toISOString()
    const message = `https://app.example.com wants you to sign in with your Ethereum account:\n${account.address}\n\nSign in.\n\nURI: https://app.example.com\nVersion: 1\nChain ID: 1\nNonce: 0123456789abcdef\nIssued At: ${issuedAt}\nExpiration Time: ${expirationDate}`
    const expected = {
      address: account.address,
      domain: 'https://app.example.com',
      statement: 'Sign in.',
      uri: 'https://app.example.com',
      nonce: '0123456789abcdef',
      issuedAt,
      expirationDate,
      issuedAtTimeWindowMs: 600_000,
    }
    const signature = await account.signMessage({ message })
    return verifyOffline({ message, signature }, expected, now)
  }
  await refuse(new Date(now + 1000).toISOString())
  for (const over of [new Date(now).toISOString(), new Date(now - 1000).toISOString(), 'soon'])
    await expect(refuse(over)).rejects.toMatchObject({ code: 'siwe_expired' })
})
