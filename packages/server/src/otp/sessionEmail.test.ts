import { afterEach, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'
import type { Upstream } from '../upstreams/Upstream.ts'

let closing: (() => unknown)[] = []
afterEach(async () => {
  for (const close of closing) await close()
  closing = []
})

/** Signs in with a code, and returns the session that the browser gets. */
async function signIn(sessionEmail?: 'none' | 'masked' | 'whole') {
  const base = await startBackend()
  const upstream: Upstream = {
    ...base.upstream,
    authorize: () => ({}),
    otp: {
      codeLength: 6,
      codeAlphabet: 'numeric',
      codeLifetimeSeconds: 600,
      createDecoyUserId: () => 'nobody',
      async start() {},
      verify: async (userId) => ({ userId, credential: 'none' }),
    },
  }
  const backend = await startBackend({
    upstream,
    otp: { answerQuantumMs: 0, resolveUser: async () => 'ada', sessionEmail },
  })
  closing.push(base.close, backend.close)
  const browser = backend.browser()
  await browser.post('/otp/start', { identifier: ' Ada@Example.com' })
  const { session } = (await browser.post('/otp/verify', { code: '123456' })).json
  expect((await browser.get('/session')).json['session']).toEqual(session)
  return session
}

test('default: the session does not show the address that was typed', async () => {
  expect(await signIn()).not.toHaveProperty('email')
})

test('parameters: sessionEmail', async () => {
  expect(await signIn('masked')).toMatchObject({ email: 'a•••@example.com' })
  expect(await signIn('whole')).toMatchObject({ email: 'ada@example.com' })
  expect(await signIn('none')).not.toHaveProperty('email')
})
