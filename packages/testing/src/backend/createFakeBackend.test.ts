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
      // Never the zeros that the checks send as a wrong code.
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
    const leftOut = results.filter(({ verdict }) => verdict === 'skip').map(({ name }) => name)
    // Everybody is the same user, so accounts are not offered here.
    expect(leftOut.filter((name) => !/^(?:identity|account)-/.test(name))).toEqual(['changed-text'])
  } finally {
    route.close()
  }
})
