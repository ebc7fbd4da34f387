import { once } from 'node:events'
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { origin, startBackend } from '../fixtures/startBackend.ts'
import { untilClosed } from '../fixtures/untilClosed.ts'
import { readUrl } from '../http/readUrl.ts'
import { toNodeListener } from './node.ts'

/* Sends bytes that no browser would send to a real socket, to test Node's parser and the mount. */
const unlimited = { points: 1_000_000, durationSeconds: 60 }
let backend: Awaited<ReturnType<typeof startBackend>>
let port = 0
let cookie = ''
const handled: string[] = []
const server = createServer()

beforeAll(async () => {
  backend = await startBackend({
    upstreamTimeoutMs: 10_000,
    limits: { 'siwe-challenge-per-client': unlimited, 'otp-start-per-client': unlimited },
  })
  const listen = toNodeListener({
    answer: (request, options) => {
      handled.push(`${request.method} ${readUrl(request.url).pathname}`)
      return backend.auth.answer(request, options)
    },
  })
  server.on('request', listen)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  port = typeof address === 'object' && address !== null ? address.port : 0
  const browser = backend.browser()
  expect((await browser.signIn()).status).toBe(200)
  cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
})
beforeEach(() => {
  handled.length = 0
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await backend.close()
})

/**
 * Sends bytes, reads until the server disconnects or `count` answers have arrived, and returns their
 * statuses.
 */
async function talk(bytes: string, count = Number.POSITIVE_INFINITY) {
  const socket = connect(port, '127.0.0.1')
  let text = ''
  const closed = untilClosed(socket)
  const enough = new Promise<void>((resolve) => {
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1')
      if (readStatuses(text).length >= count) resolve()
    })
  })
  socket.write(Buffer.from(bytes, 'latin1'))
  await Promise.race([closed, enough])
  socket.destroy()
  return { statuses: readStatuses(text), text }
}

const readStatuses = (text: string) =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status))

const head = (line: string, ...headers: string[]) =>
  `${[line, 'Host: app.example.com', ...headers].join('\r\n')}\r\n\r\n`
const last = 'Connection: close'
const json = [`Origin: ${origin}`, 'Content-Type: application/json', 'Sec-Fetch-Site: same-origin']
const post = (headers: string[], body: string) =>
  head('POST /api/auth/siwe/challenge HTTP/1.1', ...json, ...headers) + body

test('default: a normal request', async () => {
  const { statuses } = await talk(post([last, 'Content-Length: 2'], '{}'))
  expect([statuses, handled]).toEqual([[200], ['POST /api/auth/siwe/challenge']])
})

/*
 * A second request is hidden in the body of the first. A parser that reads the length differently would handle
 * it.
 */
const hidden = head('DELETE /api/auth/session HTTP/1.1', `Origin: ${origin}`, last)
test.for([
  ['a length and chunks', ['Content-Length: 4', 'Transfer-Encoding: chunked'], '0\r\n\r\n'],
  ['chunks and a length', ['Transfer-Encoding: chunked', 'Content-Length: 4'], '0\r\n\r\n'],
  ['two lengths', ['Content-Length: 0', 'Content-Length: 2'], '{}'],
  ['two equal lengths', ['Content-Length: 2', 'Content-Length: 2'], '{}'],
  ['a list of lengths', ['Content-Length: 2, 2'], '{}'],
  ['a length with a sign', ['Content-Length: +2'], '{}'],
  ['a negative length', ['Content-Length: -1'], '{}'],
  ['a hexadecimal length', ['Content-Length: 0x2'], '{}'],
  ['a length with a space before the colon', ['Content-Length : 2'], '{}'],
  ['a folded header', ['Content-Length:', ' 2'], '{}'],
  ['a folded encoding', ['Transfer-Encoding:', '\tchunked'], '0\r\n\r\n'],
  ['an encoding behind a vertical tab', ['Transfer-Encoding: \x0bchunked'], '0\r\n\r\n'],
  ['an unknown encoding', ['Transfer-Encoding: xchunked'], '0\r\n\r\n'],
  ['chunked, twice', ['Transfer-Encoding: chunked, chunked'], '0\r\n\r\n'],
  ['chunked, and then not', ['Transfer-Encoding: chunked, identity'], '0\r\n\r\n'],
  ['a chunk size that is too large', ['Transfer-Encoding: chunked'], 'ffffffffffffffff1\r\n{}\r\n'],
  ['a chunk size that is not a number', ['Transfer-Encoding: chunked'], 'zz\r\n{}\r\n0\r\n\r\n'],
  ['a chunk size with a sign', ['Transfer-Encoding: chunked'], '+2\r\n{}\r\n0\r\n\r\n'],
  ['a chunk without its end', ['Transfer-Encoding: chunked'], '2\r\n{}0\r\n\r\n'],
  ['a null in a header', ['X-Odd: a\0b', 'Content-Length: 2'], '{}'],
  ['a line feed without a carriage return', ['X-Odd: a\nX-Hidden: b', 'Content-Length: 2'], '{}'],
  ['a carriage return without a line feed', ['X-Odd: a\rX-Hidden: b', 'Content-Length: 2'], '{}'],
] as const)(
  'security: P-19 %s is refused, and no hidden request is handled',
  async ([, headers, body]) => {
    const { statuses } = await talk(post([...headers], body) + hidden)
    expect(statuses[0]).toBe(400)
    expect(handled).not.toContain('DELETE /api/auth/session')
  },
)

test('security: P-19 a request without a host is refused; M-07 so is one with two hosts', async () => {
  const none = await talk('GET /api/auth/session HTTP/1.1\r\nConnection: close\r\n\r\n')
  expect(none.statuses).toEqual([400])
  const body = post([last, 'Host: evil.example', 'Content-Length: 2'], '{}')
  const { statuses, text } = await talk(body)
  expect(statuses).toEqual([200])
  expect(text).toContain('"domain":"app.example.com"')
})

test('behavior: valid chunks, extensions and trailers are accepted', async () => {
  const body = '1;name="a;b"\r\n{\r\n1\r\n}\r\n0\r\nX-Trailer: a\r\n\r\n'
  const { statuses } = await talk(post([last, 'Transfer-Encoding: chunked'], body))
  expect(statuses).toEqual([200])
})

test('behavior: several requests in one packet are answered in order', async () => {
  const first = head('GET /api/auth/nothing HTTP/1.1')
  const second = post(['Content-Length: 2'], '{}')
  const third = head('GET /api/auth/session HTTP/1.1', last)
  const { statuses } = await talk(first + second + third)
  expect(statuses).toEqual([404, 200, 200])
})

test('behavior: Expect: 100-continue is answered, and other expectations are refused', async () => {
  const waiting = post([last, 'Content-Length: 2', 'Expect: 100-continue'], '{}')
  expect((await talk(waiting)).statuses).toEqual([100, 200])
  const odd = post([last, 'Content-Length: 2', 'Expect: a-miracle'], '{}')
  expect((await talk(odd)).statuses[0]).toBe(417)
})

test.for([
  ['GET', 'http://evil.example/api/auth/session', 200],
  ['GET', 'http://app.example.com@evil.example/api/auth/session', 200],
  ['GET', '//evil.example/api/auth/session', 404],
  ['GET', '/api/auth//session', 404],
  ['GET', '//api/auth/session', 404],
  ['GET', '/api/auth/session/', 404],
  ['GET', '/api/auth/%73ession', 404],
  ['GET', '/API/AUTH/SESSION', 404],
  ['GET', '/api/auth/session;a=b', 404],
  ['GET', '/api/auth/session%00', 404],
  ['GET', '/api/auth/../auth/session', 200],
  ['GET', '/api/auth\\session', 404],
  ['GET', '/api/auth/session?a=\\', 200],
  ['GET', 'ftp://app.example.com/api/auth/session', 404],
  ['GET', '/api/auth/session#/nothing', 200],
  ['OPTIONS', '*', 404],
  ['TRACE', '/api/auth/session', 405],
  ['HEAD', '/api/auth/session', 405],
  ['OPTIONS', '/api/auth/session', 405],
  ['PROPFIND', '/api/auth/session', 405],
  ['get', '/api/auth/session', 400],
] as const)('security: P-05 %s %s: %d', async ([method, target, status]) => {
  const { statuses, text } = await talk(head(`${method} ${target} HTTP/1.1`, last))
  expect(statuses).toEqual([status])
  expect(text.toLowerCase()).not.toContain('access-control-allow')
  // The answer does not repeat the request, as TRACE would.
  expect(text).not.toContain('Host: app.example.com')
})

test.for([
  '/api/auth/upstream//user',
  '/api/auth/upstream/user/',
  '/api/auth/upstream/./user//',
  '/api/auth/upstream/%75ser',
  '/api/auth/upstream/user%2f..%2fmerchant',
  '/api/auth/upstream/..%5cmerchant',
  '/api/auth/upstream/http://evil.example/',
  '/api/auth/upstream/@evil.example/user',
])('security: P-04 %s reaches no route', async (target) => {
  const before = (await backend.requests()).length
  const { statuses } = await talk(head(`GET ${target} HTTP/1.1`, `Cookie: ${cookie}`, last))
  expect([400, 404]).toContain(statuses[0])
  expect(await backend.requests()).toHaveLength(before)
})

test('security: C-07 two Cookie headers are read as one list, and two session cookies in it are both ignored', async () => {
  const own = `Cookie: ${cookie}`
  const one = await talk(head('GET /api/auth/upstream/user HTTP/1.1', own, last))
  const two = await talk(
    head('GET /api/auth/upstream/user HTTP/1.1', own, 'Cookie: __Host-kit-session=a', last),
  )
  expect([one.statuses, two.statuses]).toEqual([[200], [401]])
})

test.for([
  ['a space of another kind', '\xa0__Host-kit-session', 401],
  ['an en quad, in UTF-8', '\xe2\x80\x80__Host-kit-session', 401],
  ['a next line', '\x85__Host-kit-session', 401],
  ['other letters', '__host-KIT-session', 401],
  ['no prefix', 'kit-session', 401],
  ['a vertical tab', '\x0b__Host-kit-session', 400],
  ['a null', '__Host-kit-session\0', 400],
] as const)(
  'security: C-08 a cookie whose name differs from ours by %s is ignored',
  async ([, name, status]) => {
    const own = /__Host-kit-session=[^;]*/.exec(cookie)?.[0] ?? ''
    const value = own.slice(own.indexOf('=') + 1)
    const alone = await talk(
      head('GET /api/auth/upstream/user HTTP/1.1', `Cookie: ${name}=${value}`, last),
    )
    expect(alone.statuses).toEqual([status])
    if (status === 400) return
    // The other cookie does not replace the right one either.
    const beside = `Cookie: ${name}=tossed; ${own}`
    const { statuses } = await talk(head('GET /api/auth/upstream/user HTTP/1.1', beside, last))
    expect(statuses).toEqual([200])
  },
)

test('security: F-07 a repeated header is not reduced to one of its values', async () => {
  const twice = (...headers: string[]) =>
    talk(
      `${head('POST /api/auth/siwe/challenge HTTP/1.1', ...headers, last, 'Content-Length: 2')}{}`,
    )
  const type = 'Content-Type: application/json'
  const good = `Origin: ${origin}`
  const answers = [
    await twice(good, 'Origin: https://evil.example', type),
    await twice('Origin: https://evil.example', good, type),
    await twice(good, type, 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Site: same-origin'),
    await twice(good, 'Content-Type: text/plain', type),
  ]
  for (const { statuses } of answers) expect([400, 403, 415]).toContain(statuses[0])
})

test('security: a body on GET, HEAD and DELETE changes nothing and does not become the next request', async () => {
  for (const method of ['GET', 'DELETE']) {
    handled.length = 0
    const line = `${method} /api/auth/session HTTP/1.1`
    const length = `Content-Length: ${hidden.length}`
    const { statuses } = await talk(
      head(line, `Origin: ${origin}`, length) +
        hidden +
        head('GET /api/auth/nothing HTTP/1.1', last),
    )
    expect([statuses.length, statuses.at(-1)]).toEqual([2, 404])
    expect(handled).toEqual([`${method} /api/auth/session`, 'GET /api/auth/nothing'])
  }
})

test('security: P-10 a body that is too large, or refused early, does not become further requests', async () => {
  const large = 'x'.repeat(40_000) + hidden
  const { statuses } = await talk(
    post([`Content-Length: ${large.length}`], large) + head('GET /api/auth/nothing HTTP/1.1', last),
  )
  expect(statuses[0]).toBe(413)
  expect(handled).not.toContain('DELETE /api/auth/session')
  handled.length = 0
  const foreign = head(
    'POST /api/auth/otp/start HTTP/1.1',
    'Origin: https://evil.example',
    `Content-Length: ${hidden.length}`,
  )
  const early = await talk(foreign + hidden + head('GET /api/auth/nothing HTTP/1.1', last))
  expect(early.statuses[0]).toBe(403)
  expect(handled).not.toContain('DELETE /api/auth/session')
})

test('security: H-07 headers larger than 16 KiB are refused with 431', async () => {
  const { statuses } = await talk(
    head('GET /api/auth/session HTTP/1.1', `X-Long: ${'a'.repeat(20_000)}`, last),
  )
  expect(statuses).toEqual([431])
})

test('security: P-11 a body that breaks off is not a server error', async () => {
  const reported: unknown[] = []
  const { error } = console
  console.error = (...values: unknown[]) => reported.push(values)
  const socket = connect(port, '127.0.0.1')
  socket.write(post(['Content-Length: 100'], '{'))
  await expect.poll(() => handled.length).toBe(1)
  const events = backend.events.length
  socket.destroy()
  await expect.poll(() => backend.events.length).toBe(events + 1)
  console.error = error
  expect(backend.events.at(-1)).toMatchObject({ code: 'request_timeout', status: 408 })
  expect(reported).toEqual([])
})

test('security: P-11 headers that arrive byte by byte end at the server’s time limit', async () => {
  const slow = createServer(
    { headersTimeout: 300, connectionsCheckingInterval: 50 },
    toNodeListener(backend.auth),
  )
  await once(slow.listen(0, '127.0.0.1'), 'listening')
  const address = slow.address()
  const socket = connect(typeof address === 'object' && address !== null ? address.port : 0)
  let text = ''
  socket.on('data', (chunk) => {
    text += chunk
  })
  const timer = setInterval(() => socket.write('a'), 20)
  socket.write('GET /api/auth/session HTTP/1.1\r\nX-Slow: ')
  await untilClosed(socket)
  clearInterval(timer)
  expect(text).toContain('408')
  slow.close()
})
