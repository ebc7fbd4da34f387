import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test, vi } from 'vitest'
import { AuthError, createAuthClient } from '../index.ts'

const session = {
  method: 'siwe',
  upstream: 'example',
  subject: 'c3ViamVjdA',
  address: '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266',
  chainId: 1,
  status: 'active',
  authenticatedAt: '2026-11-20T12:00:00.000Z',
  expiresAt: null,
} as const
const proof = {
  message: 'example.com wants you to sign in with your Ethereum account:',
  signature: `0x${'ab'.repeat(65)}`,
  address: session.address,
}

const cleanUps: (() => unknown)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0)) await cleanUp()
})

test('default', async () => {
  const { baseUrl, requests } = await serve((_, response) =>
    answer(response, 200, { session, methods: ['siwe', 'email-otp'] }),
  )
  expect(await createAuthClient({ baseUrl }).getSession()).toEqual({
    session,
    methods: ['siwe', 'email-otp'],
  })
  expect(requests).toEqual([{ line: 'GET /api/auth/session', type: undefined, body: '' }])
})

test('behavior: every call goes to the path in the contract, once', async () => {
  const expiresAt = '2026-11-20T12:10:00.000Z'
  const delivery = {
    codeLength: 6,
    codeAlphabet: 'numeric',
    resendAt: expiresAt,
    expiresAt,
    attemptsLeft: 5,
  }
  const answers: Record<string, [number, unknown?]> = {
    'DELETE /api/auth/session': [204],
    'POST /api/auth/siwe/challenge': [200, { format: 'text', message: 'Sign this.', expiresAt }],
    'POST /api/auth/siwe/verify': [200, { session }],
    'POST /api/auth/otp/start': [202, delivery],
    'POST /api/auth/otp/verify': [200, { session }],
    'POST /api/auth/redirect/start': [200, { url: 'https://upstream.example/login' }],
  }
  const { baseUrl, requests } = await serve(({ method, url }, response) => {
    const [status, body] = answers[`${method} ${url}`] ?? [404]
    answer(response, status, body)
  })
  const client = createAuthClient({ baseUrl })
  expect(await client.signOut()).toBe(undefined)
  expect((await client.createSiweChallenge({ chainId: 100 })).format).toBe('text')
  expect((await client.verifySiwe(proof)).session).toEqual(session)
  expect(await client.startOtp({ identifier: 'ada@example.com' })).toEqual(delivery)
  expect((await client.verifyOtp({ code: '123456' })).session).toEqual(session)
  expect((await client.startRedirect({})).url).toBe('https://upstream.example/login')
  expect(requests).toEqual([
    { line: 'DELETE /api/auth/session', type: undefined, body: '' },
    ...[
      ['siwe/challenge', { chainId: 100 }],
      ['siwe/verify', proof],
      ['otp/start', { identifier: 'ada@example.com' }],
      ['otp/verify', { code: '123456' }],
      ['redirect/start', {}],
    ].map(([path, body]) => ({
      line: `POST /api/auth/${path}`,
      type: 'application/json',
      body: JSON.stringify(body),
    })),
  ])
})

test('behavior: a problem becomes the error with its code and details', async () => {
  const { baseUrl } = await serve((_, response) =>
    answer(response, 401, {
      type: '/errors/otp_invalid',
      title: 'Code not right',
      status: 401,
      code: 'otp_invalid',
      detail: 'Two attempts left.',
      attemptsLeft: 2,
      requestId: 'r-1',
      cause: 'never read',
    }),
  )
  const error = await refusalOf(createAuthClient({ baseUrl }).verifyOtp({ code: '123456' }))
  expect({ ...error, message: error.message, cause: error.cause }).toEqual({
    name: 'AuthError',
    code: 'otp_invalid',
    status: 401,
    recovery: 'retry',
    attemptsLeft: 2,
    requestId: 'r-1',
    message: 'Two attempts left.',
    cause: undefined,
  })
})

const problem = (code: unknown) => ({ type: '/errors/x', title: 'T', status: 400, code })
const later = {
  'retry-after': 'Fri, 20 Nov 2026 12:00:31 GMT',
  date: 'Fri, 20 Nov 2026 12:00:00 GMT',
}

test.for([
  ['a page instead of JSON', 200, '<!doctype html>', {}, 'invalid_answer', undefined],
  ['incomplete JSON', 200, '{"session":', {}, 'invalid_answer', undefined],
  ['nothing', 200, '', {}, 'invalid_answer', undefined],
  ['JSON of another form', 200, { session: 7 }, {}, 'invalid_answer', undefined],
  ['a problem with a success status', 200, problem('otp_invalid'), {}, 'invalid_answer', undefined],
  ['another success', 201, { session }, {}, 'invalid_answer', undefined],
  ['a code of a later version', 400, problem('new_code'), {}, 'invalid_answer', undefined],
  ['a code of an object', 400, problem('constructor'), {}, 'invalid_answer', undefined],
  ['a problem of a later version', 503, problem('new_code'), {}, 'upstream_unavailable', undefined],
  ["a proxy's page", 502, '<h1>Bad gateway</h1>', {}, 'upstream_unavailable', undefined],
  ['a wait in seconds', 503, 'later', { 'retry-after': '7' }, 'upstream_unavailable', 7],
  ["a proxy's limit", 429, '<h1>Slow down</h1>', {}, 'rate_limited', undefined],
  ['a limit in seconds', 429, '', { 'retry-after': '42' }, 'rate_limited', 42],
  ['a limit until a time', 429, '', later, 'rate_limited', 31],
  [
    'a limit until a past time',
    429,
    '',
    { ...later, date: 'Fri, 20 Nov 2026 13:00:00 GMT' },
    'rate_limited',
    0,
  ],
  ['a limit until an invalid time', 429, '', { 'retry-after': '-1' }, 'rate_limited', undefined],
  ['a limit with a new code', 429, problem('new_code'), { 'retry-after': '3' }, 'rate_limited', 3],
  ['a limit with its problem', 429, problem('otp_locked'), { 'retry-after': '9' }, 'otp_locked', 9],
  ['a redirect', 307, '', { location: '/elsewhere' }, 'invalid_answer', undefined],
] as const)(
  'security: K-14 %s is a typed error: %s',
  async ([, status, body, headers, code, seconds]) => {
    const { baseUrl, requests } = await serve((_, response) =>
      answer(response, status, body, headers),
    )
    const error = await refusalOf(createAuthClient({ baseUrl }).verifySiwe(proof))
    expect([error.code, error.retryAfterSeconds]).toEqual([code, seconds])
    expect(JSON.stringify(error.toProblem())).not.toContain('ab'.repeat(65))
    expect(requests).toHaveLength(1)
  },
)

test('behavior: a sign-out is not a success if something other than the backend answered', async () => {
  const { baseUrl } = await serve((_, response) => answer(response, 200, '<!doctype html>'))
  const error = await refusalOf(createAuthClient({ baseUrl }).signOut())
  expect(error.code).toBe('invalid_answer')
})

test.for([
  ['before an answer', (_: IncomingMessage, response: ServerResponse) => response.destroy()],
  [
    'within an answer',
    (_: IncomingMessage, response: ServerResponse) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
      response.write('{', () => response.destroy())
    },
  ],
] as const)(
  'behavior: a connection that ends %s is a network error, not a second POST',
  async ([, handle]) => {
    const { baseUrl, requests } = await serve(handle)
    const error = await refusalOf(createAuthClient({ baseUrl }).verifySiwe(proof))
    expect(error.code).toBe('network_error')
    expect(error.status).toBe(0)
    expect(requests).toHaveLength(1)
  },
)

test('behavior: a refused connection is a network error', async () => {
  const { baseUrl, close } = await serve((_, response) => answer(response, 200, {}))
  await close()
  expect((await refusalOf(createAuthClient({ baseUrl }).getSession())).code).toBe('network_error')
})

const silent = () => {}
const halfAnswered = (_: IncomingMessage, response: ServerResponse) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.write('{"session"')
}

test.for([
  ['no answer', silent],
  ['half an answer', halfAnswered],
] as const)('parameters: timeoutMs ends %s', async ([, handle]) => {
  const { baseUrl, requests } = await serve(handle)
  const error = await refusalOf(createAuthClient({ baseUrl, timeoutMs: 300 }).verifySiwe(proof))
  expect(error.code).toBe('timeout')
  expect(requests).toHaveLength(1)
})

test.for([
  ['no answer', silent],
  ['half an answer', halfAnswered],
] as const)('parameters: signal aborts %s', async ([, handle]) => {
  const { baseUrl, requests } = await serve(handle)
  const controller = new AbortController()
  const call = refusalOf(
    createAuthClient({ baseUrl }).verifySiwe(proof, { signal: controller.signal }),
  )
  await vi.waitFor(() => expect(requests).toHaveLength(1))
  controller.abort()
  expect((await call).code).toBe('aborted')
})

test('parameters: nothing is sent if the signal is already aborted', async () => {
  const { baseUrl, requests } = await serve((_, response) => answer(response, 200, { session }))
  const client = createAuthClient({ baseUrl })
  const signal = AbortSignal.abort()
  expect((await refusalOf(client.verifySiwe(proof, { signal }))).code).toBe('aborted')
  expect((await refusalOf(client.getSession({ signal }))).code).toBe('aborted')
  expect((await refusalOf(client.fetchUpstream('/user', { signal }))).code).toBe('aborted')
  expect(requests).toHaveLength(0)
})

test.for([
  ['a fetch that throws', { fetch: () => raise(new TypeError('no')) }, 'network_error'],
  ['a fetch that rejects with no error', { fetch: () => Promise.reject('no') }, 'network_error'],
  ['a fetch that resolves to nothing', { fetch: async () => undefined as never }, 'network_error'],
  ['an invalid base URL', { baseUrl: 'http://[' }, 'network_error'],
  ['an invalid timeout', { timeoutMs: Number.NaN }, 'internal_error'],
] as const)('security: %s rejects with a typed error', async ([, parameters, code]) => {
  const client = createAuthClient(parameters)
  expect((await refusalOf(client.verifySiwe(proof))).code).toBe(code)
  expect((await refusalOf(client.fetchUpstream('/user'))).code).toBe(code)
})

test('behavior: a function that the browser lacks is not reported as a network error', async () => {
  const { baseUrl, requests } = await serve((_, response) => answer(response, 200, { session }))
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
    throw new TypeError('AbortSignal.timeout is not a function')
  })
  cleanUps.push(() => timeout.mockRestore())
  const error = await refusalOf(createAuthClient({ baseUrl }).verifySiwe(proof))
  expect([error.code, error.cause]).toMatchObject(['internal_error', { name: 'TypeError' }])
  expect(requests).toHaveLength(0)
})

test('security: a body that is not JSON is refused before anything is sent', async () => {
  const { baseUrl, requests } = await serve((_, response) => answer(response, 200, { session }))
  const body = { ...proof, chainId: 1n as never }
  const error = await refusalOf(createAuthClient({ baseUrl }).verifySiwe(body))
  expect(error.code).toBe('invalid_request')
  expect(requests).toHaveLength(0)
})

test('security: redirects are not followed, so a signature is sent only to the backend', async () => {
  const elsewhere = await serve((_, response) => answer(response, 200, { session }))
  const { baseUrl } = await serve((_, response) =>
    answer(response, 307, '', { location: `${elsewhere.baseUrl}/siwe/verify` }),
  )
  await refusalOf(createAuthClient({ baseUrl }).verifySiwe(proof))
  expect(elsewhere.requests).toEqual([])
})

test('behavior: fetchUpstream returns the raw answer, whatever it is', async () => {
  const { baseUrl, requests } = await serve((_, response) => answer(response, 401, 'who?'))
  const response = await createAuthClient({ baseUrl }).fetchUpstream('/user?x=1')
  expect([response.status, await response.text()]).toEqual([401, 'who?'])
  expect(requests[0]?.line).toBe('GET /api/auth/upstream/user?x=1')
})

test("behavior: now follows the backend's clock", async () => {
  const { baseUrl } = await serve((_, response) =>
    answer(
      response,
      200,
      { session: null, methods: [] },
      { date: 'Fri, 20 Nov 2020 12:00:00 GMT' },
    ),
  )
  const client = createAuthClient({ baseUrl })
  expect(Math.abs(client.now() - Date.now())).toBeLessThan(60_000)
  await client.getSession()
  expect(Math.abs(client.now() - Date.parse('2020-11-20T12:00:00Z'))).toBeLessThan(60_000)
})

test('parameters: the global fetch is looked up at each call', async () => {
  const client = createAuthClient()
  vi.stubGlobal('fetch', async (url: string) => {
    expect(url).toBe('/api/auth/session')
    return Response.json({ session: null, methods: ['siwe'] })
  })
  cleanUps.push(() => vi.unstubAllGlobals())
  expect((await client.getSession()).methods).toEqual(['siwe'])
})

type Handle = (request: IncomingMessage, response: ServerResponse) => unknown

test.for([
  '/cards/../../session',
  '/cards/%2e%2E/session',
  '/./user',
  '/cards/..',
  '/cards/.\t./session',
  '/cards\\..\\session',
  '//evil.example/user',
  '/cards//1',
  '/cards/%2F..%2fsession',
  'cards',
  '@evil.example/',
  'https://evil.example/user',
  '',
])('security: fetchUpstream refuses %j before anything is sent', async (path) => {
  const { baseUrl, requests } = await serve((_, response) => answer(response, 204))
  const call = createAuthClient({ baseUrl }).fetchUpstream(path, { method: 'DELETE' })
  expect((await refusalOf(call)).code).toBe('invalid_path')
  expect(requests).toEqual([])
})

test('behavior: fetchUpstream accepts plain paths with any query', async () => {
  const { baseUrl, requests } = await serve((_, response) => answer(response, 200, {}))
  const client = createAuthClient({ baseUrl })
  for (const path of ['/user', '/cards/1/', '/.well-known/x', '/a..b', '/a%20b?next=/../x//y'])
    await client.fetchUpstream(path)
  expect(requests.map(({ line }) => line)).toEqual([
    'GET /api/auth/upstream/user',
    'GET /api/auth/upstream/cards/1/',
    'GET /api/auth/upstream/.well-known/x',
    'GET /api/auth/upstream/a..b',
    'GET /api/auth/upstream/a%20b?next=/../x//y',
  ])
})

test('behavior: unknown methods and statuses of a newer backend do not break this client', async () => {
  const later = { ...session, method: 'passkey', status: 'frozen' }
  const { baseUrl } = await serve((_, response) =>
    answer(response, 200, { session: later, methods: ['siwe', 'passkey'] }),
  )
  const { session: received, methods } = await createAuthClient({ baseUrl }).getSession()
  expect([received?.method, received?.status, methods]).toEqual([
    'passkey',
    'frozen',
    ['siwe', 'passkey'],
  ])
})

async function serve(handle: Handle) {
  const requests: { line: string; type: string | undefined; body: string }[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    requests.push({
      line: `${request.method} ${request.url}`,
      type: request.headers['content-type'],
      body: Buffer.concat(chunks).toString(),
    })
    handle(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const close = () => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  }
  cleanUps.push(close)
  const { port } = server.address() as AddressInfo
  return { baseUrl: `http://127.0.0.1:${port}/api/auth`, requests, close }
}

function answer(
  response: ServerResponse,
  status: number,
  body?: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body))
}

async function refusalOf(call: Promise<unknown>): Promise<AuthError> {
  const error = await call.then(
    () => raise(new Error('It was answered.')),
    (reason: unknown) => reason,
  )
  if (AuthError.is(error)) return error
  throw error
}

function raise(error: Error): never {
  throw error
}
