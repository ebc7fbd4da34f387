import { once } from 'node:events'
import { createServer } from 'node:http'
import { trace } from '@opentelemetry/api'
import { describe, expect, test } from 'vitest'
import { canary } from '../fixtures/canary/canary.ts'
import { origin, secret, startBackend } from '../fixtures/startBackend.ts'
import type { AuthOptions } from '../index.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import type { SiweUpstream } from '../upstreams/Upstream.ts'

// Silences the console, because the leaks below are intended.
console.debug = console.info = () => {}

/* Every test that runs in Node is watched for leaked secrets. These tests check that the canary finds them. */
type Signed = Parameters<SiweUpstream['verify']>[0]

/** Signs in through an upstream that handles its input carelessly. */
async function signInBy(
  careless: (signed: Signed & { credential: unknown }) => unknown,
  options: Partial<AuthOptions> = {},
) {
  const backend = await startBackend()
  const { upstream } = backend
  const { siwe } = upstream
  if (siwe === undefined) throw new Error('Bakkt signs in by SIWE.')
  const verify: typeof siwe.verify = async (signed) => {
    const login = await siwe.verify(signed)
    await careless({ ...signed, credential: login.credential })
    return login
  }
  const leaky = await startBackend({
    upstream: { ...upstream, siwe: { ...siwe, verify } },
    ...options,
  })
  const browser = leaky.browser()
  await browser.signIn()
  await leaky.close()
  await backend.close()
  return browser
}

describe('security: L-01 the canary that watches all tests finds', () => {
  test('nothing in a normal sign-in', async () => {
    await signInBy(() => {})
    expect(canary.findLeaks()).toEqual([])
  })

  test('a signature in a log, whole or truncated', async () => {
    await signInBy(({ signature }) => console.info(`signed: ${signature.slice(0, 60)}…`))
    expect(canary.findLeaks()).toEqual(['a signature in log'])
  })

  test('a credential written without the console', async () => {
    await signInBy(({ credential }) => process.stderr.write(`${JSON.stringify(credential)}\n`))
    expect(canary.findLeaks()).toEqual(['a credential in log'])
  })

  test('a signature in the attribute of a span', async () => {
    await signInBy(({ signature }) =>
      trace.getTracer('app').startActiveSpan('app', (span) => span.setAttribute('a', signature)),
    )
    expect(canary.findLeaks()).toEqual(['a signature in telemetry'])
  })

  test('a signature in the cause of an error', async () => {
    await signInBy(
      ({ signature }) => {
        throw new Error('The call failed.', { cause: new Error(`Of ${signature}`) })
      },
      { onError: () => {} },
    )
    expect(canary.findLeaks()).toEqual(['a signature in error', 'a signature in callback'])
  })

  test('a key in an error that the app receives', async () => {
    await signInBy(
      () => {
        throw new Error(`Refused with ${secret}.`)
      },
      { onError: () => {} },
    )
    expect(canary.findLeaks()).toEqual(['a key in error', 'a key in callback'])
  })

  test('a code in an event, an address in a log, and a session in an answer', async () => {
    const backend = await startBackend({ supportContact: 'to be replaced' })
    const browser = backend.browser()
    await browser.post('/otp/start', { identifier: 'ada@example.com' })
    const code = await backend.codeFor('ada@example.com')
    expect((await browser.post('/otp/verify', { code })).status).toBe(200)
    expect(canary.findLeaks()).toEqual([])
    canary.see('event', { type: 'otp.verify', code, requestId: 'a' })
    console.debug('a code for', 'ada@example.com')
    canary.see('answer', { 'x-debug': browser.jar.get('__Host-kit-session') })
    expect(canary.findLeaks()).toEqual([
      'a session in answer',
      'a code in event',
      'an identifier in log',
    ])
    await backend.close()
  })

  test('a code in a file that is streamed in chunks, however it is read', async () => {
    const server = createServer((request, response) => {
      const isFile = request.url === '/file'
      response.writeHead(200, { 'content-type': isFile ? 'text/csv' : 'application/json' })
      response.write(isFile ? 'name;code\nada;7391' : '{"bakkt_session_id":"session-of-ada",')
      setImmediate(() => response.end(isFile ? '84\n' : '"user_uuid":"ada"}'))
    })
    await once(server.listen(0, '127.0.0.1'), 'listening')
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : ''
    const backend = await startBackend({
      upstream: bakkt({ apiKey: 'sandbox-api-key', baseUrl: `http://127.0.0.1:${port}` }),
      policy: [
        { methods: ['GET'], path: '/file', auth: 'session', stream: { types: ['text/csv'] } },
      ],
    })
    canary.learn('code', '739184')
    const browser = backend.browser()
    await browser.signIn()
    const cookie = [...browser.jar].map((pair) => pair.join('=')).join('; ')
    const request = new Request(`${origin}/api/auth/upstream/file`, { headers: { cookie } })
    const { status, body } = await backend.auth.handler(request)
    expect(status).toBe(200)
    // Reads the body as a mount does, without calling the canary.
    for await (const _ of body ?? []);
    expect(canary.findLeaks()).toEqual(['a code in answer'])
    server.close()
    await backend.close()
  })

  test.fails('and fails the test that leaked it', () => {
    canary.learn('key', 'a-key-that-is-learned-here')
    console.debug('a-key-that-is-learned-here')
  })
})
