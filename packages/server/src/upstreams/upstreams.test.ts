import { channel } from 'node:diagnostics_channel'
import { inspect } from 'node:util'
import { findRecovery } from '@kit/core'
import { createSandbox } from '@kit/sandbox'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Browser, Conformance, Control } from '../fixtures/Conformance.ts'
import { createBrowser, origin, secret, signChallenge } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import type { Upstream } from './Upstream.ts'

/*
 * Requirements for every upstream, tested with its stand-in over HTTP. A new folder is tested automatically.
 */
const folders = Object.entries(
  import.meta.glob<{ conformance: Conformance }>('./*/fixtures/conformance.ts', { eager: true }),
).map(([path, { conformance }]) => [path.split('/')[1] ?? '', conformance] as const)

test('behavior: every folder has a conformance fixture', () => {
  const adapters = Object.keys(import.meta.glob('./*/index.ts')).map((path) => path.split('/')[1])
  expect(folders.map(([name]) => name)).toEqual(adapters.toSorted())
})

describe.for(folders)('%s', ([name, conformance]) => {
  /** The upstream runs inside this server, so there is no network that could fail. */
  const isLocal = conformance.decidingPath === undefined
  let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
  let standInUrl: string
  const account = privateKeyToAccount(generatePrivateKey())
  const events: unknown[] = []
  const seen: string[] = []
  const called = new Set<string>()
  // Node's diagnostics channel reports every request that `fetch` sends.
  const note = (message: unknown) => {
    const { request } = message as { request: { origin: string; path: string } }
    called.add(`${request.origin}${request.path}`)
  }
  let offsetMs = 0
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
    channel('undici:request:create').subscribe(note)
  })
  beforeEach(reset)
  afterAll(() => {
    channel('undici:request:create').unsubscribe(note)
    return sandbox.close()
  })

  async function reset() {
    offsetMs = 0
    await control('DELETE', '')
    await conformance.prepare?.(control, account.address)
  }

  const create = (timeoutMs?: number) => conformance.create(standInUrl, sandbox.smtpUrl, timeoutMs)

  function open(upstream: Upstream = create()) {
    const auth = createAuth({
      upstream,
      origin,
      secret,
      trustedProxyHops: 1,
      now: () => Date.now() + offsetMs,
      otp: { resolveUser: findUser, answerQuantumMs: 0 },
      onEvent: (event) => events.push(event),
    })
    return createBrowser(async (request) => {
      const answer = await auth.handler(request)
      seen.push(await answer.clone().text(), inspect([...answer.headers.keys()]))
      return answer
    })
  }

  const readUsers = async () =>
    (await control('GET', `/users?upstream=${name}`)) as { email: string; user_uuid: string }[]
  const findUser = async (email: string) =>
    (await readUsers()).find((user) => user.email === email)?.user_uuid

  const hurt = (fault: object) =>
    control('POST', '/faults', {
      upstream: name,
      path: conformance.decidingPath,
      times: 5,
      ...fault,
    })

  function readProfile(browser: Browser) {
    if (conformance.readPath === undefined) return undefined
    const path = `/upstream${conformance.readPath}`
    return conformance.readMethod === 'POST' ? browser.post(path, {}) : browser.get(path)
  }

  test('behavior: prefetching a challenge without an account is never an error', async () => {
    const browser = open()
    const { methods } = (await browser.get('/session')).json as { methods?: string[] }
    if (methods?.includes('siwe') !== true) return
    const prefetch = { headers: { 'kit-prefetch': '1' } }
    const prefetched = await browser.post('/siwe/challenge', {}, prefetch)
    const plain = await browser.post('/siwe/challenge', {})
    expect([prefetched.status, plain.status]).toEqual(
      plain.status === 200 ? [200, 200] : [204, 400],
    )
    // Other errors stay errors.
    const wrong = await browser.post('/siwe/challenge', { chainId: 0 }, prefetch)
    expect([wrong.status, wrong.json]).toMatchObject([400, { code: 'invalid_request' }])
  })

  /** Signs in with the first method that the upstream offers. */
  async function signIn(browser: Browser, isWrong = false) {
    const finish = await prepareSignIn(browser, isWrong)
    return 'finish' in finish ? finish.finish() : finish
  }

  /** Runs all steps of a sign-in except the last one. If a step fails, returns its answer. */
  async function prepareSignIn(browser: Browser, isWrong = false) {
    const { methods } = (await browser.get('/session')).json as { methods?: string[] }
    if (methods?.includes('siwe') !== true) return prepareRedirect(browser)
    const challenge = await browser.post('/siwe/challenge', {
      address: account.address,
      chainId: 1,
    })
    if (challenge.status !== 200) return challenge
    const { body } = await signChallenge(challenge.json, { account })
    const signature = isWrong ? `0x${'1b'.repeat(65)}` : body.signature
    return { finish: (by = browser) => by.post('/siwe/verify', { ...body, signature }) }
  }

  async function prepareRedirect(browser: Browser) {
    const { json } = await browser.post('/redirect/start', { returnTo: '/home' })
    const back = await conformance.approve?.(String(json['url']))
    if (back === undefined) throw new Error('fixtures/conformance.ts lacks approve().')
    return { finish: (by = browser) => by.get(`/redirect/callback${back.search}`) }
  }

  async function signInByCode(browser: Browser) {
    const [user] = await readUsers()
    const identifier = user?.email ?? 'ada@example.com'
    await browser.post('/otp/start', { identifier })
    // An email may be sent after the answer.
    const code = await vi.waitUntil(
      async () => {
        const mails = (await control('GET', `/inbox?to=${identifier}`)) as { code: string }[]
        return mails[0]?.code
      },
      { timeout: 10_000 },
    )
    return browser.post('/otp/verify', { code })
  }

  /** Returns the code of a refusal and checks that it is in the closed list. */
  function readCode(answer: Awaited<ReturnType<typeof signIn>>): string {
    const location = answer.headers.get('location') ?? ''
    const [, named] = /(?:auth_error=|"code":")([a-z_]+)/.exec(location + answer.text) ?? []
    const code = String(answer.json['code'] ?? named)
    expect(findRecovery(code), `${answer.status} ${location} ${answer.text}`).toBeDefined()
    return code
  }

  test('behavior: an upstream’s id is the name of its folder', () => {
    expect(create().id).toBe(name)
  })

  test('default: a user signs in, reads and signs out, and can sign out twice', async () => {
    const browser = open()
    const answer = await signIn(browser)
    expect([200, 303], answer.text).toContain(answer.status)
    expect((await browser.get('/session')).json).toMatchObject({ session: { upstream: name } })
    const read = await readProfile(browser)
    if (read !== undefined) expect(read.status, read.text).toBe(200)
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    expect((await browser.send('DELETE', '/session')).status).toBe(204)
    if (read !== undefined) expect((await readProfile(browser))?.status).toBe(401)
  })

  test('default: each offered method signs in', async () => {
    const { methods } = (await open().get('/session')).json as { methods?: string[] }
    const { siwe, otp, redirect } = create()
    const offered = Object.entries({ siwe, 'email-otp': otp, redirect }).filter(
      ([, method]) => method,
    )
    expect(methods?.toSorted()).toEqual(offered.map(([method]) => method).toSorted())
    for (const method of methods ?? []) {
      const browser = open()
      const answer = await (method === 'email-otp' ? signInByCode(browser) : signIn(browser))
      expect([200, 303], `${method}: ${answer.text}`).toContain(answer.status)
      expect((await browser.get('/session')).json).toMatchObject({ session: { upstream: name } })
    }
  })

  test('security: a signed message works only once, here or in another browser', async () => {
    const browser = open()
    const prepared = await prepareSignIn(browser)
    if (!('finish' in prepared)) throw new Error(prepared.text)
    await prepared.finish()
    await browser.send('DELETE', '/session')
    const other = open()
    for (const who of [browser, other]) {
      readCode(await prepared.finish(who))
      expect((await who.get('/session')).json).toMatchObject({ session: null })
    }
  })

  test('security: an expired sign-in is refused, by this server’s clock or the upstream’s', async () => {
    const clocks = isLocal ? ['ours'] : ['ours', 'the upstream’s']
    for (const whose of clocks) {
      await reset()
      const browser = open()
      const prepared = await prepareSignIn(browser)
      if (!('finish' in prepared)) throw new Error(prepared.text)
      if (whose === 'ours') offsetMs = dayMs
      else await control('POST', '/clock', { offsetMs: dayMs })
      readCode(await prepared.finish())
      offsetMs = 0
      expect((await browser.get('/session')).json, whose).toMatchObject({ session: null })
    }
  })

  test('security: a wrong signature does not sign in', async () => {
    const browser = open()
    if (create().siwe === undefined) return expect(name).toBe('bitbadges')
    const answer = await signIn(browser, true)
    expect(answer.status).toBe(401)
    expect(answer.headers.getSetCookie().join()).not.toContain('kit-session=ey')
  })

  test('security: a refused key is reported as the app’s fault, not the user’s', async () => {
    const upstream = conformance.createWithWrongKey?.(standInUrl)
    if (upstream === undefined)
      return expect(['gnosis-pay', 'walt-id', 'self-hosted']).toContain(name)
    const browser = open(upstream)
    const answer = await signIn(browser)
    expect(readCode(answer)).toBe(conformance.wrongKeyCode ?? 'upstream_key_rejected')
    expect((await browser.get('/session')).json).toMatchObject({ session: null })
  })

  test.for([
    ['500', { status: 500, body: { error: 'upstream words' } }, 'upstream_unavailable'],
    [
      '503 with a page',
      { status: 503, body: '<html>upstream words</html>' },
      'upstream_unavailable',
    ],
    ['429', { status: 429, body: {}, headers: { 'retry-after': '7' } }, 'upstream_rate_limited'],
    ['401', { status: 401, body: { message: 'upstream words' } }],
    ['403', { status: 403, body: { error: 'upstream words' } }],
    ['404', { status: 404, body: {} }],
    ['409', { status: 409, body: {} }],
    ['422', { status: 422, body: {} }],
    ['a page with 200', { status: 200, body: '<!doctype html>upstream words' }, 'upstream_blocked'],
    ['nothing with 200', { status: 200, body: '' }, 'upstream_invalid_answer'],
    [
      'another form',
      { status: 200, body: { unexpected: 'upstream words' } },
      'upstream_invalid_answer',
    ],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://evil.example/' } },
      'upstream_unavailable',
    ],
    ['an answer that never ends', { status: 200, endless: true }, 'upstream_timeout'],
    ['an answer that never comes', { delayMs: 60_000 }, 'upstream_timeout'],
  ] as const)(
    'security: %s becomes an error with a code, and nobody is signed in',
    { skip: isLocal },
    async ([, fault, code]) => {
      // The calls before the failing one need more time on a busy machine.
      const browser = open(code === 'upstream_timeout' ? create(2000) : create())
      await hurt(fault)
      const answer = await signIn(browser)
      // What a 4xx means depends on the upstream. A broken answer means the same for every upstream.
      expect(readCode(answer)).toEqual(code ?? expect.any(String))
      expect(answer.text).not.toContain('upstream words')
      expect((await browser.get('/session')).json).toMatchObject({ session: null })
    },
  )

  test('behavior: after a failure, trying again works', { skip: isLocal }, async () => {
    const browser = open()
    await hurt({ status: 500, times: 1 })
    await signIn(browser)
    const answer = await signIn(browser)
    expect([200, 303], answer.text).toContain(answer.status)
  })

  test('security: no URL outside of the base URL is called', () => {
    const outside = [...called].filter((url) => !url.startsWith(`${sandbox.url}/_sandbox`))
    if (!isLocal) expect(outside.length).toBeGreaterThan(1)
    for (const url of outside) expect(url).toMatch(new RegExp(`^${standInUrl}/`))
  })

  test('security: no answer or event contains a secret', () => {
    const text = seen.join('\n') + inspect(events, { depth: 9 })
    expect(seen.length).toBeGreaterThan(isLocal ? 10 : 20)
    for (const hidden of conformance.secrets) expect(text).not.toContain(hidden)
  })
})

const dayMs = 24 * 3600 * 1000
