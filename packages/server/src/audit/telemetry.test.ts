import { inspect } from 'node:util'
import { type Attributes, createNoopMeter, metrics, trace } from '@opentelemetry/api'
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { memoryStore, Secret } from '../index.ts'

test('default: a span for each request, with its outcome and no secret', async () => {
  const exporter = new InMemorySpanExporter()
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
  )
  const backend = await startBackend()
  const browser = backend.browser()
  const { body } = await browser.sign()
  await browser.post('/siwe/verify', body)
  await browser.post('/siwe/verify', body)
  const spans = exporter.getFinishedSpans()
  expect(spans.map(({ name, attributes }) => [name, attributes['error.type']])).toEqual([
    ['kit.siwe.challenge', undefined],
    ['kit.siwe.verify', undefined],
    ['kit.siwe.verify', 'nonce_invalid'],
  ])
  const text = inspect(
    spans.map(({ attributes, events }) => [attributes, events]),
    { depth: 9 },
  )
  expect(text).not.toContain(body.signature)
  await backend.close()
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

test('security: L-01 known secrets appear in nothing that is printed', async () => {
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

test('security: L-10 what a crash prints of the route and its upstream holds no secret', async () => {
  const backend = await startBackend()
  const text = inspect([backend.auth, backend.upstream], { depth: 20, showHidden: true })
  for (const hidden of ['sandbox-api-key', 'a-secret-for-the-tests'])
    expect(text).not.toContain(hidden)
  await backend.close()
})

test('default: metrics of each request and each operation of the store, by names and outcomes alone', async () => {
  const recorded: [string, number, Attributes | undefined][] = []
  const instrument = (name: string) => ({
    record: (value: number, attributes?: Attributes) => recorded.push([name, value, attributes]),
    add: (value: number, attributes?: Attributes) => recorded.push([name, value, attributes]),
  })
  const meter = Object.assign(createNoopMeter(), {
    createHistogram: instrument,
    createCounter: instrument,
  })
  metrics.setGlobalMeterProvider({ getMeter: () => meter })
  const store = { ...memoryStore(), ping: () => Promise.reject(new Error('gone')) }
  const backend = await startBackend({ store })
  const browser = backend.browser()
  const { body } = await browser.sign()
  await browser.post('/siwe/verify', body)
  expect(await backend.auth.health()).toMatchObject({ store: 'down', storeMs: expect.any(Number) })
  await backend.close()
  metrics.disable()

  const seen = recorded.map(([name, , attributes]) => [name, attributes])
  expect(seen).toContainEqual(['kit.store.duration', { 'kit.operation': 'claim' }])
  expect(seen).toContainEqual(['kit.store.duration', { 'kit.operation': 'consume' }])
  expect(seen).toContainEqual([
    'kit.store.duration',
    { 'kit.operation': 'ping', 'error.type': 'store_unavailable' },
  ])
  const verify = { 'kit.call': 'siwe.verify', 'http.response.status_code': 200 }
  expect(seen).toContainEqual(['kit.requests', verify])
  expect(seen).toContainEqual(['kit.request.duration', verify])
  expect(recorded.every(([, value]) => value >= 0)).toBe(true)
  expect(JSON.stringify(seen)).not.toContain(body.signature)
})
