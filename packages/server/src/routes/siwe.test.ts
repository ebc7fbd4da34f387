import { afterAll, beforeAll, expect, test } from 'vitest'
import { startBackend } from '../fixtures/startBackend.ts'

let backend: Awaited<ReturnType<typeof startBackend>>
beforeAll(async () => {
  backend = await startBackend()
})
afterAll(() => backend.close())

test('default: a wallet signs in, and the session is there on the next request', async () => {
  const browser = backend.browser()
  const { account, body } = await browser.sign()
  const answer = await browser.post('/siwe/verify', body)
  expect(answer.status, answer.text).toBe(200)
  expect(answer.json).toMatchObject({
    session: {
      method: 'siwe',
      upstream: 'bakkt',
      address: account.address,
      chainId: 1,
      status: 'active',
      expiresAt: null,
    },
  })
  const session = await browser.get('/session')
  expect(session.json).toEqual({
    ...(answer.json as object),
    methods: ['siwe', 'email-otp'],
  })
})
