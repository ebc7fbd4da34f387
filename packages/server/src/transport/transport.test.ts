import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type RequestListener, type Server } from 'node:http'
import { connect, createServer as createTcpServer, type Socket } from 'node:net'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { untrustedCertificate } from '../fixtures/untrustedCertificate.ts'
import { createUpstreamFetch } from '../upstreams/createUpstreamFetch.ts'

const servers: Server[] = []
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    server.close()
  }
})

async function serve(listener: RequestListener) {
  const server = createServer(listener)
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return { server, baseUrl: `http://127.0.0.1:${address.port}/base` }
}

const ways: [string, { fetch?: typeof fetch }][] = [
  ['undici', {}],
  ['fetch', { fetch: (url, init) => fetch(url, init) }],
]

describe.for(ways)('%s', ([, way]) => {
  test('default: a request and its answer', async () => {
    let seen: unknown
    const { baseUrl } = await serve((request, response) => {
      const { method, url, headers } = request
      seen = { method, url, agent: headers['user-agent'], encoding: headers['accept-encoding'] }
      response.writeHead(201, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'] })
      request.pipe(response)
    })
    const api = createUpstreamFetch({ baseUrl, ...way })
    const { status, headers, bytes } = await api('/echo?x=1', { method: 'POST', body: '{"a":1}' })
    expect([status, headers.getSetCookie(), new TextDecoder().decode(bytes)]).toEqual([
      201,
      ['a=1', 'b=2'],
      '{"a":1}',
    ])
    expect(seen).toEqual({
      method: 'POST',
      url: '/base/echo?x=1',
      agent: '@kit/server',
      encoding: 'identity',
    })
  })

  test('security: U-13 an answer with a wrong length is refused, and no part of it is read as the next answer', async () => {
    const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n'
    const chunked = 'Transfer-Encoding: chunked\r\n'
    const answers = new Map([
      ['/base/two-lengths', `${head}Content-Length: 2\r\nContent-Length: 7\r\n\r\n{}{"a":1}`],
      ['/base/length-and-chunks', `${head}Content-Length: 2\r\n${chunked}\r\n2\r\n{}\r\n0\r\n\r\n`],
      ['/base/no-chunks', `${head}${chunked}\r\nzz\r\n{}\r\n0\r\n\r\n`],
      ['/base/other-protocol', 'SSH-2.0-OpenSSH\r\n\r\n'],
      ['/base/null', `${head}X-\0: a\r\nContent-Length: 2\r\n\r\n{}`],
      [
        '/base/more',
        `${head}Content-Length: 2\r\n\r\n{}${head}Content-Length: 10\r\n\r\n{"evil":1}`,
      ],
    ])
    const sockets: Socket[] = []
    const server = createTcpServer((socket) => {
      sockets.push(socket)
      socket.on('error', () => {})
      socket.on('data', (data) => {
        const [, path = ''] = String(data).split(' ')
        socket.write(answers.get(path) ?? `${head}Content-Length: 9\r\n\r\n{"own":1}`)
      })
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const baseUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/base`
    const api = createUpstreamFetch({ baseUrl, ...way })
    for (const path of answers.keys()) {
      const asked = api(path.slice('/base'.length), { method: 'POST' })
      if (path === '/base/more') expect(new TextDecoder().decode((await asked).bytes)).toBe('{}')
      else await expect(asked).rejects.toMatchObject({ code: 'upstream_unavailable' })
      const next = await api('/next', { method: 'GET' })
      expect(new TextDecoder().decode(next.bytes)).toBe('{"own":1}')
    }
    for (const socket of sockets) socket.destroy()
    server.close()
  })

  test('behavior: connections are reused', async () => {
    let connections = 0
    const { server, baseUrl } = await serve((_request, response) => response.end('{}'))
    server.on('connection', () => {
      connections += 1
    })
    const api = createUpstreamFetch({ baseUrl, ...way })
    for (let count = 0; count < 5; count += 1) await api('/a', { method: 'GET' })
    // There may be a second connection, if the first was not free yet.
    expect(connections).toBeLessThanOrEqual(2)
  })

  test.for([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ] as const)(
    'behavior: an answer that is compressed without being requested is read: %s',
    async ([encoding, compress]) => {
      const { baseUrl } = await serve((_request, response) => {
        response.writeHead(200, { 'content-encoding': encoding })
        response.end(compress('{"a":1}'))
      })
      const { bytes } = await createUpstreamFetch({ baseUrl, ...way })('/a', { method: 'GET' })
      expect(new TextDecoder().decode(bytes)).toBe('{"a":1}')
    },
  )

  test('security: U-19 an answer that is too large when decompressed is refused, and so is one with a wrong encoding', async () => {
    const { baseUrl } = await serve(({ url }, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' })
      response.end(url === '/base/wrong' ? '{}' : gzipSync(Buffer.alloc(8 * 1024 * 1024, 32)))
    })
    const api = createUpstreamFetch({ baseUrl, ...way })
    await expect(api('/bomb', { method: 'GET' })).rejects.toMatchObject({
      code: 'upstream_invalid_answer',
    })
    await expect(api('/wrong', { method: 'GET' })).rejects.toMatchObject({ status: 502 })
  })

  test.for([
    ['U-04 headers that never come', () => {}],
    [
      'U-05 a body of one byte at a time',
      (_request, response) => {
        const timer = setInterval(() => response.write(' '), 20)
        response.on('close', () => clearInterval(timer))
      },
    ],
  ] as [string, RequestListener][])(
    'security: %s is aborted, and its connection is closed',
    async ([, listener]) => {
      const { server, baseUrl } = await serve(listener)
      const closed = new Promise((resolve) => {
        // The connection is also closed if it was reset.
        server.once('connection', (socket) => socket.once('close', resolve).on('error', () => {}))
      })
      const api = createUpstreamFetch({ baseUrl, timeoutMs: 200, ...way })
      await expect(api('/a', { method: 'GET' })).rejects.toMatchObject({ code: 'upstream_timeout' })
      await closed
    },
  )

  test('security: U-08 redirects are not followed, whatever their status is', async () => {
    const paths: (string | undefined)[] = []
    const { baseUrl } = await serve(({ url }, response) => {
      paths.push(url)
      response.writeHead(Number(url?.slice(-3)), { location: '/base/elsewhere' }).end()
    })
    const api = createUpstreamFetch({ baseUrl, ...way })
    const statuses = [300, 301, 302, 303, 307, 308]
    for (const status of statuses)
      await expect(api(`/${status}`, { method: 'POST', body: '{}' })).rejects.toMatchObject({
        code: 'upstream_unavailable',
      })
    expect(paths).toEqual(statuses.map((status) => `/base/${status}`))
  })

  test('security: U-14 a GET is sent once more if its connection was lost, a POST never', async () => {
    const seen: (string | undefined)[] = []
    const { baseUrl } = await serve((request) => {
      seen.push(request.method)
      request.socket.destroy()
    })
    const api = createUpstreamFetch({ baseUrl, ...way })
    for (const method of ['GET', 'POST'])
      await expect(api('/a', { method })).rejects.toMatchObject({ code: 'upstream_unavailable' })
    expect(seen).toEqual(['GET', 'GET', 'POST'])
  })

  test('security: U-11 a host that refuses connections, or whose name does not resolve, is reported as unavailable', async () => {
    for (const baseUrl of ['http://127.0.0.1:1', 'https://nobody.invalid'])
      await expect(
        createUpstreamFetch({ baseUrl, ...way })('/a', { method: 'GET' }),
      ).rejects.toMatchObject({ code: 'upstream_unavailable' })
  })
})

test('security: U-11 an untrusted certificate is refused, whatever the environment variables are', async () => {
  const { createServer: createTlsServer } = await import('node:https')
  const server = createTlsServer(untrustedCertificate, (_request, response) => response.end('{}'))
  servers.push(server)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0'
  const api = createUpstreamFetch({ baseUrl: `https://localhost:${port}` })
  const answer = api('/a', { method: 'GET' })
  await expect(answer).rejects.toMatchObject({ code: 'upstream_unavailable' })
  delete process.env['NODE_TLS_REJECT_UNAUTHORIZED']
})

test('security: connecting has a separate limit of 3 s within the 10 s of the call', async () => {
  const full = await startFullServer()
  const api = createUpstreamFetch({ baseUrl: `http://127.0.0.1:${full.port}` })
  const startedAt = performance.now()
  await expect(api('/a', { method: 'GET' })).rejects.toMatchObject({ code: 'upstream_timeout' })
  const tookMs = performance.now() - startedAt
  expect(tookMs).toBeGreaterThan(2500)
  expect(tookMs).toBeLessThan(9500)
  full.close()
})

/**
 * Starts a server that listens and is then paused. Once its queue is full, connections are neither accepted nor
 * refused.
 */
async function startFullServer() {
  const script = `const s = require('net').createServer().listen(0, '127.0.0.1', 1, () =>
    console.log(s.address().port))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [text] = await once(child.stdout, 'data')
  const port = Number(text)
  child.kill('SIGSTOP')
  const fillers = Array.from({ length: 4 }, () => connect(port, '127.0.0.1'))
  for (const filler of fillers) filler.on('error', () => {})
  await once(fillers[0] as Socket, 'connect')
  return {
    port,
    close() {
      for (const filler of fillers) filler.destroy()
      child.kill('SIGKILL')
    },
  }
}
