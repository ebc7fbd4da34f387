import { once } from 'node:events'
import { createServer } from 'node:http'
import { createSandbox } from '@kit/sandbox'
import { runConformance } from '@kit/testing/conformance'
import { expect, test } from 'vitest'
import { createAuth } from './index.ts'
import { toNodeListener } from './mount/node.ts'
import { bakkt } from './upstreams/bakkt/index.ts'

test('default: the route holds to the contract, checked from outside', async () => {
  const sandbox = await createSandbox().listen()
  const server = createServer()
  await once(server.listen(0, 'localhost'), 'listening')
  const address = server.address()
  const origin = `http://localhost:${typeof address === 'object' ? address?.port : ''}`
  const users: { email: string; user_uuid: string }[] = await (
    await fetch(`${sandbox.url}/_sandbox/users`)
  ).json()
  const auth = createAuth({
    upstream: bakkt({ baseUrl: `${sandbox.url}/bakkt`, apiKey: 'sandbox-api-key' }),
    origin,
    secret: 'a-secret-for-the-conformance-test-alone',
    // So that nothing has to wait; the limit of challenges is the one that is looked at.
    limits: { 'siwe-verify-per-client': { points: 100, durationSeconds: 60 } },
    otp: {
      resolveUser: async (email) => users.find((user) => user.email === email)?.user_uuid,
      answerQuantumMs: 0,
    },
  })
  server.on('request', toNodeListener(auth))
  const { results } = await runConformance(`${origin}/api/auth`, { knownEmail: 'ada@example.com' })
  server.close()
  server.closeAllConnections()
  await sandbox.close()
  expect(results.filter(({ verdict }) => verdict !== 'pass')).toEqual([])
  expect(results.length).toBeGreaterThan(30)
})
