import { once } from 'node:events'
import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createSandbox } from '@kit/sandbox'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createBrowser } from '../fixtures/startBackend.ts'
import { startProcess } from '../fixtures/startProcess.ts'
import { startRedis } from '../fixtures/startRedis.ts'
import { sqliteUsers } from '../upstreams/self-hosted/index.ts'

/* The first request of a new process loads code, and connects to the store, the database and the upstream. */
const patience = { timeout: 120_000 }
/** Leaves a second for loading and connecting, which is enough on a busy machine. */
const quantumMs = 3000
const pairs = [1, 2]
const knownEmail = (number: number) => `known-${number}@example.com`

/** A replacement for the sandbox: an upstream that takes longer than a slot to send an email to a known user. */
const upstream = createServer(async (request, response) => {
  if (request.url === '/_sandbox/users') {
    const users = pairs.map((number) => ({ email: knownEmail(number), user_uuid: toId(number) }))
    response.end(JSON.stringify(users))
    return
  }
  let body = ''
  for await (const chunk of request) body += chunk
  const isKnown = pairs.some((number) => body.includes(toId(number)))
  if (isKnown) await new Promise((resolve) => setTimeout(resolve, 2 * quantumMs))
  response.writeHead(isKnown ? 200 : 404).end(isKnown ? '' : '{"message":"User not found"}')
})
const folder = mkdtempSync(join(tmpdir(), 'kit-first-call-'))
const usersFile = join(folder, 'users.sqlite')
let redis: Awaited<ReturnType<typeof startRedis>>
let sandbox: Awaited<ReturnType<ReturnType<typeof createSandbox>['listen']>>
let upstreamUrl = ''

beforeAll(async () => {
  redis = await startRedis()
  sandbox = await createSandbox().listen()
  await once(upstream.listen(0, '127.0.0.1'), 'listening')
  const address = upstream.address()
  upstreamUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const users = sqliteUsers({ file: usersFile })
  for (const number of pairs) await users.create({ kind: 'email', email: knownEmail(number) })
  await users.close()
}, patience.timeout)
afterAll(async () => {
  upstream.closeAllConnections()
  upstream.close()
  await sandbox.close()
  await redis.close()
  await rm(folder, { recursive: true, force: true })
})

test.for([
  ['Bakkt', {}],
  ['self-hosted, without sign-up', { USERS_FILE: usersFile, SIGN_UP: 'closed' }],
] as const)(
  'security: O-13 E-13 %s: the first call of a new process is answered in the same slot for known and unknown users',
  patience,
  async ([, choice]) => {
    const env = {
      REDIS_URL: redis.url,
      SANDBOX_URL: upstreamUrl,
      SMTP_URL: sandbox.smtpUrl,
      ANSWER_QUANTUM_MS: `${quantumMs}`,
      ...choice,
    }
    const measure = async (email: string) => {
      const { url, kill } = await startProcess(env)
      const { post } = createBrowser((request) =>
        fetch(new Request(url + new URL(request.url).pathname, request)),
      )
      const startedAt = performance.now()
      const { status } = await post('/otp/start', { identifier: email })
      const slot = Math.floor((performance.now() - startedAt) / quantumMs)
      await kill()
      return { status, slot }
    }
    const answers = []
    for (const number of pairs)
      answers.push(
        ...(await Promise.all([
          measure(knownEmail(number)),
          measure(`nobody-${number}@example.com`),
        ])),
      )
    expect(answers).toEqual(answers.map(() => ({ status: 202, slot: 1 })))
  },
)

function toId(number: number): string {
  return `00000000-0000-4000-8000-${`${number}`.padStart(12, '0')}`
}
