import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'

/* Requests of other sites, and headers that the browser controls. */
let backend: Awaited<ReturnType<typeof startBackend>>
beforeAll(async () => {
  backend = await startBackend()
})
beforeEach(() => backend.control('DELETE', ''))
afterAll(() => backend.close())

const foreign = { headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } }

test.for([
  ['F-02', '/siwe/challenge', {}],
  ['N-14', '/siwe/challenge', {}],
  ['F-02', '/otp/start', { identifier: 'ada@example.com' }],
  ['F-02', '/otp/verify', { code: '123456' }],
] as const)('security: %s %s from another site', async ([, path, body]) => {
  const browser = backend.browser()
  const answer = await browser.post(path, body, foreign)
  expect([answer.status, answer.json]).toMatchObject([403, { code: 'origin_not_allowed' }])
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(await backend.requests()).toEqual([])
})

test.for(['https://evil.example', 'null', 'https://app.example.com.evil.example'])(
  'security: F-10 answers are not shared with %s',
  async (origin) => {
    const browser = backend.browser()
    const headers = { origin, 'access-control-request-method': 'POST' }
    for (const method of ['OPTIONS', 'GET']) {
      const answer = await browser.send(method, '/session', { headers })
      const names = [...answer.headers.keys()]
      expect(names.filter((name) => name.startsWith('access-control-'))).toEqual([])
    }
  },
)

/** Sends headers to the proxy, and returns the headers that the upstream receives. */
async function pass(headers: Record<string, string>) {
  const browser = backend.browser()
  await browser.signIn()
  const answer = await browser.get('/upstream/user', { headers })
  const request = (await backend.requests()).findLast(({ path }) => path === '/user')
  return { answer, names: request?.headers ?? [] }
}

test('security: H-02 an upstream session id that the browser sends is not used', async () => {
  const { answer } = await pass({ 'bakkt-session-id': 'f'.repeat(64) })
  expect(answer.status).toBe(200)
})

test.for([
  ['H-04', 'cookie'],
  ['H-10', 'baggage'],
  ['H-10', 'tracestate'],
  ['H-10', 'x-forwarded-host'],
] as const)('security: %s %s is not passed to the upstream', async ([, name]) => {
  const value = name === 'cookie' ? 'tracking=1' : 'secret=1'
  const { answer, names } = await pass(name === 'cookie' ? {} : { [name]: value })
  expect(answer.status).toBe(200)
  expect(names).not.toContain(name)
})

test.for(['text/html', '*/*;q=0', 'application/xml', ''])(
  'security: H-11 accept "%s" changes nothing',
  async (accept) => {
    const { answer } = await pass({ accept, 'accept-encoding': 'br;q=0, identity;q=0' })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('application/json')
  },
)

test('security: O-28 a code in the URL is not read', async () => {
  const browser = backend.browser()
  await browser.post('/otp/start', { identifier: 'grace@example.com' })
  const code = await backend.codeFor('grace@example.com')
  const answer = await browser.post(`/otp/verify?code=${code}`, {})
  expect([answer.status, answer.json]).toMatchObject([400, { code: 'invalid_request' }])
  expect(answer.text).not.toContain(code)
  expect((await browser.get('/session')).json).toMatchObject({ session: null })
})

test('security: H-08 two users’ idempotency keys never collide, and writes have one', async () => {
  const answers = []
  for (const own of [{}, { 'idempotency-key': 'same' }, { 'idempotency-key': 'same' }]) {
    const browser = backend.browser()
    await browser.signIn()
    answers.push(
      await browser.post('/upstream/user/kyc/applicant/share-token', {}, { headers: own }),
    )
  }
  const requests = (await backend.requests()).filter(({ path }) => path.endsWith('/share-token'))
  expect(requests).toHaveLength(answers.length)
  for (const { headers } of requests) expect(headers).toContain('idempotency-key')
})
