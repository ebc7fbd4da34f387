import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import { bakkt } from '../upstreams/bakkt/index.ts'
import { selfHosted } from '../upstreams/self-hosted/index.ts'
import { createMailQueue } from '../upstreams/self-hosted/mail/createMailQueue.ts'

let printed: string[]

beforeEach(() => {
  printed = []
  vi.spyOn(console, 'warn').mockImplementation((text) => {
    printed.push(String(text))
  })
})
afterEach(() => {
  vi.unstubAllEnvs()
  vi.restoreAllMocks()
})

/** Returns the page that a text links to, as a path in the repository. */
function findPage(text = ''): string {
  const [, path = ''] = /\/blob\/main\/(docs\/[\w/-]+\.md)/.exec(text) ?? []
  return join(import.meta.dirname, '../../../..', path)
}

test('default: a missing origin is printed once, with both origins and a page that exists', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const backend = await startBackend()
  const browser = backend.browser({ origin: 'http://localhost:5173' })
  await browser.post('/siwe/challenge', {})
  await browser.post('/siwe/challenge', {})
  expect(printed).toEqual([
    expect.stringContaining(
      'The request comes from http://localhost:5173, but this backend serves https://app.example.com.',
    ),
  ])
  expect(findPage(printed[0])).toMatch(/origin_not_allowed\.md$/)
  expect(existsSync(findPage(printed[0]))).toBe(true)
  await backend.close()
})

test('security: a wrong key is printed with what the upstream said, and without the key', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const { url, close } = await startBackend()
  const upstream = bakkt({ apiKey: 'a-key-of-somebody-else', baseUrl: `${url}/bakkt` })
  const backend = await startBackend({ upstream })
  const { status } = await backend.browser().post('/otp/start', { identifier: 'ada@example.com' })
  expect(status).toBe(502)
  expect(printed).toEqual([expect.stringContaining("The upstream refused this app's key.")])
  expect(existsSync(findPage(printed[0]))).toBe(true)
  expect(printed[0]).not.toContain('a-key-of-somebody-else')
  await backend.close()
  await close()
})

test('behavior: a database whose package is not installed is printed with its name', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const says = "Cannot find package 'libsql' imported from /app/sqliteUsers.js"
  const find = () =>
    Promise.reject(Object.assign(new Error(says), { code: 'ERR_MODULE_NOT_FOUND' }))
  const unused = () => Promise.reject(new Error('Not part of this test.'))
  const users = { find, create: unused, link: unused, unlink: unused, delete: unused }
  const upstream = selfHosted({ users, sendCode: () => Promise.resolve() })
  const backend = await startBackend({ upstream })
  const { status } = await backend.browser().post('/otp/start', { identifier: 'ada@example.com' })
  expect(status).toBe(503)
  expect(printed).toEqual([expect.stringContaining(`The reason: ${says}.`)])
  await backend.close()
})

test('behavior: an email that an SDK could not send is printed with the reason', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const queue = createMailQueue(
    { emit: () => {}, waitUntil: () => {}, now: Date.now },
    { retryDelaysMs: [] },
  )
  const mail = { rank: 'known', slot: 'ada', endsAt: Infinity } as const
  queue.add(() => Promise.resolve({ error: { message: 'The domain is not verified.' } }), mail)
  await expect.poll(() => printed).toEqual([expect.stringContaining('The domain is not verified.')])
  expect(existsSync(findPage(printed[0]))).toBe(true)
})

test.for(['production', 'test'])('behavior: nothing is printed in %s', async (mode) => {
  vi.stubEnv('NODE_ENV', mode)
  vi.stubEnv('KIT_NOT_PRODUCTION', '1')
  const backend = await startBackend()
  await backend.browser({ origin: 'http://localhost:5174' }).post('/siwe/challenge', {})
  expect(printed).toEqual([])
  await backend.close()
})

test('security: any number of requests with different origins does not fill the log', async () => {
  vi.stubEnv('NODE_ENV', 'development')
  const backend = await startBackend()
  for (let port = 1000; port < 1200; port += 1)
    await backend.browser({ origin: `http://localhost:${port}` }).post('/siwe/challenge', {})
  expect(printed.length).toBeLessThanOrEqual(50)
  await backend.close()
})
