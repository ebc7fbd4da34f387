import { once } from 'node:events'
import { createServer } from 'node:http'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { hasDuplicateMembers } from '../http/hasDuplicateMembers.ts'
import { toNodeListener } from '../mount/node.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import type { ProxyRule } from '../upstreams/Upstream.ts'
import { matchRule } from './matchRule.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

const start = async (options: Parameters<typeof startBackend>[0] = {}) => {
  const backend = await startBackend(options)
  closing.push(backend.close)
  return backend
}

test.for([
  ['{"a":1,"a":2}', true],
  ['{"a":{"b":1,"\\u0062":2}}', true],
  ['[{"a":1},{"a":2}]', false],
  ['{"a":"a","b":{"a":"{\\"a\\":1}"}}', false],
  ['{"__proto__":{},"__proto__":{}}', true],
] as const)('security: E-22 whether %s repeats a member: %s', ([text, isTwice]) => {
  expect(hasDuplicateMembers(text)).toBe(isTwice)
})

test.for([
  '{"a":{"__proto__":1},"a":1}',
  '{"a":[{"__proto__":{"x":1}}]}',
  '{"amount":1,"amount":9}',
])('security: E-22 %s is refused', async (body) => {
  const backend = await start()
  const browser = backend.browser()
  await browser.signIn()
  const calls = (await backend.requests()).length
  const answer = await browser.send('PATCH', '/upstream/user', { body })
  expect(answer.status).toBeGreaterThanOrEqual(400)
  expect(await backend.requests()).toHaveLength(calls)
})

const rule = (path: string, rest: Partial<ProxyRule> = {}): ProxyRule => ({
  methods: ['POST'],
  path,
  auth: 'session',
  ...rest,
})

test('security: E-33 the stricter of two rules for a call applies, in either order', () => {
  const lax = rule('/cards/:action', { auth: 'api-key', query: ['a', 'b'], omit: ['pan'] })
  const strict = rule('/cards/transfer', { maxAge: 300, query: ['b'] })
  for (const rules of [
    [lax, strict],
    [strict, lax],
  ]) {
    const found = matchRule(rules, 'POST', '/cards/transfer', new URLSearchParams('b=1'))
    expect(found.rule).toMatchObject({ path: '/cards/transfer', maxAge: 300, auth: 'session' })
    expect(found.rule.omit).toEqual(['pan'])
    expect(() => matchRule(rules, 'POST', '/cards/transfer', new URLSearchParams('a=1'))).toThrow()
  }
})

test.for(['a b', 'a\tb', 'a\u0000b', 'a\r\nb', 'a\u00e9b', ''])(
  'security: E-20 an upstream session id that is %j does not open a session',
  async (id) => {
    const backend = await start()
    const { siwe } = backend.upstream
    if (siwe === undefined) throw new Error('Bakkt signs in by SIWE.')
    const verify: typeof siwe.verify = async (signed) => ({
      ...(await siwe.verify(signed)),
      credential: id,
    })
    const odd = await start({ upstream: { ...backend.upstream, siwe: { ...siwe, verify } } })
    const browser = odd.browser()
    const answer = await browser.signIn()
    expect([answer.status, browser.jar.has('__Host-kit-session')]).toEqual([502, false])
  },
)

/** Starts an upstream whose proxied calls stay open until the test releases them. */
async function startSlowUpstream() {
  const backend = await start()
  const open: { close: () => void }[] = []
  let isSlow = true
  let ended = 0
  const { fetch } = backend.upstream
  if (fetch === undefined) throw new Error('There is nothing to slow down.')
  const slow: typeof fetch = (path, request) => {
    if (path !== '/user' || !isSlow) return fetch(path, request)
    return new Promise((resolve, reject) => {
      request.signal?.addEventListener('abort', () => {
        ended += 1
        reject(new Error('ended'))
      })
      open.push({ close: () => resolve(fetch(path, request)) })
    })
  }
  const slowBackend = await start({ upstream: { ...backend.upstream, fetch: slow } })
  /** Answers the open calls, and later ones immediately. */
  const closeAll = () => {
    isSlow = false
    for (const { close } of open) close()
  }
  return { slowBackend, open, closeAll, ended: () => ended }
}

test('security: E-16 one session’s flood of calls is refused while others sign in', async () => {
  const { slowBackend, open } = await startSlowUpstream()
  const browser = slowBackend.browser()
  await browser.signIn()
  const crowd = Array.from({ length: 600 }, () => browser.get('/upstream/user'))
  await expect.poll(() => open.length).toBe(24)
  expect((await slowBackend.browser().signIn()).status).toBe(200)
  // This server refused the calls, so the upstream must not be reported as down.
  const other = slowBackend.browser()
  await other.signIn()
  const codes = slowBackend.events.map((event) => (event as { code?: string }).code)
  expect([codes.includes('rate_limited'), codes.includes('upstream_unavailable')]).toEqual([
    true,
    false,
  ])
  await browser.get('/upstream/user')
  expect((await slowBackend.auth.health()).upstream).toBe('up')
  for (const { close } of open) close()
  const answers = await Promise.all(crowd)
  const refused = answers.filter(({ status }) => status === 503)
  expect(refused).toHaveLength(576)
  expect(new Set(refused.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['1']))
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(24)
})

test('security: E-16 the sessions of one user count together', async () => {
  const { slowBackend, open } = await startSlowUpstream()
  const account = privateKeyToAccount(generatePrivateKey())
  const sessions = await Promise.all(
    Array.from({ length: 25 }, async () => {
      const browser = slowBackend.browser()
      await browser.signIn({ account })
      return browser
    }),
  )
  const crowd = sessions.flatMap((browser) =>
    Array.from({ length: 24 }, () => browser.get('/upstream/user')),
  )
  await expect.poll(() => open.length).toBe(24)
  const other = slowBackend.browser()
  await other.signIn()
  // Another user's call still gets a place.
  const read = other.get('/upstream/user')
  await expect.poll(() => open.length).toBe(25)
  for (const { close } of open) close()
  expect((await read).status).toBe(200)
  const statuses = (await Promise.all(crowd)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 503)).toHaveLength(576)
})

test('security: E-16 four users who keep open as many reads as they can do not delay a fifth user’s read', async () => {
  const { slowBackend, open, closeAll } = await startSlowUpstream()
  const crowd: Promise<unknown>[] = []
  // A user gets at most 24 of the 96 places, and one more only while more than twice as many are free as the
  // user has.
  for (const places of [24, 24, 16, 11]) {
    const browser = slowBackend.browser()
    await browser.signIn()
    const before = open.length
    for (let count = 0; count < 24; count += 1) crowd.push(browser.get('/upstream/user'))
    await expect.poll(() => open.length).toBe(before + places)
  }
  const other = slowBackend.browser()
  await other.signIn()
  const read = other.get('/upstream/user')
  await expect.poll(() => open.length).toBe(76)
  open.pop()?.close()
  expect((await read).status).toBe(200)
  closeAll()
  await Promise.all(crowd)
})

test('security: E-17 a browser that disconnects ends the upstream call', async () => {
  let isOpen = false
  let isEnded = false
  const upstreamServer = createServer((_request, response) => {
    isOpen = true
    response.once('close', () => {
      isEnded = true
    })
  }).listen(0, '127.0.0.1')
  await once(upstreamServer, 'listening')
  const address = upstreamServer.address()
  const port = typeof address === 'object' ? address?.port : 0
  closing.push(() => {
    upstreamServer.closeAllConnections()
    upstreamServer.close()
  })
  const upstream = bakkt({ apiKey: 'key', baseUrl: `http://127.0.0.1:${port}` })
  const backend = await start({
    upstream,
    trustedProxyHops: 0,
    policy: [{ methods: ['GET'], path: '/open', auth: 'api-key' }],
  })
  const server = createServer(toNodeListener(backend.auth)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closing.push(() => server.close())
  const backendAddress = server.address()
  const url = `http://127.0.0.1:${typeof backendAddress === 'object' ? backendAddress?.port : 0}/api/auth/upstream/open`
  const leaving = new AbortController()
  const call = fetch(url, { signal: leaving.signal }).catch(() => 'left')
  await expect.poll(() => isOpen).toBe(true)
  leaving.abort()
  expect(await call).toBe('left')
  await expect.poll(() => isEnded).toBe(true)
})

test('security: E-14 toPath of a rule receives only the user’s id and credential', async () => {
  const received: unknown[] = []
  const toPath: ProxyRule['toPath'] = (login) => {
    received.push(login)
    return '/user'
  }
  const backend = await start({
    policy: [{ methods: ['GET'], path: '/me', auth: 'session', toPath }],
  })
  const browser = backend.browser()
  await browser.signIn()
  expect((await browser.get('/upstream/me')).status).toBe(200)
  expect(received.map((login) => Object.keys(login as object))).toEqual([['userId', 'credential']])
})

test('security: E-14 onError receives only the id of a request', async () => {
  const seen: unknown[] = []
  const backend = await start({
    otp: {
      answerQuantumMs: 0,
      resolveUser: async () => {
        throw new Error('The database is down.')
      },
    },
    onError: (_error, request) => seen.push(request),
  })
  await backend.browser().post('/otp/start', { identifier: 'ada@example.com' })
  expect(seen).toEqual([{ requestId: expect.any(String) }])
})
