import { expect, test } from 'vitest'
import { runConformance } from '../conformance/runConformance.ts'
import { createFakeBackend } from './createFakeBackend.ts'
import { serveHandler } from './fixtures/serveHandler.ts'

test('default: the in-memory backend follows the contract, checked from outside', {
  timeout: 180_000,
}, async () => {
  const inbox = new Map<string, string>()
  const { handler } = createFakeBackend({
    methods: ['siwe', 'email-otp', 'redirect'],
    upstreamPaths: ['/user'],
    resendMs: 0,
    code(identifier) {
      // A code of zeros is skipped, because the checks send it as a wrong code.
      const code = String(100_000 + Math.floor(Math.random() * 900_000))
      inbox.set(identifier, code)
      return code
    },
  })
  const route = await serveHandler(handler)
  try {
    const { results } = await runConformance(route.url, {
      knownEmail: 'ada@example.com',
      readCode: async (email) => inbox.get(email) ?? '',
    })
    const failures = results.filter(({ verdict }) => verdict === 'fail')
    expect(failures.map(({ name, seen }) => `${name}: ${seen}`)).toEqual([])
    const skipReason = results.filter(({ verdict }) => verdict === 'skip').map(({ name }) => name)
    // All sign-ins belong to one user, so the backend does not offer accounts here.
    expect(skipReason.filter((name) => !/^(?:identity|account)-/.test(name))).toEqual([
      'changed-text',
    ])
  } finally {
    route.close()
  }
})
