import { once } from 'node:events'
import { createServer } from 'node:http'
import { createSandbox } from '@kit/sandbox'
import { runConformance } from '@kit/testing/conformance'
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts'
import { test } from 'vitest'
import type { Conformance, Control } from './fixtures/Conformance.ts'
import { createAuth } from './index.ts'
import { defaultLimits } from './limits/defaultLimits.ts'
import { toNodeListener } from './mount/node.ts'

/*
 * Runs the contract's checks over HTTP for the route with each of its upstreams. A new folder is checked
 * automatically.
 */
const folders = Object.entries(
  import.meta.glob<{ conformance: Conformance }>('./upstreams/*/fixtures/conformance.ts', {
    eager: true,
  }),
).map(([path, { conformance }]) => [path.split('/')[2] ?? '', conformance] as const)

/** The origin of the page. Some services do not accept a page on a loopback host. */
const origin = 'https://app.example.com'

/** High limits, so that no check has to wait. The limits of starts are unchanged, because the checks test them. */
const limits = {
  ...Object.fromEntries(
    Object.keys(defaultLimits)
      .filter((name) => !['otp-tries-per-code', 'otp-resend-pause'].includes(name))
      .map((name) => [name, { points: 10_000, durationSeconds: 600 }]),
  ),
  'otp-resend-pause': { points: 1, durationSeconds: 1 },
  'siwe-challenge-per-client': { points: 300, durationSeconds: 60 },
  'otp-start-per-client': { points: 200, durationSeconds: 600 },
}

// Concurrent, because the checks spend most of their time waiting until a code may be sent again.
test.concurrent.for(folders)(
  'default: the route of %s follows the contract over HTTP',
  { timeout: 180_000 },
  async ([name, conformance], { expect }) => {
    const sandbox = await createSandbox().listen()
    const control: Control = async (method, path, body) => {
      const answer = await fetch(`${sandbox.url}/_sandbox${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
      return answer.status === 204 ? undefined : answer.json()
    }
    const account = privateKeyToAccount(generatePrivateKey())
    await conformance.prepare?.(control, account.address)
    const server = createServer()
    await once(server.listen(0, 'localhost'), 'listening')
    const address = server.address()
    const url = `http://localhost:${typeof address === 'object' ? address?.port : ''}/api/auth`
    const users = (await control('GET', `/users?upstream=${name}`)) as {
      email: string
      user_uuid: string
    }[]
    const pending: Promise<unknown>[] = []
    const upstream = conformance.create(`${sandbox.url}/${name}`, sandbox.smtpUrl)
    const auth = createAuth({
      upstream,
      origin,
      secret: 'a-secret-for-the-conformance-test-alone',
      limits,
      waitUntil: (work) => void pending.push(work),
      otp: {
        resolveUser: async (email) => users.find((user) => user.email === email)?.user_uuid,
        answerQuantumMs: 0,
      },
    })
    server.on('request', toNodeListener(auth))
    try {
      const { results } = await runConformance(url, {
        origin,
        account,
        knownEmail: 'ada@example.com',
        readCode: async (email) => {
          // An email is sent after the answer.
          await Promise.all(pending)
          const [mail] = (await control('GET', `/inbox?to=${email}`)) as { code: string }[]
          return mail?.code ?? ''
        },
      })
      const failures = results.filter(({ verdict }) => verdict === 'fail')
      expect(failures.map(({ name, seen }) => `${name}: ${seen}`)).toEqual([])
      expect(results.filter(({ verdict }) => verdict === 'pass').length).toBeGreaterThan(25)
      // A backend that stores its own users also runs the checks of identities and accounts.
      const ofAccounts = results.filter(({ name }) => /^(?:identity|account)-/.test(name))
      const expected = upstream.identities === undefined ? 'skip' : 'pass'
      expect(new Set(ofAccounts.map(({ verdict }) => verdict))).toEqual(new Set([expected]))
    } finally {
      server.close()
      server.closeAllConnections()
      await sandbox.close()
    }
  },
)
