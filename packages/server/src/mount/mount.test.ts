import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { connect, createServer as createHttp2Server } from 'node:http2'
import { createConnection } from 'node:net'
import { inspect } from 'node:util'
import { runConformance } from '@kit/testing/conformance'
import { getRequestListener, serve } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import express from 'express'
import { type Context, Hono } from 'hono'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser, origin, startBackend } from '../fixtures/startBackend.ts'
import { startWorkerd } from '../fixtures/startWorkerd.ts'
import { untilClosed } from '../fixtures/untilClosed.ts'
import { toExpressHandler } from './express.ts'
import { toHonoHandler } from './hono.ts'
import { toNextRoute } from './next.ts'
import { toNodeListener } from './node.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
beforeAll(async () => {
  backend = await startBackend({
    trustedProxyHops: 0,
    limits: { 'siwe-challenge-per-client': { points: 1000, durationSeconds: 60 } },
  })
})
afterAll(() => backend.close())

/** Signs in and out through a server. */
async function signInThrough(url: string) {
  const browser = createBrowser((request) =>
    fetch(new Request(url + new URL(request.url).pathname, request)),
  )
  expect((await browser.signIn()).status).toBe(200)
  expect((await browser.get('/upstream/user')).status).toBe(200)
  expect((await browser.post('/siwe/challenge', { unknown: 1 })).status).toBe(400)
  expect((await browser.send('PUT', '/session')).status).toBe(405)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  expect((await browser.get('/upstream/user')).status).toBe(401)
}

async function listen(listener: RequestListener) {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  return { url: `http://127.0.0.1:${address.port}`, server }
}

test('default: node:http', async () => {
  const { url, server } = await listen(toNodeListener(backend.auth))
  await signInThrough(url)
  server.close()
})

test('security: E-17 a client that disconnects before its request is handled causes no work and no error', async () => {
  let answers = 0
  const listener = toNodeListener({
    answer: (...request) => {
      answers += 1
      return backend.auth.answer(...request)
    },
  })
  let isDone = false
  const { url, server } = await listen((request, response) => {
    // Stands for a middleware that waits for something.
    response.once('close', async () => {
      await listener(request, response)
      isDone = true
    })
    socket.destroy()
  })
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
  socket.on('error', () => {})
  socket.write('GET /api/auth/session HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await expect.poll(() => isDone).toBe(true)
  expect(answers).toBe(0)
  server.close()
})

test('default: node:http through @hono/node-server, for apps that prefer a library', async () => {
  const { url, server } = await listen(
    getRequestListener(
      (request, { incoming }) =>
        backend.auth.handler(request, { clientAddress: incoming.socket.remoteAddress }),
      { overrideGlobalObjects: false },
    ),
  )
  await signInThrough(url)
  server.close()
})

test('default: Express', async () => {
  const app = express()
  app.all('/api/auth/{*path}', toExpressHandler(backend.auth))
  const { url, server } = await listen(app)
  await signInThrough(url)
  server.close()
})

test('behavior: with a body parser in front, Express answers immediately and says what to change', async () => {
  const app = express()
  app.use(express.json())
  app.all('/api/auth/{*path}', toExpressHandler(backend.auth))
  app.use(((error, _request, response, _next) => {
    response.status(500).send(String(error))
  }) satisfies express.ErrorRequestHandler)
  const { url, server } = await listen(app)
  const answer = await fetch(`${url}/api/auth/siwe/challenge`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  })
  expect(answer.status).toBe(500)
  expect(await answer.text()).toContain('Mount the route before any body parser.')
  server.close()
})

test('behavior: with the body parser of another framework in front, the answer also arrives immediately', async () => {
  const reported: unknown[] = []
  const { auth, close } = await startBackend({ onError: (error) => reported.push(error) })
  const { url, server } = await listen(async (request, response) => {
    for await (const _ of request);
    await toNodeListener(auth)(request, response)
  })
  const answer = await fetch(`${url}/api/auth/siwe/challenge`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin },
    body: '{}',
  })
  expect(answer.status).toBe(500)
  expect(inspect(reported)).toContain('Mount the route before any body parser.')
  server.close()
  await close()
})

test('security: an answer that the app has already sent, for example on a timeout, is not overwritten', async () => {
  const { url, server } = await listen(async (request, response) => {
    const listening = toNodeListener(backend.auth)(request, response)
    response.writeHead(503).end()
    // If the listener rejected, the process would end.
    await expect(listening).resolves.toBe(undefined)
  })
  expect((await fetch(`${url}/api/auth/session`)).status).toBe(503)
  server.close()
})

test('default: node:http2, with cookies in several headers and a body without a length', async () => {
  const server = createHttp2Server(toNodeListener(backend.auth))
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  const client = connect(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
  const browser = createBrowser(async (request) => {
    const headers: Record<string, string | string[]> = Object.fromEntries(request.headers)
    const pieces = request.headers.get('cookie')?.split('; ')
    const body = request.body && Buffer.from(await request.arrayBuffer())
    const stream = client.request(
      {
        ...headers,
        ...(pieces && { cookie: pieces }),
        ':method': request.method,
        ':path': new URL(request.url).pathname,
        ':authority': 'evil.example',
      },
      { endStream: body === null },
    )
    if (body !== null) stream.end(body)
    const [answer] = await once(stream, 'response')
    const chunks: Uint8Array[] = await stream.toArray()
    const { ':status': status, ...received } = answer
    const response = new Response(status === 204 ? null : Buffer.concat(chunks), { status })
    for (const [name, value] of Object.entries<string | string[]>(received))
      for (const one of [value].flat()) response.headers.append(name, one)
    return response
  })
  expect((await browser.signIn()).status).toBe(200)
  expect((await browser.get('/upstream/user')).status).toBe(200)
  expect((await browser.post('/siwe/challenge', { address: 'a'.repeat(40_000) })).status).toBe(413)
  expect((await browser.send('DELETE', '/session')).status).toBe(204)
  client.close()
  server.close()
})

test('default: Hono', async () => {
  const app = new Hono()
  app.all(
    '/api/auth/*',
    toHonoHandler(backend.auth, (context: Context) => getConnInfo(context).remote.address),
  )
  const server = serve({ fetch: app.fetch, port: 0, overrideGlobalObjects: false })
  await once(server, 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('No free port was found.')
  await signInThrough(`http://127.0.0.1:${address.port}`)
  server.close()
})

test('default: Next.js calls the handlers by method', async () => {
  const route = toNextRoute(backend.auth)
  const browser = createBrowser((request) => {
    const handle = Object.entries(route).find(([method]) => method === request.method)?.[1]
    return handle?.(request) ?? Promise.resolve(new Response(null, { status: 405 }))
  })
  expect((await browser.signIn()).status).toBe(200)
  expect((await browser.get('/upstream/user')).status).toBe(200)
})

test('default: Workers run the handler directly, and it follows the contract', async () => {
  const users: { email: string; user_uuid: string }[] = await backend.control('GET', '/users')
  const ada = users.find(({ email }) => email === 'ada@example.com')?.user_uuid ?? ''
  const { url, close } = await startWorkerd({ SANDBOX_URL: backend.url, ADA: ada })
  const knownEmail = 'ada@example.com'
  const { results } = await runConformance(`${url}/api/auth`, { origin, knownEmail })
  expect(results.filter(({ verdict }) => verdict === 'fail')).toEqual([])
  expect(results.length).toBeGreaterThan(30)
  await close()
})

test('security: P-19 a request with two lengths is refused, and no part of it is passed on', async () => {
  const { url, server } = await listen(toNodeListener(backend.auth))
  const calls = (await backend.requests()).length
  const socket = createConnection(Number(new URL(url).port), '127.0.0.1')
  socket.write(
    'POST /api/auth/siwe/challenge HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/auth/session HTTP/1.1\r\nHost: x\r\n\r\n',
  )
  let answer = ''
  socket.on('data', (text) => {
    answer += text
  })
  await untilClosed(socket)
  expect(answer).toMatch(/^HTTP\/1\.1 400 /)
  expect(answer.match(/HTTP\/1\.1/g)).toHaveLength(1)
  expect(await backend.requests()).toHaveLength(calls)
  server.close()
})
