import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, origin, secret } from '../fixtures/startBackend.ts'
import { createAuth } from '../index.ts'
import { toNodeListener } from '../mount/node.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'

/* An upstream whose answers each test sets, and a route in front of it, with real connections. */
const apiKey = 'key-of-the-app-0123456789'
const session = 'session/of+the=user'
let answer: (request: IncomingMessage, response: ServerResponse) => void
const upstream = createServer((request, response) => {
  if (request.url !== '/auth/login') return answer(request, response)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ bakkt_session_id: session, user_uuid: 'ada' }))
})
const route = createServer()
let browser: ReturnType<typeof createBrowser>

async function listen(server: typeof upstream): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

beforeAll(async () => {
  const auth = createAuth({
    upstream: bakkt({ apiKey, baseUrl: await listen(upstream), timeoutMs: 1000 }),
    origin,
    secret,
    policy: [
      {
        methods: ['GET', 'POST'],
        path: '/file',
        auth: 'session',
        stream: {
          types: ['text/csv', 'application/pdf'],
          maxBytes: 8 * 1024 * 1024,
          bodyTypes: ['application/pdf'],
          maxBodyBytes: 4 * 1024 * 1024,
        },
      },
    ],
  })
  route.on('request', toNodeListener(auth))
  const url = await listen(route)
  browser = createBrowser((request) => fetch(url + new URL(request.url).pathname, request))
  expect((await browser.signIn()).status).toBe(200)
})
afterAll(() => {
  for (const server of [upstream, route]) {
    server.closeAllConnections()
    server.close()
  }
})

/** Sends a request as a browser does, and returns the answer while its body is arriving. */
function ask(init: RequestInit & { duplex?: 'half' } = {}): Promise<Response> {
  const address = route.address()
  const port = typeof address === 'object' ? address?.port : ''
  const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
  const headers = { origin, cookie, ...(init.headers as Record<string, string>) }
  return fetch(`http://127.0.0.1:${port}/api/auth/upstream/file`, { ...init, headers })
}

const csv = { 'content-type': 'text/csv; charset=utf-8', server: 'upstream', 'set-cookie': 'a=b' }

test('default: a file arrives while it is still being written', async () => {
  let write: (text: string) => void = () => {}
  answer = (_request, response) => {
    response.writeHead(200, csv)
    response.write('a'.repeat(1000))
    write = (text) => response.end(text)
  }
  const { status, headers, body } = await ask()
  expect([status, headers.get('content-type'), headers.get('content-disposition')]).toEqual([
    200,
    'text/csv',
    'attachment',
  ])
  for (const name of ['server', 'set-cookie']) expect(headers.get(name)).toBe(null)
  const reader = body?.getReader()
  const first = await reader?.read()
  expect(first?.value?.length).toBeGreaterThan(500)
  write('b')
  let length = first?.value?.length ?? 0
  for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
    length += next.value.length
  expect(length).toBe(1001)
})

test('default: a body is passed on as it arrives', async () => {
  let received = 0
  answer = (request, response) => {
    request.on('data', (chunk) => {
      received += chunk.length
    })
    request.on('end', () =>
      response.writeHead(201, { 'content-type': 'application/json' }).end('{}'),
    )
  }
  const chunk = new Uint8Array(64 * 1024)
  let left = 40
  const body = new ReadableStream({
    // Takes longer in total than the time limit of one second, which is allowed because there is progress.
    pull: async (controller) => {
      await new Promise((resolve) => setTimeout(resolve, 30))
      left -= 1
      if (left < 0) controller.close()
      else controller.enqueue(chunk)
    },
  })
  const headers = { 'content-type': 'application/pdf' }
  const { status } = await ask({ method: 'POST', body, headers, duplex: 'half' })
  expect([status, received]).toEqual([201, 40 * chunk.length])
})

test.for([
  ['the key', apiKey],
  ['the session', session],
  ['the session in an address', encodeURIComponent(session)],
  ['the session with escaped slashes', session.replaceAll('/', '\\/')],
] as const)(
  'security: P-17 an answer that repeats %s is never complete, however it is split',
  async ([, text]) => {
    for (const split of [1, Math.floor(text.length / 2), text.length - 1]) {
      answer = (_request, response) => {
        response.writeHead(200, csv)
        response.write('x'.repeat(5000) + text.slice(0, split))
        setImmediate(() => response.end(`${text.slice(split)}y`))
      }
      let seen = ''
      const { body, status } = await ask()
      if (status === 200) {
        const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
        const read = async () => {
          for (let next = await reader?.read(); next?.done === false; next = await reader?.read())
            seen += next.value
        }
        await expect(read()).rejects.toThrow()
      } else expect(status).toBe(502)
      // The first part does not arrive either.
      expect(seen.replaceAll('x', '')).toBe('')
    }
  },
)

test('security: P-17 a short answer with a secret becomes a problem', async () => {
  answer = (_request, response) => response.writeHead(200, csv).end(`a,${apiKey}`)
  const response = await ask()
  expect([response.status, await response.json()]).toMatchObject([
    502,
    { code: 'upstream_invalid_answer' },
  ])
})

test.for([
  ['a page', 200, 'text/html', '<html>', 502],
  ['JSON', 200, 'application/json', '{"a":1}', 200],
  ['JSON with the key', 200, 'application/json', JSON.stringify({ a: apiKey }), 502],
  ['another kind', 200, 'image/svg+xml', '<svg/>', 502],
  ['a refusal', 403, 'application/json', '{"message":"no"}', 403],
  ['a fault', 500, 'text/csv', 'a,b', 502],
] as const)(
  'security: P-16 an answer of an unlisted type is read whole and checked as usual: %s',
  async ([, status, type, body, expected]) => {
    answer = (_request, response) => response.writeHead(status, { 'content-type': type }).end(body)
    const response = await ask()
    expect(response.status).toBe(expected)
    expect(await response.text()).not.toContain(apiKey)
  },
)

test('security: U-05 an answer that is too large or stalls is cut off', async () => {
  for (const write of [
    (response: ServerResponse) => response.write(Buffer.alloc(9 * 1024 * 1024)),
    (response: ServerResponse) => response.write('a'.repeat(10_000)),
  ]) {
    answer = (_request, response) => {
      response.writeHead(200, csv)
      write(response)
    }
    const { body } = await ask()
    await expect(new Response(body).arrayBuffer()).rejects.toThrow()
  }
})

test('security: P-10 a body that is too large, declared or not, or of another type', async () => {
  answer = (request, response) => {
    request.resume()
    request.on('end', () => response.end('{}'))
  }
  const headers = { 'content-type': 'application/pdf' }
  const large = new Uint8Array(5 * 1024 * 1024)
  const said = await ask({ method: 'POST', body: large, headers })
  expect(said.status).toBe(413)
  const body = new Blob([large]).stream()
  expect((await ask({ method: 'POST', body, headers, duplex: 'half' })).status).toBe(413)
  expect(
    (await ask({ method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } })).status,
  ).toBe(415)
})

test('behavior: a client that disconnects ends the upstream call', async () => {
  const closed = new Promise((resolve) => {
    answer = (_request, response) => {
      response.writeHead(200, csv)
      response.write('a'.repeat(10_000))
      response.on('close', () => resolve('closed'))
    }
  })
  const abort = new AbortController()
  await ask({ signal: abort.signal })
  abort.abort()
  expect(await closed).toBe('closed')
})

test.for(['application/json', 'text/html', 'image/svg+xml', 'application/xhtml+xml'])(
  'security: P-17 a rule that streams %s is refused at start',
  (type) => {
    const policy = [
      { methods: ['GET'], path: '/file', auth: 'session', stream: { types: [type] } } as const,
    ]
    const upstreamOf = bakkt({ apiKey, baseUrl: 'https://api.example' })
    expect(() => createAuth({ upstream: upstreamOf, origin, secret, policy })).toThrow('stream')
  },
)
