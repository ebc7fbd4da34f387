import { connect } from 'node:net'

/**
 * Sends malformed requests to a running app, and reports those with a dangerous answer: an answer to a hidden
 * second request, a server error, a cookie, or a redirect to another host.
 *
 * @param origin - the app's origin, such as `http://localhost:3000`.
 */
export async function sendProbes(origin: string): Promise<string[]> {
  const { host, port } = new URL(origin)
  const found: string[] = []
  for (const [name, bytes] of Object.entries(createProbes(host, origin))) {
    const text = await talk(Number(port), bytes)
    const statuses = [...text.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map(([, status]) =>
      Number(status),
    )
    const isFault = statuses.some((status) => status >= 500 && status !== 501 && status !== 505)
    if (isFault) found.push(`${name}: answered with ${statuses}`)
    // Only a request that is hidden in another one requests this path.
    if (text.includes('"methods"')) found.push(`${name}: the hidden request was answered`)
    if (/^set-cookie:.*kit-session=[^;\s]/im.test(text))
      found.push(`${name}: a session was granted`)
    if (/^location:.*evil/im.test(text)) found.push(`${name}: leads to another host`)
    if (/^access-control-allow-origin/im.test(text)) found.push(`${name}: other sites may read it`)
    if (/evil\.example/.test(text.split('\r\n\r\n')[0] ?? '')) found.push(`${name}: repeats a host`)
  }
  const after = await fetch(`${origin}/api/auth/session`)
  if (after.status !== 200) found.push(`afterwards the app answers with ${after.status}`)
  return found
}

function createProbes(host: string, origin: string): Record<string, string> {
  const head = (line: string, ...headers: string[]) =>
    `${[line, `Host: ${host}`, ...headers].join('\r\n')}\r\n\r\n`
  const get = (target: string, ...headers: string[]) =>
    head(`GET ${target} HTTP/1.1`, 'Connection: close', ...headers)
  const post = (headers: string[], body: string) =>
    head(
      'POST /api/auth/siwe/challenge HTTP/1.1',
      `Origin: ${origin}`,
      'Content-Type: application/json',
      ...headers,
    ) + body
  const hidden = get('/api/auth/session')

  return {
    'two slashes': get('//evil.example/api/auth/siwe/verify'),
    'dots that lead upwards': get('/api/auth/upstream/../../../api/auth/siwe/verify'),
    'encoded dots': get('/api/auth/upstream/%2e%2e/%2e%2e/etc/passwd'),
    'encoded slashes': get('/api/auth/upstream/user%2f..%2f..%2fmerchant'),
    'a backslash': get('/api/auth/upstream\\..\\merchant'),
    'a null': get('/api/auth/session%00.css'),
    'a broken escape': get('/api/auth/%zz'),
    'bytes beyond ASCII': get('/api/auth/\xff\xfe'),
    'a whole URL': get('http://evil.example/api/auth/siwe/verify'),
    'a URL with another scheme': get('ftp://evil.example/api/auth/siwe/verify'),
    'a user before the host': get('http://a@evil.example/api/auth/siwe/verify'),
    'a URL that is too long': get(`/api/auth/upstream/user?a=${'a'.repeat(12_000)}`),
    'a header that is too long': get('/api/auth/nothing', `X-Long: ${'a'.repeat(100_000)}`),
    'a thousand headers': get(
      '/api/auth/nothing',
      ...Array.from({ length: 1000 }, (_, i) => `X-${i}: a`),
    ),
    'two hosts': get('/api/auth/siwe/verify', 'Host: evil.example'),
    'forwarded hosts': get('/api/auth/siwe/verify', 'X-Forwarded-Host: evil.example'),
    'no host': 'GET /api/auth/siwe/verify HTTP/1.1\r\nConnection: close\r\n\r\n',
    'HTTP/1.0': 'GET /api/auth/nothing HTTP/1.0\r\n\r\n',
    'HTTP/0.9': 'GET /api/auth/nothing\r\n\r\n',
    'HTTP/3.7': 'GET /api/auth/nothing HTTP/3.7\r\n\r\n',
    TRACE: head('TRACE /api/auth/nothing HTTP/1.1', 'Connection: close', 'X-Back: evil.example'),
    'OPTIONS for all': head('OPTIONS * HTTP/1.1', 'Connection: close'),
    'a preflight': head(
      'OPTIONS /api/auth/siwe/verify HTTP/1.1',
      'Connection: close',
      'Origin: https://evil.example',
      'Access-Control-Request-Method: POST',
    ),
    HEAD: head('HEAD /api/auth/session HTTP/1.1', 'Connection: close'),
    CONNECT: head('CONNECT evil.example:443 HTTP/1.1', 'Connection: close'),
    'an upgrade': get(
      '/api/auth/nothing',
      'Upgrade: h2c',
      'HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA',
    ),
    'a web socket': get(
      '/api/auth/nothing',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ),
    'bare line feeds': `GET /api/auth/nothing HTTP/1.1\nHost: ${host}\nConnection: close\n\n`,
    'a line feed in a header': get('/api/auth/nothing', 'X-Odd: a\nX-Hidden: b'),
    'a length and chunks': post(
      ['Content-Length: 4', 'Transfer-Encoding: chunked'],
      `0\r\n\r\n${hidden}`,
    ),
    'invalid chunks': post(['Transfer-Encoding: xchunked'], hidden),
    'two lengths': post(['Content-Length: 0', `Content-Length: ${hidden.length}`], hidden),
    'a length with a plus sign': post(['Content-Length: +0'], hidden),
    'an endless chunk size': post(['Transfer-Encoding: chunked'], `fffffffffffffffff\r\n${hidden}`),
    'a body that is too large': post(
      [`Content-Length: ${40_000 + hidden.length}`, 'Connection: close'],
      'x'.repeat(40_000) + hidden,
    ),
    'a body on GET': get('/api/auth/nothing', `Content-Length: ${hidden.length}`) + hidden,
    'an expectation': post(
      ['Expect: 100-continue', 'Content-Length: 2', 'Connection: close'],
      '[]',
    ),
    'not HTTP at all': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  }
}

/** Reads until the other side closes the connection, or sends nothing for a while. */
async function talk(port: number, bytes: string): Promise<string> {
  const socket = connect(port, 'localhost')
  let text = ''
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1')
  })
  socket.setTimeout(quietMs, () => socket.destroy())
  // An early close is a valid answer here, not an error.
  const closed = new Promise((resolve) => socket.once('close', resolve))
  socket.write(Buffer.from(bytes, 'latin1'))
  await closed
  return text
}

/** Only an incomplete request, which gets no answer, waits this long. */
const quietMs = 1000
