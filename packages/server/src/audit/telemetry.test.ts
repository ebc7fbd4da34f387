import { inspect } from 'node:util'
import { context, metrics, trace } from '@opentelemetry/api'
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { MeterProvider, MetricReader } from '@opentelemetry/sdk-metrics'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { memoryStore, Secret } from '../index.ts'

test('default: each request has a span, which contains one for each upstream call', async () => {
  const spans = startTracing()
  const backend = await startBackend()
  const browser = backend.browser()
  const { body } = await browser.sign()
  await browser.post('/siwe/verify', body)
  await browser.post('/siwe/verify', body)
  await backend.control('POST', '/faults', { upstream: 'bakkt', times: 1, status: 503 })
  await browser.get('/upstream/user?secret=1')
  await browser.get('/upstream/user')
  await backend.close()
  await browser.get('/upstream/user')

  const { port } = new URL(backend.url)
  const call = { 'server.address': 'localhost', 'server.port': Number(port) }
  const names = new Map(spans().map((span) => [span.spanContext().spanId, span.name]))
  const shown = spans().map(({ name, parentSpanContext, attributes }) => {
    const { 'kit.call': _, ...rest } = attributes
    return [name, names.get(parentSpanContext?.spanId ?? ''), rest]
  })
  const get = { ...call, 'http.request.method': 'GET' }
  expect(shown).toEqual([
    ['kit.siwe.challenge', undefined, { 'http.response.status_code': 200 }],
    [
      'POST',
      'kit.siwe.verify',
      { ...call, 'http.request.method': 'POST', 'http.response.status_code': 200 },
    ],
    ['kit.siwe.verify', undefined, { 'http.response.status_code': 200 }],
    [
      'kit.siwe.verify',
      undefined,
      { 'http.response.status_code': 401, 'error.type': 'nonce_invalid' },
    ],
    [
      'kit.upstream',
      undefined,
      { 'http.response.status_code': 400, 'error.type': 'invalid_request' },
    ],
    ['GET', 'kit.upstream', { ...get, 'http.response.status_code': 503, 'error.type': '503' }],
    [
      'kit.upstream',
      undefined,
      { 'http.response.status_code': 502, 'error.type': 'upstream_unavailable' },
    ],
    ['GET', 'kit.upstream', { ...get, 'error.type': 'connect' }],
    [
      'kit.upstream',
      undefined,
      { 'http.response.status_code': 502, 'error.type': 'upstream_unavailable' },
    ],
  ])
  const text = inspect(spans(), { depth: 9 })
  for (const hidden of [body.signature, 'sandbox-api-key', '/user'])
    expect(text).not.toContain(hidden)
})

test('security: L-02 a secret is redacted wherever it is printed', () => {
  const secret = new Secret('the-key-itself')
  const printed = [
    String(secret),
    `${secret}`,
    JSON.stringify({ secret }),
    inspect({ secret }, { showHidden: true }),
    String(new Error('failed', { cause: secret }).cause),
  ]
  for (const text of printed) {
    expect(text).not.toContain('the-key-itself')
    expect(text).toContain('[redacted]')
  }
  expect(secret.reveal()).toBe('the-key-itself')
})

test('security: L-01 printed text contains no known secrets', async () => {
  const printed: unknown[] = []
  const original = { ...console }
  for (const name of ['log', 'warn', 'error', 'info', 'debug'] as const)
    console[name] = (...values: unknown[]) => printed.push(values)
  const backend = await startBackend({
    onEvent: () => {
      throw new Error('a listener that fails')
    },
  })
  const browser = backend.browser()
  const answers = []
  const { body } = await browser.sign()
  answers.push(await browser.post('/siwe/verify', body))
  answers.push(await browser.post('/siwe/verify', { ...body, signature: '0x00' }))
  answers.push(await browser.post('/otp/start', { identifier: 'ada@example.com' }))
  const code = await backend.codeFor('ada@example.com')
  answers.push(await browser.post('/otp/verify', { code: '000000' }))
  answers.push(await browser.post('/otp/verify', { code }))
  answers.push(await browser.get('/upstream/user'))
  await backend.close()
  answers.push(await browser.get('/upstream/user'))
  Object.assign(console, original)

  const text = inspect([printed, answers.map((answer) => answer.text)], { depth: 20 })
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 202, 401, 200, 200, 502])
  for (const secret of [body.signature, code, 'sandbox-api-key', 'bakkt_session_id'])
    expect(text).not.toContain(secret)
  expect(text).not.toMatch(/eyJ[\w-]+\./)
})

test('security: L-10 a crash prints no secrets of the route and its upstream', async () => {
  const backend = await startBackend()
  const text = inspect([backend.auth, backend.upstream], { depth: 20, showHidden: true })
  for (const hidden of ['sandbox-api-key', 'a-secret-for-the-tests'])
    expect(text).not.toContain(hidden)
  await backend.close()
})

test('default: metrics for each request, each upstream call and each store operation', async () => {
  const reader = startMetering()
  const store = { ...memoryStore(), ping: () => Promise.reject(new Error('gone')) }
  const backend = await startBackend({ store })
  const browser = backend.browser()
  const { body } = await browser.sign()
  await browser.post('/siwe/verify', body)
  expect(await backend.auth.health()).toMatchObject({ store: 'down', storeMs: expect.any(Number) })
  await backend.close()

  const { resourceMetrics } = await reader.collect()
  const measured = resourceMetrics.scopeMetrics.flatMap(({ metrics: list }) =>
    list.map(({ descriptor: { name, unit }, dataPoints }) => ({ name, unit, dataPoints })),
  )
  const find = (name: string) => {
    const { unit, dataPoints = [] } = measured.find((one) => one.name === name) ?? {}
    return { unit, attributes: dataPoints.map(({ attributes }) => attributes) }
  }
  const verify = { 'kit.call': 'siwe.verify', 'http.response.status_code': 200 }
  expect(find('kit.requests').attributes).toContainEqual(verify)
  expect(find('kit.request.duration')).toMatchObject({ unit: 's' })
  expect(find('kit.request.duration').attributes).toContainEqual(verify)
  expect(find('http.client.request.duration')).toEqual({
    unit: 's',
    attributes: [
      {
        'http.request.method': 'POST',
        'http.response.status_code': 200,
        'server.address': 'localhost',
        'server.port': Number(new URL(backend.url).port),
      },
    ],
  })
  const operations = find('kit.store.duration').attributes
  expect(operations).toContainEqual({ 'kit.operation': 'claim' })
  expect(operations).toContainEqual({ 'kit.operation': 'consumeAll' })
  expect(operations).toContainEqual({
    'kit.operation': 'ping',
    'error.type': 'store_unavailable',
  })
  expect(inspect(measured, { depth: 9 })).not.toContain(body.signature)
})

/** Sets up an SDK as an app would. Returns the ended spans, oldest first. */
function startTracing() {
  const exporter = new InMemorySpanExporter()
  trace.disable()
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  )
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable())
  return () => exporter.getFinishedSpans()
}

function startMetering() {
  const reader = new Reader()
  metrics.disable()
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }))
  return reader
}

/** Collects on demand. */
class Reader extends MetricReader {
  protected override async onForceFlush() {}
  protected override async onShutdown() {}
}
