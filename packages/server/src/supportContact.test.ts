import { afterEach, expect, test } from 'vitest'
import { startBackend } from './fixtures/startBackend.ts'

const closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

test('behavior: only errors that the app has to fix contain the support contact', async () => {
  const backend = await startBackend({ supportContact: 'help@example.com' })
  closing.push(backend.close)
  const browser = backend.browser()
  const foreign = await browser.post(
    '/siwe/challenge',
    {},
    { headers: { origin: 'https://evil.example' } },
  )
  expect(foreign.json).toMatchObject({
    code: 'origin_not_allowed',
    supportContact: 'help@example.com',
  })
  const used = await browser.signIn({ fields: { nonce: 'neverissued12345' } })
  expect(used.json['code']).toBe('nonce_invalid')
  expect(used.json).not.toHaveProperty('supportContact')
})

test('behavior: without supportContact, errors contain none', async () => {
  const backend = await startBackend()
  closing.push(backend.close)
  const { json } = await backend.browser().get('/nowhere/at/all')
  expect(json).not.toHaveProperty('supportContact')
})
