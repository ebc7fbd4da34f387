import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createTcpServer, type Socket } from 'node:net'
import { promisify } from 'node:util'
import { createSandbox } from '@kit/sandbox'
import { afterEach, expect, test } from 'vitest'
import { createAuth } from '../createAuth.ts'
import { startPostgres } from '../fixtures/startPostgres.ts'
import { startRedis } from '../fixtures/startRedis.ts'
import { toNodeListener } from '../mount/node.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import { gnosisPay } from '../upstreams/gnosis-pay/index.ts'
import { waltId } from '../upstreams/walt-id/index.ts'
import { diagnose } from './diagnose.ts'

const closings: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closings.splice(0)) await close()
})

type Listener = (request: IncomingMessage, response: ServerResponse) => unknown

async function serve(listener: Listener): Promise<string> {
  const server = createServer(listener)
  await once(server.listen(0, 'localhost'), 'listening')
  closings.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return `http://localhost:${typeof address === 'object' ? address?.port : ''}`
}

/** Starts an app behind a proxy that changes its requests and answers. */
async function startApp(
  options: Partial<Parameters<typeof createAuth>[0]> = {},
  proxy: Listener = () => {},
): Promise<string> {
  let listen: Listener | undefined
  const origin = await serve((request, response) => {
    proxy(request, response)
    listen?.(request, response)
  })
  const auth = createAuth({
    upstream: bakkt({ apiKey: 'sandbox-api-key', baseUrl: 'http://localhost:1/bakkt' }),
    origin,
    secret: 'a-secret-for-the-tests-alone-of-the-server',
    trustedProxyHops: 0,
    ...options,
  })
  listen = toNodeListener(auth)
  return `${origin}/api/auth`
}

const summarize = (findings: Awaited<ReturnType<typeof diagnose>>) =>
  Object.fromEntries(findings.map(({ name, verdict }) => [name, verdict]))
const find = (findings: Awaited<ReturnType<typeof diagnose>>, name: string) =>
  findings.find((finding) => finding.name === name)

test('default: an app that is set up right has nothing to fix', async () => {
  const findings = await diagnose(await startApp())
  expect(summarize(findings)).toEqual({
    route: 'ok',
    https: 'skip',
    origin: 'ok',
    cookies: 'ok',
    caching: 'ok',
    clock: 'ok',
    environment: 'skip',
  })
})

test('behavior: if the app is not running, there is one finding that says what to do', async () => {
  const [finding, ...others] = await diagnose('http://localhost:1/api/auth')
  expect(finding).toMatchObject({ name: 'route', verdict: 'fail' })
  expect(finding?.fix).toContain('Start the app')
  expect(summarize(others)).toEqual({ environment: 'skip' })
})

test('behavior: a page instead of the route, or a redirect, is reported', async () => {
  const page = await serve((_request, response) => response.end('<!doctype html>'))
  expect(find(await diagnose(`${page}/api/auth`), 'route')?.says).toContain('answers 200')
  const login = await serve((_request, response) =>
    response.writeHead(307, { location: '/login' }).end(),
  )
  expect(find(await diagnose(`${login}/api/auth`), 'route')?.says).toContain('redirects to /login')
})

test('behavior: an origin other than the configured one is reported', async () => {
  const url = await startApp({ origin: 'http://localhost:3000' })
  expect(find(await diagnose(url), 'origin')).toMatchObject({
    verdict: 'fail',
    page: 'errors/origin_not_allowed.md',
  })
  expect(find(await diagnose(url, { origin: 'http://localhost:3000' }), 'origin')?.verdict).toBe(
    'ok',
  )
})

test('security: an origin function that accepts every origin is reported', async () => {
  const url = await startApp({ origin: () => true })
  expect(find(await diagnose(url), 'origin')?.says).toContain('may call the route')
})

test('behavior: a proxy that drops cookies in either direction is reported', async () => {
  const dropsSet = await startApp({}, (_request, response) => {
    const { writeHead } = response
    response.writeHead = ((status: number, headers: Record<string, unknown>) =>
      writeHead.call(response, status, {
        ...headers,
        'set-cookie': [],
      })) as typeof response.writeHead
  })
  expect(find(await diagnose(dropsSet), 'cookies')?.says).toContain('no Set-Cookie')

  const dropsSent = await startApp({}, (request) => {
    request.rawHeaders = request.rawHeaders.filter(
      (_text, index, all) => (all[index - (index % 2)] ?? '').toLowerCase() !== 'cookie',
    )
  })
  expect(find(await diagnose(dropsSent), 'cookies')?.says).toContain('does not reach the route')
})

test('behavior: a cache in front of the route is reported', async () => {
  const url = await startApp({}, (_request, response) => response.setHeader('age', '17'))
  expect(find(await diagnose(url), 'caching')).toMatchObject({ verdict: 'fail' })
})

test('behavior: a wrong clock is reported, with the difference', async () => {
  const url = await startApp({ now: () => Date.now() + 90_000 })
  expect(find(await diagnose(url), 'clock')?.says).toBe(
    'The server’s clock is 90 s ahead of the clock of this machine.',
  )
})

test('security: a false X-Forwarded-For that evades limits is reported', async () => {
  const probesAddress = true
  const believed = await startApp({ trustedProxyHops: 1 })
  expect(find(await diagnose(believed, { probesAddress }), 'client address')?.verdict).toBe('fail')
  const ignored = await startApp()
  expect(find(await diagnose(ignored, { probesAddress }), 'client address')?.verdict).toBe('ok')
})

test('parameters: variables', async () => {
  const sandbox = await createSandbox().listen({ port: 0 })
  closings.push(sandbox.close)
  const url = await startApp()
  const { origin } = new URL(url)
  const right = {
    AUTH_SECRET: '6f1c0b6e7a0e4a529d0c1f6f3f0f8a11aa',
    AUTH_ORIGIN: origin,
    SMTP_URL: sandbox.smtpUrl,
    BAKKT_BASE_URL: `${sandbox.url}/bakkt`,
  }
  expect(summarize(await diagnose(url, { variables: right }))).toMatchObject({
    secret: 'ok',
    AUTH_ORIGIN: 'ok',
    mail: 'ok',
    upstream: 'ok',
  })
  const wrong = {
    AUTH_SECRET: 'short',
    AUTH_ORIGIN: 'https://elsewhere.example',
    SMTP_URL: 'smtp://localhost:1',
    REDIS_URL: 'redis://localhost:1',
    BAKKT_BASE_URL: 'http://localhost:1/bakkt',
  }
  const findings = await diagnose(url, { variables: wrong })
  expect(summarize(findings)).toMatchObject({
    secret: 'fail',
    AUTH_ORIGIN: 'fail',
    mail: 'fail',
    store: 'fail',
    upstream: 'fail',
  })
  for (const { verdict, fix } of findings) if (verdict === 'fail') expect(fix).toBeTruthy()
})

/** Checks the variables of services, without a running app. */
const diagnoseServices = async (variables: Record<string, string>) =>
  (await diagnose('http://localhost:1/api/auth', { variables, timeoutMs: 2000 })).filter(
    ({ name }) => ['store', 'database', 'mail', 'upstream'].includes(name),
  )

test('behavior: Redis has to accept the login and a write', async () => {
  const redis = await startRedis(['--requirepass', 'right-password', '--appendonly', 'yes'])
  closings.push(redis.close)
  const { port } = redis
  const place = `127.0.0.1:${port}`
  const check = async (REDIS_URL: string) => diagnoseServices({ REDIS_URL })
  expect(await check(`redis://:right-password@${place}/1`)).toEqual([
    { name: 'store', verdict: 'ok', says: `REDIS_URL: ${place} answers, and accepts a write.` },
  ])
  for (const url of [`redis://${place}`, `redis://:wrong-password@${place}`]) {
    const [finding] = await check(url)
    expect(finding?.says).toMatch(/answers, but refuses the app: (?:NOAUTH|WRONGPASS)/)
    expect(finding?.says).not.toContain('wrong-password')
  }
  const replica = await startRedis(['--replicaof', '127.0.0.1', '1', '--appendonly', 'yes'])
  closings.push(replica.close)
  expect((await check(replica.url))[0]?.says).toContain('READONLY')
  // `new URL` cannot parse a URL with several hosts.
  const [several] = await check(`redis+sentinel://localhost:1,localhost:2/mymaster`)
  expect(several?.says).toMatch(/^REDIS_URL: localhost:1,localhost:2 answers, but refuses the app/)
})

test('behavior: a Redis that loses or evicts keys is reported', async () => {
  const redis = await startRedis(['--maxmemory-policy', 'allkeys-lru'])
  closings.push(redis.close)
  const findings = await diagnoseServices({ REDIS_URL: redis.url })
  expect(findings.map(({ verdict }) => verdict)).toEqual(['ok', 'warn', 'warn'])
})

test('behavior: PostgreSQL has to accept the login', async () => {
  const database = await startPostgres()
  closings.push(database.close)
  const check = async (DATABASE_URL: string) => diagnoseServices({ DATABASE_URL })
  expect(await check(database.url)).toEqual([
    {
      name: 'database',
      verdict: 'ok',
      says: `DATABASE_URL: 127.0.0.1:${database.port} answers, and accepts a query.`,
    },
  ])
  const [missing] = await check(database.url.replace(/\/postgres$/, '/missing'))
  expect(missing?.says).toContain('answers, but refuses the app: database "missing" does not exist')
  const [stranger] = await check(database.url.replace('postgres@', 'stranger:canary@'))
  expect(stranger?.says).toContain('answers, but refuses the app: role "…" does not exist')
  await database.stop()
  expect((await check(database.url))[0]?.says).toContain('does not answer, connect ECONNREFUSED')
})

test('behavior: the mail server has to accept the login', async () => {
  const server = createTcpServer((socket) => {
    socket.write('220 mail.example.com ESMTP\r\n')
    socket.on('error', () => {})
    socket.on('data', (data) => {
      const line = data.toString()
      if (/^EHLO/.test(line)) socket.write('250-mail.example.com\r\n250 AUTH PLAIN\r\n')
      else if (/^AUTH PLAIN/.test(line)) {
        const isRight = Buffer.from(line.slice(11), 'base64').toString() === '\0ada\0right'
        socket.write(isRight ? '235 Accepted\r\n' : '535 Wrong password of ada\r\n')
      } else socket.end('221 Bye\r\n')
    })
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closings.push(() => server.close())
  const address = server.address()
  const place = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  expect(await diagnoseServices({ SMTP_URL: `smtp://ada:right@${place}` })).toEqual([
    { name: 'mail', verdict: 'ok', says: `SMTP_URL: ${place} answers, and accepts the login.` },
  ])
  expect((await diagnoseServices({ SMTP_URL: `smtp://${place}` }))[0]?.says).toContain(
    'the app does not log in',
  )
  expect((await diagnoseServices({ SMTP_URL: 'smtp://' }))[0]?.fix).toContain('smtps://user')
  const [wrong] = await diagnoseServices({ SMTP_URL: `smtp://ada:canary@${place}` })
  expect(wrong?.says).toBe(
    `SMTP_URL: ${place} answers, but refuses the app: Invalid login: 535 Wrong password of ….`,
  )
})

test.for([
  ['closes the connection', (socket: Socket) => void socket.end(), 'it closed the connection'],
  ['sends nothing', () => {}, 'it sends no greeting: a port that expects TLS needs smtps://'],
] as const)('behavior: a mail server that %s is reported', async ([, handle, says]) => {
  const server = createTcpServer(handle)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  closings.push(() => server.close())
  const address = server.address()
  const url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  expect((await diagnoseServices({ SMTP_URL: url }))[0]?.says).toContain(says)
})

test('behavior: only the Kit’s variables are checked as upstreams', async () => {
  expect(await diagnoseServices({ OTHER_BASE_URL: 'http://localhost:1' })).toEqual([])
})

test.for([
  ['1', 'ok'],
  ['none', 'warn'],
  ['two', 'fail'],
] as const)('parameters: TRUSTED_PROXY_HOPS=%s', async ([TRUSTED_PROXY_HOPS, verdict]) => {
  const findings = await diagnose('http://localhost:1/api/auth', {
    variables: { TRUSTED_PROXY_HOPS },
  })
  expect(find(findings, 'TRUSTED_PROXY_HOPS')?.verdict).toBe(verdict)
})

test('behavior: lists of secrets and origins may have empty entries', async () => {
  const url = await startApp()
  const variables = {
    AUTH_SECRET: '6f1c0b6e7a0e4a529d0c1f6f3f0f8a11aa,',
    AUTH_ORIGIN: `,${new URL(url).origin}`,
  }
  expect(summarize(await diagnose(url, { variables }))).toMatchObject({
    secret: 'ok',
    AUTH_ORIGIN: 'ok',
  })
})

test('behavior: an answer that a CDN has just fetched does not come from a cache', async () => {
  const url = await startApp({}, (_request, response) => response.setHeader('age', '0'))
  expect(find(await diagnose(url), 'caching')?.verdict).toBe('ok')
})

test('behavior: the check of the cookies says that it was skipped because the upstream needs an address or cannot be reached', async () => {
  const needing = await startApp({ upstream: gnosisPay({ domain: 'app.example.com' }) })
  expect(find(await diagnose(needing), 'cookies')?.says).toContain('needs a wallet’s address')
  const down = await diagnose(
    await startApp({ upstream: waltId({ baseUrl: 'http://localhost:1/walt-id' }) }),
  )
  expect(find(down, 'cookies')?.says).toContain('answered 502, upstream_unavailable')
  expect(find(down, 'upstream')).toMatchObject({
    verdict: 'fail',
    page: 'errors/upstream_unavailable.md',
  })
})

test('security: no value of a secret variable is printed', async () => {
  const url = await startApp()
  const variables = {
    AUTH_SECRET: 'canary-secret',
    SMTP_URL: 'smtp://user:canary-password@localhost:1',
    REDIS_URL: 'redis://:canary-password@localhost:1',
  }
  expect(JSON.stringify(await diagnose(url, { variables }))).not.toContain('canary')
})

test('parameters: health', async () => {
  const url = await startApp()
  const health = await serve((_request, response) =>
    response.end(JSON.stringify({ store: 'up', storeMs: 1, upstream: 'down' })),
  )
  expect(summarize(await diagnose(url, { health }))).toMatchObject({
    store: 'ok',
    upstream: 'fail',
  })
})

test('behavior: the command prints what is wrong, and its exit code says so', async () => {
  const run = promisify(execFile)
  const cli = new URL('./cli.ts', import.meta.url).pathname
  const start = (...parameters: string[]) =>
    run(process.execPath, ['--conditions=@kit/source', cli, ...parameters], {
      env: { PATH: process.env['PATH'] },
    }).catch((error: { stdout: string; code: number }) => error)
  const fine = await start(await startApp())
  expect(fine.stdout).toContain('0 to fix')
  const wrong = await start('http://localhost:1/api/auth')
  expect(wrong).toMatchObject({ code: 1 })
  expect(wrong.stdout).toContain('FAIL route')
  expect(await start('localhost')).toMatchObject({ code: 2 })
})
