import { inspect } from 'node:util'
import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Browser, Conformance, Control } from '../fixtures/Conformance.ts'
import { createBrowser, origin, secret, signChallenge } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import type { Upstream } from './Upstream.ts'

/* What holds for every upstream, against its stand-in over HTTP. A new folder is a new run. */
const folders = Object.entries(
  import.meta.glob<{ conformance: Conformance }>('./*/fixtures/conformance.ts', { eager: true }),
).map(([path, { conformance }]) => [path.split('/')[1] ?? '', conformance] as const)

test('behavior: every folder is held to this suite', () => {
  const adapters = Object.keys(import.meta.glob('./*/index.ts')).map((path) => path.split('/')[1])
  expect(folders.map(([name]) => name)).toEqual(adapters.toSorted())
})

describe.for(folders)('%s', ([name, conformance]) => {
  let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
  let standInUrl: string
  const account = privateKeyToAccount(generatePrivateKey())
  const events: unknown[] = []
  const seen: string[] = []
  const control: Control = async (method, path, body) => {
    const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return answer.status === 204 ? undefined : answer.json()
  }
  beforeAll(async () => {
    sandbox = await createSandbox().listen()
    standInUrl = `${sandbox.url}/${name}`
  })
  beforeEach(async () => {
    await control('DELETE', '')
    await conformance.prepare?.(control, account.address)
  })
  afterAll(() => sandbox.close())

  function open(upstream: Upstream = conformance.create(standInUrl)) {
    const auth = createAuth({
      upstream,
      origin,
      secret,
      trustedProxyHops: 1,
      otp: { resolveUser: async () => undefined, answerQuantumMs: 0 },
      onEvent: (event) => events.push(event),
    })
    return createBrowser(async (request) => {
      const answer = await auth.handler(request)
      seen.push(await answer.clone().text(), inspect([...answer.headers.keys()]))
      return answer
    })
  }

  const hurt = (fault: object) =>
    control('POST', '/faults', {
      upstream: name,
      path: conformance.decidingPath,
      times: 5,
      ...fault,
    })

  function readProfile(browser: Browser) {
    const path = `/upstream${conformance.readPath}`
    return conformance.readMethod === 'POST' ? browser.post(path, {}) : browser.get(path)
  }

  /** Signs in by whatever method there is. */
  async function signIn(browser: Browser) {
    const { methods } = (await browser.get('/session')).json as { methods?: string[] }
    return methods?.includes('siwe') ? signInByWallet(browser) : signInByRedirect(browser)
  }

  async function signInByWallet(browser: Browser, isWrong = false) {
    const challenge = await browser.post('/siwe/challenge', {
      address: account.address,
      chainId: 1,
    })
    if (challenge.status !== 200) return challenge
    const { body } = await signChallenge(challenge.json, { account })
    const signature = isWrong ? `0x${'1b'.repeat(65)}` : body.signature
    return browser.post('/siwe/verify', { ...body, signature })
  }

  async function signInByRedirect(browser: Browser) {
    const { json } = await browser.post('/redirect/start', { returnTo: '/home' })
    const back = await conformance.approve?.(String(json['url']))
    if (back === undefined) throw new Error('fixtures/conformance.ts lacks approve().')
    return browser.get(`/redirect/callback${back.search}`)
  }

  test('behavior: its id is its folder’s name', () => {
    expect(conformance.create(standInUrl).id).toBe(name)
  })

  test('default: signs in, reads, signs out; sign-out twice is no fault', async () => {
    const browser = open()
    const answer = await signIn(browser)
    expect([200, 303], answer.text).toContain(answer.status)
    expect((await browser.get('/session')).json).toMatchObject({ session: { upstream: name } })
    const read = await readProfile(browser)
    expect(read.status, read.text).toBe(200)
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    expect((await readProfile(browser)).status).toBe(401)
  })

  test('security: a wrong signature opens nothing', async () => {
    const browser = open()
    if (conformance.create(standInUrl).siwe === undefined) return expect(name).toBe('bitbadges')
    const answer = await signInByWallet(browser, true)
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie().join()).not.toContain('kit-session=ey')
  })

  test('security: a key that is refused is our fault, not the user’s', async () => {
    const upstream = conformance.createWithWrongKey?.(standInUrl)
    if (upstream === undefined) return expect(['gnosis-pay', 'walt-id']).toContain(name)
    const browser = open(upstream)
    const answer = await signIn(browser)
    expect(answer.status >= 400 || answer.headers.get('location')?.includes('auth_error')).toBe(
      true,
    )
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  })

  test.for([
    ['500', { status: 500, body: { error: 'upstream words' } }],
    ['503 with a page', { status: 503, body: '<html>upstream words</html>' }],
    ['429', { status: 429, body: {}, headers: { 'retry-after': '7' } }],
    ['401', { status: 401, body: { message: 'upstream words' } }],
    ['403', { status: 403, body: { error: 'upstream words' } }],
    ['404', { status: 404, body: {} }],
    ['409', { status: 409, body: {} }],
    ['422', { status: 422, body: {} }],
    ['a page with 200', { status: 200, body: '<!doctype html>upstream words' }],
    ['nothing with 200', { status: 200, body: '' }],
    ['another form', { status: 200, body: { unexpected: 'upstream words' } }],
    ['a redirect', { status: 302, headers: { location: 'https://evil.example/' } }],
    ['an answer that never ends', { status: 200, endless: true }],
    ['an answer that never comes', { delayMs: 3000 }],
  ] as const)('security: %s becomes a typed code, and nobody is signed in', async ([, fault]) => {
    const browser = open()
    await hurt(fault)
    const answer = await signIn(browser)
    const code = answer.json['code'] ?? answer.headers.get('location') ?? answer.text
    expect(String(code)).toMatch(/^[a-z_]+$|auth_error=[a-z_]+/)
    expect(answer.text).not.toContain('upstream words')
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  })

  test('behavior: after a fault trying again works', async () => {
    const browser = open()
    await hurt({ status: 500, times: 1 })
    await signIn(browser)
    const answer = await signIn(browser)
    expect([200, 303], answer.text).toContain(answer.status)
  })

  test('security: no secret in any answer or event', () => {
    const text = seen.join('\n') + inspect(events, { depth: 9 })
    expect(seen.length).toBeGreaterThan(20)
    for (const hidden of conformance.secrets) expect(text).not.toContain(hidden)
  })
})
