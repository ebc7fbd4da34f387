import { createSandbox } from '@kit/sandbox'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../../fixtures/startBackend.ts'
import { createAuth } from '../../index.ts'
import { bitbadges } from './bitbadges.ts'
import { approve } from './fixtures/conformance.ts'

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
  const back = await approve(await start(strict))
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
  const browser = open({ dialect: 'legacy' })
  const url = await start(browser)
  await control('POST', '/clock', { offsetMs: -3_600_000 })
  const back = await approve(url)
  expect((await browser.get(`/redirect/callback${back.search}`)).headers.get('location')).toContain(
    'auth_error=siwe_issued_at',
  )
})

test('security: a message with other parameters than we asked for', async () => {
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
