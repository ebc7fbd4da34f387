import { createSandbox } from '@kit/sandbox'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth, memoryStore } from '../../index.ts'
import { verifySolana } from './chains/solana.ts'
import { approve, showCode } from './fixtures/conformance.ts'
import { type BitBadgesSignIn, type BitBadgesTokens, bitbadges } from './index.ts'

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

/** Returns the URL of the dialect's page at the stand-in. */
function pageOf(dialect: 'oauth' | 'legacy' = 'oauth') {
  const page = dialect === 'legacy' ? 'auth/codegen' : 'siwbb/authorize'
  return { authorizeUrl: `${sandbox.url}/bitbadges/${page}` }
}

function open(options: Partial<bitbadges.Options> = {}) {
  const upstream = create({ ...pageOf(options.dialect), ...options })
  const auth = createAuth({ upstream, origin, secret, now: () => Date.now() + offsetMs })
  const handler = async (request: Request) => {
    const answer = await auth.handler(request)
    // The callback answers with HTML, which the tests' browser does not parse.
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

test.for(dialects)('default: %s, a user approves on the page and is signed in', async (dialect) => {
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

test('default: without returnTo, the window notifies its opener and closes', async () => {
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

test.for(dialects)('security: %s, a state of another browser is refused', async (dialect) => {
  const browser = open({ dialect })
  const back = await approve(await start(browser))
  const thief = open({ dialect })
  await start(thief)
  const answer = await thief.get(`/redirect/callback${back.search}`)
  expect(answer.headers.get('location')).toContain('auth_error=redirect_state_invalid')
  expect((await thief.get('/session')).json).toMatchObject({ session: null })
})

test('security: a callback works once, and only before the sign-in expires', async () => {
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

test('behavior: after declining, the reason is shown and the user can try again', async () => {
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
])('security: X-02 returnTo "%s" is refused', async (returnTo) => {
  const answer = await open().post('/redirect/start', { returnTo })
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
})

test.for(dialects)(
  'security: %s, a 200 whose body reports a failure is refused',
  async (dialect) => {
    await knobs({ succeeds: false })
    const browser = open({ dialect })
    const back = await approve(await start(browser))
    const answer = await browser.get(`/redirect/callback${back.search}`)
    expect(answer.headers.get('location')).toContain('auth_error=message_refused')
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  },
)

test('security: G-15 an empty signature is accepted only if the app allows it', async () => {
  await knobs({ reusesSignIn: true })
  const strict = open({ dialect: 'legacy' })
  const page = new URL(await start(strict))
  expect(page.searchParams.has('allowReuseOfBitBadgesSignIn')).toBe(false)
  // The parameter is in the page's URL, where an attacker could add it.
  page.searchParams.set('allowReuseOfBitBadgesSignIn', 'true')
  const back = await approve(page.href)
  expect((await strict.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=signature_rejected',
  )
  const lenient = open({ dialect: 'legacy', allowReuseOfBitBadgesSignIn: true })
  const next = await approve(await start(lenient))
  expect((await lenient.get(`/redirect/callback${next.search}`)).headers.get('location')).toBe(
    `${origin}/home`,
  )
})

test('security: a message that was issued long before this sign-in is refused', async () => {
  await knobs({ verifies: false })
  const browser = open({ dialect: 'legacy' })
  const url = await start(browser)
  await control('POST', '/clock', { offsetMs: -3_600_000 })
  const back = await approve(url)
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=siwe_issued_at',
  )
})

test('security: a message whose parameters differ from those requested is refused', async () => {
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

test('parameters: acceptPresentations decides about the attached proofs', async () => {
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
  'behavior: the answer %i to a revocation is reported, and the session here still ends',
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

test('parameters: onTokens receives the tokens, and refresh replaces both', async () => {
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
  'behavior: %s, requests approved in advance are listed in pages, without those with a redirect',
  async (dialect) => {
    const upstream = create({ dialect, ...pageOf(dialect) })
    await approve(await start(open({ dialect })))
    const shown: string[] = []
    for (let count = 0; count < 4; count += 1)
      shown.push(await showCode((await upstream.createRequest({ origin })).url))
    const seen: unknown[] = []
    let bookmark: string | undefined
    do {
      const page = await upstream.listRequests({ ownerCookie: 'session=sandbox-owner', bookmark })
      expect(page.requests.length).toBeLessThanOrEqual(2)
      seen.push(...page.requests.map(({ code }) => code))
      bookmark = page.bookmark
    } while (bookmark !== undefined)
    expect(seen).toEqual(shown.toReversed())
    await expect(upstream.listRequests({ ownerCookie: 'session=mine' })).rejects.toMatchObject({
      code: 'upstream_key_rejected',
    })
  },
)

test.for([
  [{ siwbbRequests: [], pagination: { bookmark: 'next', hasMore: true } }],
  [{ siwbbRequests: [{}], pagination: { bookmark: 'here', hasMore: true } }],
  [{ siwbbRequests: [{}], pagination: { bookmark: '', hasMore: true } }],
  [{ siwbbRequests: [{}], pagination: { bookmark: null, hasMore: null } }],
])('behavior: a list ends with the page %o', async ([body]) => {
  const path = '/api/v0/developerApps/siwbbRequests'
  await control('POST', '/faults', { upstream: 'bitbadges', path, status: 200, body, times: 1 })
  const page = await create({}).listRequests({ ownerCookie: 'session=a', bookmark: 'here' })
  expect(page.bookmark).toBeUndefined()
})

test('security: well-formed proofs are not trusted automatically', async () => {
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

test('behavior: an account on another chain is identified by its canonical address', async () => {
  const browser = open()
  const back = await approve(await start(browser), 'approve', 2)
  expect((await browser.get(`/redirect/callback${back.search}`)).status).toBe(303)
  const { json } = await browser.get('/session')
  expect(json).toMatchObject({ session: { method: 'redirect' } })
  expect(json['session']).not.toHaveProperty('address')
})

test('security: an access token that equals the address does not sign in', async () => {
  await knobs({ tokenIsAddress: true })
  const browser = open()
  const back = await approve(await start(browser))
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=upstream_invalid_answer',
  )
})

/** Approves on the page, and returns the answer of the callback. */
async function enter(browser: ReturnType<typeof open>, index = 0) {
  const back = await approve(await start(browser), 'approve', index)
  return (await browser.get(`/redirect/callback${back.search}`)).headers.get('location')
}
const home = `${origin}/home`
const refused = `${origin}/home?auth_error=message_refused`

const ada = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const adaId = 'bb1f39fd6e51aad88f6f4ce6ab8827279cfffb92266'
const bob = '0x70997970C51812dc3A010C7d01b50e0d17dc79C8'
const bobId = 'bb170997970c51812dc3a010c7d01b50e0d17dc79c8'

const badges = {
  assets: [
    {
      chain: 'BitBadges',
      collectionId: 7,
      assetIds: [{ start: 1, end: 100 }],
      ownershipTimes: [],
      mustOwnAmounts: { start: 1, end: 1 },
    },
  ],
  options: { numMatchesForVerification: 1 },
}
const whenever = [{ start: '1', end: '18446744073709551615' }]
const owning = (id: number) => [
  { amount: '1', badgeIds: [{ start: String(id), end: String(id) }], ownershipTimes: whenever },
]

test('parameters: every parameter of the earlier page can be set', async () => {
  const url = new URL(
    await start(
      open({
        dialect: 'legacy',
        name: 'Demo',
        description: 'A demo',
        image: 'https://app.example.com/logo.png',
        statement: 'Come in.',
        resources: ['ticket'],
        expirationDate: () => '2030-01-01T00:00:00.000Z',
        notBefore: '2024-01-01T00:00:00.000Z',
        assetOwnershipRequirements: { $and: [badges, { $or: [badges] }] },
        otherSignIns: ['discord', 'github'],
        expectSecretsPresentations: true,
        expectVerifySuccess: true,
        allowReuseOfBitBadgesSignIn: true,
      }),
    ),
  )
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    clientId: 'demo',
    redirectUri: `${origin}/api/auth/redirect/callback`,
    name: 'Demo',
    description: 'A demo',
    image: 'https://app.example.com/logo.png',
    allowAddressSelect: 'true',
    expectSecretsPresentations: 'true',
    expectVerifySuccess: 'true',
    allowReuseOfBitBadgesSignIn: 'true',
    otherSignIns: '["discord","github"]',
  })
  expect(JSON.parse(url.searchParams.get('challengeParams') ?? '')).toMatchObject({
    address: '',
    statement: 'Come in.',
    resources: ['ticket'],
    expirationDate: '2030-01-01T00:00:00.000Z',
    notBefore: '2024-01-01T00:00:00.000Z',
    assetOwnershipRequirements: {
      $and: [
        { assets: [{ collectionId: '7', assetIds: [{ start: '1', end: '100' }] }] },
        { $or: [{ options: { numMatchesForVerification: '1' } }] },
      ],
    },
  })
})

test('parameters: address is the only account that may sign', async () => {
  const browser = open({ dialect: 'legacy', address: bob })
  const page = await start(browser)
  expect(new URL(page).searchParams.has('allowAddressSelect')).toBe(false)
  await expect(approve(page, 'approve', 0)).rejects.toThrow()
  const back = await approve(page, 'approve', 1)
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toBe(home)
  expect(() => create({ dialect: 'legacy', allowAddressSelect: false })).toThrow('Pass its address')
})

test('default: only the app’s server code receives the envelope’s data', async () => {
  const seen: BitBadgesSignIn[] = []
  const keep = async (signIn: BitBadgesSignIn) => seen.push(signIn) > 0
  const presentations = [{ createdBy: 'bb1issuer', secretMessages: ['adult'], anchors: [] }]
  await knobs({ presentations })
  const browser = open({
    dialect: 'legacy',
    resources: ['ticket'],
    otherSignIns: ['discord'],
    expectSecretsPresentations: true,
    acceptSignIn: keep,
  })
  expect(await enter(browser)).toBe(home)
  expect(seen).toMatchObject([
    {
      userId: adaId,
      address: ada,
      chain: 'Ethereum',
      publicKey: '',
      message: expect.stringContaining('Resources:\n- ticket'),
      signature: expect.stringMatching(/^0x[0-9a-f]{130}$/),
      params: { statement: 'Sign in to app.example.com.', resources: ['ticket'] },
      otherSignIns: { discord: { id: 'discord-1', username: 'ada' } },
      secretsPresentations: presentations,
      verificationResponse: { success: true },
    },
  ])
  const view = await browser.get('/session')
  expect(view.text).not.toContain(seen[0]?.signature)
  expect(view.text).not.toContain('ticket')

  const today = open({ acceptSignIn: keep })
  expect(await enter(today)).toBe(home)
  expect(seen[1]).toMatchObject({ userId: adaId, address: ada, chain: 'Ethereum' })
})

test('security: a sign-in without a required service is refused', async () => {
  await knobs({ hasOtherSignIns: false })
  expect(await enter(open({ dialect: 'legacy', otherSignIns: ['github'] }))).toBe(refused)
})

test('security: malformed proofs are refused, although the envelope does not check them', async () => {
  await knobs({ presentations: [{ createdBy: 'x' }], arePresentationsWellFormed: false })
  expect(await enter(open({ dialect: 'legacy', expectSecretsPresentations: true }))).toBe(refused)
})

test.for(dialects)(
  'security: %s, only accounts on the allowed list and not on the denied list may sign in',
  async (dialect) => {
    const allowed = { dialect, allowedAddresses: [adaId] }
    expect(await enter(open(allowed), 0)).toBe(home)
    expect(await enter(open(allowed), 1)).toBe(refused)
    const denied = { dialect, deniedAddresses: [ada.toLowerCase()] }
    expect(await enter(open(denied), 0)).toBe(refused)
    expect(await enter(open(denied), 1)).toBe(home)
  },
)

test.for(dialects)('security: %s, an address can be limited to one sign-in', async (dialect) => {
  const oneUse = { store: memoryStore({ now: Date.now }), perAddressSeconds: 3600 }
  expect(await enter(open({ dialect, oneUse }), 0)).toBe(home)
  expect(await enter(open({ dialect, oneUse }), 0)).toBe(refused)
  expect(await enter(open({ dialect, oneUse }), 1)).toBe(home)
})

test('security: a badge that is transferred does not open a session for its new owner, but another badge does', async () => {
  const settings = {
    dialect: 'legacy',
    assetOwnershipRequirements: badges,
    oneUse: { store: memoryStore(), perAssetSeconds: 43_200 },
  } as const
  await knobs({ balances: { 7: { [adaId]: owning(42) } } })
  expect(await enter(open(settings), 0)).toBe(home)
  // The same user may sign in with the badge again, but its new owner may not.
  expect(await enter(open(settings), 0)).toBe(home)
  await knobs({ balances: { 7: { [bobId]: owning(42) } } })
  expect(await enter(open(settings), 1)).toBe(refused)
  // Another id that meets the same requirement is a different badge.
  await knobs({ balances: { 7: { [bobId]: owning(43) } } })
  expect(await enter(open(settings), 1)).toBe(home)
  // An account without a badge cannot sign in.
  await knobs({ balances: {} })
  expect(await enter(open(settings), 1)).toBe(refused)
})

test.for(['x', '', '1.5', '-1', 1.5, -1, 1e300, '9'.repeat(100_000), {}, null])(
  'security: a balance of %j is an invalid answer',
  async (amount) => {
    await knobs({ balances: { 7: { [adaId]: owning(42) } } })
    const path = `/api/v0/collection/7/balance/${adaId}`
    const body = { balances: [{ ...owning(42)[0], amount }] }
    await control('POST', '/faults', { upstream: 'bitbadges', path, status: 200, body, times: 1 })
    const oneUse = { store: memoryStore(), perAssetSeconds: 43_200 }
    const settings = { dialect: 'legacy', assetOwnershipRequirements: badges, oneUse } as const
    expect(await enter(open(settings), 0)).toContain('upstream_invalid_answer')
  },
)

test('parameters: claimAsset is called for each badge that is used', async () => {
  const claims: object[] = []
  const $or = [
    { assets: [{ ...badges.assets[0], collectionId: '8' }] },
    { assets: [{ ...badges.assets[0], assetIds: [{ start: 5, end: 6 }] }] },
  ]
  await knobs({ balances: { 7: { [adaId]: [...owning(5), ...owning(6)] } } })
  const browser = open({
    dialect: 'legacy',
    assetOwnershipRequirements: { $or } as never,
    claimAsset: async (claim) => claims.push(claim) > 0,
  })
  expect(await enter(browser)).toBe(home)
  expect(claims).toEqual([
    { asset: 'BitBadges:7:5', userId: adaId },
    { asset: 'BitBadges:7:6', userId: adaId },
  ])
})

test('behavior: if an asset’s balances are unknown, every id must be required', () => {
  const foreign = {
    assets: [{ ...badges.assets[0], chain: 'Ethereum', collectionId: ada, assetIds: ['1', '2'] }],
    options: { numMatchesForVerification: 1 },
  } as never
  const claimAsset = async () => true
  const settings = { dialect: 'legacy', assetOwnershipRequirements: foreign, claimAsset } as const
  expect(() => create(settings)).toThrow('Pass readBalances')
  expect(() => create({ ...settings, readBalances: async () => [] })).not.toThrow()
})

test('security: an account on another chain is refused without a verifier', async () => {
  expect(await enter(open({ dialect: 'legacy' }), 2)).toBe(
    `${origin}/home?auth_error=signature_rejected`,
  )
  const browser = open({ dialect: 'legacy', verifiers: { Solana: verifySolana } })
  expect(await enter(browser, 2)).toBe(home)
  const wrong = open({ dialect: 'legacy', verifiers: { Solana: () => false } })
  expect(await enter(wrong, 2)).toBe(`${origin}/home?auth_error=signature_rejected`)
})

test.for(dialects)('default: %s, a code that the page showed can be exchanged', async (dialect) => {
  const upstream = create({ dialect, ...pageOf(dialect) })
  const { url, expectedChallengeParams } = await upstream.createRequest({ origin })
  expect(new URL(url).searchParams.has('redirect_uri')).toBe(false)
  const code = await showCode(url)
  const options = dialect === 'legacy' ? { expectedChallengeParams } : { issuedAtTimeWindowMs: 0 }
  const signIn = await upstream.exchange({ code, options })
  expect(signIn).toMatchObject({ userId: adaId, address: ada, chain: 'Ethereum' })
  // The code is refused if it is exchanged with a redirect URI.
  const other = await showCode((await upstream.createRequest({ origin })).url)
  const redirectUri = `${origin}/api/auth/redirect/callback`
  const attempt = upstream.exchange({ code: other, redirectUri })
  if (dialect === 'oauth')
    await expect(attempt).rejects.toMatchObject({ code: 'upstream_key_rejected' })
  else expect((await attempt).userId).toBe(adaId)
})

test('security: an exchange checks what the app expects', async () => {
  const upstream = create({ dialect: 'legacy', ...pageOf('legacy') })
  const code = await showCode((await upstream.createRequest({ origin })).url)
  for (const options of [
    { expectedChallengeParams: { nonce: 'not-the-one' } },
    { expectedChallengeParams: { expirationDate: '2030-01-01T00:00:00.000Z' } },
    { earliestIssuedAt: new Date(Date.now() + 60_000).toISOString() },
    { beforeVerification: () => Promise.reject(new Error('No.')) },
  ])
    await expect(upstream.exchange({ code, options })).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:message_refused|siwe_issued_at)$/),
    })
  expect((await upstream.exchange({ code, options: {} })).userId).toBe(adaId)
  const options = { skipAssetVerification: true }
  await expect(create().exchange({ code, options })).rejects.toThrow('of the legacy dialect')
})

test('default: BitBadges verifies a message with each of its options', async () => {
  const upstream = create({ dialect: 'legacy', ...pageOf('legacy') })
  const code = await showCode((await upstream.createRequest({ origin })).url)
  const { message = '', signature = '', params } = await upstream.exchange({ code })
  await upstream.verify({ message, signature })
  const seen: unknown[] = []
  await upstream.verify(
    { message, signature },
    {
      expectedChallengeParams: { nonce: params?.nonce ?? '' },
      beforeVerification: async (all) => void seen.push(all.nonce),
      issuedAtTimeWindowMs: 600_000,
      verificationTimeOverride: Date.now(),
      balancesSnapshot: {},
    },
  )
  expect(seen).toEqual([params?.nonce])
  await upstream.verify({ message, signature: '' }, { skipSignatureVerification: true })
  for (const [signed, options] of [
    [''],
    [signature, { expectedChallengeParams: { nonce: 'other' } }],
    [signature, { beforeVerification: () => Promise.reject(new Error('No.')) }],
  ] as const)
    await expect(upstream.verify({ message, signature: signed }, options)).rejects.toMatchObject({
      code: 'message_refused',
    })
  // A 401 without a verdict means that the key was refused.
  await expect(create({ apiKey: 'wrong' }).verify({ message, signature })).rejects.toMatchObject({
    code: 'upstream_key_rejected',
  })
})

test('security: a required claim is checked with BitBadges, even if it is removed from the page’s URL', async () => {
  const settings = { claimId: 'claim-1', expectVerifySuccess: true }
  const url = new URL(await start(open({ ...settings, hideIfAlreadyClaimed: true })))
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    claimId: 'claim-1',
    expectVerifySuccess: 'true',
    hideIfAlreadyClaimed: 'true',
  })
  await knobs({ claims: { 'claim-1': [ada] } })
  expect(await enter(open(settings), 0)).toBe(home)
  expect(await enter(open(settings), 1)).toBe(refused)
})

test('parameters: issuedAtTimeWindowMs of an exchange; 0 is for codes that are shown in person', async () => {
  const upstream = create(pageOf())
  const code = await showCode((await upstream.createRequest({ origin })).url)
  const late = await showCode((await upstream.createRequest({ origin })).url)
  await control('POST', '/clock', { offsetMs: 7_200_000 })
  await expect(upstream.exchange({ code: late })).rejects.toMatchObject({
    code: 'redirect_state_invalid',
  })
  const options = { issuedAtTimeWindowMs: 0 }
  expect((await upstream.exchange({ code, options })).userId).toBe(adaId)
})

test('parameters: pkce', async () => {
  const browser = open({ pkce: true })
  const url = new URL(await start(browser))
  expect(url.searchParams.get('code_challenge')).toMatch(/^[\w-]{43}$/)
  expect(url.searchParams.get('code_challenge_method')).toBe('S256')
  const back = await approve(url.href)
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toBe(home)
  // A code that was requested with PKCE is useless without the verifier.
  const stolen = await approve(await start(open({ pkce: true })))
  await expect(
    create().exchange({
      code: stolen.searchParams.get('code') ?? '',
      redirectUri: `${origin}/api/auth/redirect/callback`,
    }),
  ).rejects.toMatchObject({ name: 'AuthError' })
})

test('behavior: a token that was revoked elsewhere ends the session, although BitBadges answers 200', async () => {
  const kept: BitBadgesTokens[] = []
  const browser = open({ onTokens: async (tokens) => void kept.push(tokens) })
  expect(await enter(browser)).toBe(home)
  const status = () => browser.post('/upstream/api/v0/auth/status', {})
  expect((await status()).json).toMatchObject({ signedIn: true })
  const token = kept[0]?.accessToken.reveal() ?? ''
  await create().signOut?.({ accessToken: token, refreshToken: null, redirectUri: '' })
  expect([(await status()).status, (await browser.get('/session')).json]).toMatchObject([
    401,
    { session: null },
  ])
  // One revocation ends both tokens, and can be repeated.
  await expect(create().refresh(kept[0]?.refreshToken ?? '')).rejects.toMatchObject({
    code: 'redirect_state_invalid',
  })
  await create().signOut?.({ accessToken: token, refreshToken: null, redirectUri: '' })
})

test('behavior: a renewal replaces both tokens; a used refresh token ends the session', async () => {
  const upstream = create(pageOf())
  const page = new URL(await start(open()))
  page.searchParams.set('redirect_uri', 'https://app.example.com/back')
  const back = await approve(page.href)
  const login = await upstream.redirect?.finish({
    query: back.searchParams,
    callbackUrl: 'https://app.example.com/back',
    codeVerifier: '',
    memo: null,
    startedAt: Date.now(),
  })
  const credential = login?.credential ?? expect.fail()
  const renewed = await upstream.renew?.(credential)
  expect(renewed?.expiresAt).toBeGreaterThan(Date.now() + 86_000_000)
  expect(renewed?.credential).not.toEqual(credential)
  await expect(upstream.renew?.(credential)).rejects.toMatchObject({ code: 'session_expired' })
  // If the app receives the tokens, only the app renews them.
  expect(create({ onTokens: async () => undefined }).renew).toBeUndefined()
})

test('behavior: the stand-in accepts form bodies and Basic authentication, as in BitBadges’ examples', async () => {
  const code = await showCode((await create(pageOf()).createRequest({ origin })).url)
  const answer = await fetch(`${sandbox.url}/bitbadges/api/v0/siwbb/token`, {
    method: 'POST',
    headers: {
      'x-api-key': 'sandbox-api-key',
      authorization: `Basic ${btoa('demo:sandbox-client-secret')}`,
    },
    body: new URLSearchParams({ grant_type: 'authorization_code', code }),
  })
  expect([answer.status, await answer.json()]).toMatchObject([200, { token_type: 'Bearer' }])
})
