import { inspect } from 'node:util'
import * as v from 'valibot'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { origin, startBackend } from '../fixtures/startBackend.ts'
import { readJson } from '../upstreams/readAnswer.ts'
import { parseJson } from './readBody.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.close())

const endless = new ReadableStream({
  pull: (controller) => controller.enqueue(new Uint8Array(1024).fill(32)),
})

const start = (headers: Record<string, string>, body: unknown = {}) =>
  backend.browser().post('/siwe/challenge', body, { headers })

test.for([
  ['F-01 another origin', { origin: 'https://evil.example' }],
  ['no origin', { origin: '-' }],
  ['null', { origin: 'null' }],
  ['a subdomain F-13', { origin: 'https://sub.app.example.com' }],
  ['F-04 cross-site', { 'sec-fetch-site': 'cross-site' }],
  ['F-04 same-site', { 'sec-fetch-site': 'same-site' }],
  ['F-01 in other case', { origin: 'https://APP.EXAMPLE.COM' }],
  ['F-01 with a slash', { origin: `${origin}/` }],
  ['F-01 with its port', { origin: `${origin}:443` }],
  ['F-01 as part of another', { origin: `${origin}.evil.example` }],
  ['F-01 as a user of another', { origin: `${origin}@evil.example` }],
  ['F-01 by http', { origin: 'http://app.example.com' }],
  ['F-04 a value that no browser sends', { origin, 'sec-fetch-site': 'SAME-ORIGIN' }],
  ['F-05 contradictory', { origin, 'sec-fetch-site': 'cross-site' }],
] as const)('security: %s is refused', async ([, headers]) => {
  const answer = await start(headers)
  expect([answer.status, answer.json]).toMatchObject([403, { code: 'origin_not_allowed' }])
  expect(answer.headers.getSetCookie()).toEqual([])
  expect(answer.headers.get('access-control-allow-origin')).toBe(null)
})

test('behavior: a different port is reported with both origins', async () => {
  const { json } = await start({ origin: 'http://localhost:3001' })
  expect(json).toMatchObject({
    title: `The request comes from http://localhost:3001, but this backend serves ${origin}.`,
  })
})

test.for([
  ['application/json', 200],
  ['APPLICATION/JSON', 200],
  ['application/json; charset=utf-8', 200],
  ['application/json; charset=utf-16', 415],
  ['application/jsonx', 415],
  ['application/ld+json', 415],
  ['text/plain', 415],
  ['application/json, application/json', 415],
] as const)('security: F-07 content type "%s": %d', async ([type, status]) => {
  expect((await start({ 'content-type': type })).status).toBe(status)
})

test.for([
  ['GET', '/siwe/verify', 'POST'],
  ['GET', '/otp/start', 'POST'],
  ['HEAD', '/siwe/challenge', 'POST'],
  ['POST', '/session', 'GET, DELETE'],
  ['OPTIONS', '/session', 'GET, DELETE'],
] as const)('security: F-08 %s %s is refused', async ([method, path, allow]) => {
  const { status, headers } = await backend.browser().send(method, path)
  expect([status, headers.get('allow')]).toEqual([405, allow])
  expect(headers.get('access-control-allow-origin')).toBe(null)
})

test('security: F-11 headers of every answer', async () => {
  for (const path of ['/session', '/nothing']) {
    const { headers } = await backend.browser().get(path)
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('vary')).toContain('Origin, Sec-Fetch-Site')
  }
})

test.for([
  ['not JSON', '{', 400],
  ['nothing', '', 400],
  ['an extra comma', '{"a":1,}', 400],
  ['NaN', 'NaN', 400],
  ['a byte order mark', '\uFEFF{}', 400],
  ['null', 'null', 400],
  ['a text', '"text"', 400],
  ['deep', '['.repeat(100_00), 400],
  ['unknown members', '{"admin":true}', 400],
  ['P-08 __proto__', '{"__proto__":{"x":1}}', 400],
  ['P-10 large', `{"address":"${'x'.repeat(20_000)}"}`, 413],
] as const)('security: P-13 a body that is %s', async ([, body, status]) => {
  const answer = await backend.browser().send('POST', '/siwe/challenge', {
    body,
    headers: { 'content-type': 'application/json' },
  })
  expect(answer.status).toBe(status)
  expect(Object.keys(answer.json)).toEqual(
    expect.arrayContaining(['type', 'title', 'status', 'code', 'detail', 'requestId']),
  )
})

test('security: P-10 a body without a length is read only up to the limit', async () => {
  let sent = 0
  const body = new ReadableStream({
    pull(controller) {
      sent += 1024
      controller.enqueue(new Uint8Array(1024).fill(32))
    },
  })
  const init = {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { origin, 'content-type': 'application/json' },
  }
  const request = new Request(`${origin}/api/auth/siwe/challenge`, init)
  expect((await backend.auth.handler(request)).status).toBe(413)
  expect(sent).toBeLessThan(64 * 1024)
})

test.for([
  ['is longer than its Content-Length', '{}'.padEnd(20_000), 413],
  ['is as long as its Content-Length', '{}', 200],
  ['never ends', endless, 413],
  ['never arrives', new ReadableStream(), 408],
] as const)('security: P-10 a body that %s gets its status', async ([, body, status]) => {
  const { auth, close } = await startBackend({ bodyTimeoutMs: 300 })
  const request = new Request(`${origin}/api/auth/siwe/challenge`, {
    method: 'POST',
    body,
    duplex: 'half',
    headers: { origin, 'content-type': 'application/json', 'content-length': '2' },
  } as RequestInit)
  expect((await auth.handler(request)).status).toBe(status)
  await close()
})

test('security: P-10 compressed bodies are not read', async () => {
  expect((await start({ 'content-encoding': 'gzip' })).status).toBe(415)
})

test('security: R-07 only the address from the configured hop is used as the client', async () => {
  const limited = await startBackend({
    limits: { 'siwe-challenge-per-client': { points: 1, durationSeconds: 60 } },
  })
  const as = async (address: string) =>
    (await limited.browser({ 'x-forwarded-for': address }).post('/siwe/challenge', {})).status
  expect(await as('1.1.1.1, 9.9.9.9')).toBe(200)
  expect(await as('2.2.2.2, 9.9.9.9')).toBe(429)
  expect(await as('9.9.9.9, 8.8.8.8')).toBe(200)
  // one limit for an IPv6 /64. R-08: one limit for all clients without an address.
  expect(await as('2001:db8:0:1::1')).toBe(200)
  expect(await as('2001:db8:0:1:ffff::2')).toBe(429)
  // Some proxies append the port.
  expect(await as('7.7.7.7:1234')).toBe(200)
  expect(await as('7.7.7.7:4321')).toBe(429)
  expect(await as('[2001:db8:0:2::1]:443')).toBe(200)
  expect(await as('2001:db8:0:2::9')).toBe(429)
  expect(await as('garbage')).toBe(200)
  expect(await as('')).toBe(429)
  await limited.close()
})

test('security: L-01 events contain no secret', async () => {
  const browser = backend.browser()
  const { body } = await browser.sign()
  await browser.post('/siwe/verify', body)
  await browser.post('/otp/start', { identifier: 'ada@example.com' })
  const code = await backend.codeFor('ada@example.com')
  await browser.post('/otp/verify', { code })
  const text = JSON.stringify(backend.events)
  expect(backend.events.length).toBeGreaterThan(3)
  for (const secret of [body.signature, code, 'sandbox-api-key', 'ada@example.com', body.message])
    expect(text).not.toContain(secret)
})

test('security: E-14 an error about a body, or an answer, does not quote it', () => {
  const bytes = new TextEncoder().encode('{"code":"739184"')
  const headers = new Headers({ 'content-type': 'application/json' })
  for (const read of [
    () => parseJson(bytes),
    () => readJson({ status: 200, headers, bytes }, v.unknown()),
  ]) {
    let error: unknown
    try {
      read()
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(Error)
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/739184|"code"/)
  }
})
