import { createServer, type Server } from 'node:http'
import { createAuth, defaultLimits, memoryStore } from '../../../../packages/server/dist/index.js'
import { toNodeListener } from '../../../../packages/server/dist/mount/node.js'
import { redisStore } from '../../../../packages/server/dist/store/redis/redisStore.js'
import { bakkt } from '../../../../packages/server/dist/upstreams/bakkt/index.js'
import { importPeer } from '../../../peers.ts'
import { origin, secret } from '../constants.ts'

/**
 * The Kit with every check as in production, except that the limits count but never refuse. With `instant` the
 * upstream decides within the process, as Better Auth does. Otherwise the route calls it by HTTP, as in
 * production.
 */
export async function startKit(options: {
  stub: string
  redis?: string
  instant?: boolean
  marks?: number
  /** Whether to use the handler for the Fetch API, as in Next.js, behind Hono's adapter for Node. */
  isFetch?: boolean
}): Promise<Server> {
  const store =
    options.redis === undefined
      ? memoryStore({ maxMarks: 4_000_000 })
      : redisStore({ url: options.redis, timeoutMs: 10_000 })
  for (let mark = 0; mark < (options.marks ?? 0); mark += 1)
    await store.claim(`nonce:${mark.toString(16).padStart(64, '0')}`, 720)
  const upstream = bakkt({ apiKey: 'key', baseUrl: options.stub })
  const auth = createAuth({
    upstream: options.instant ? decideAtOnce(upstream) : upstream,
    origin,
    secret,
    store,
    trustedProxyHops: 1,
    limits: Object.fromEntries(
      Object.entries(defaultLimits).map(([name, setting]) => [name, { ...setting, points: 1e9 }]),
    ),
    otp: { resolveUser: async (email) => email, answerQuantumMs: 0 },
  })
  if (options.isFetch !== true) return createServer(toNodeListener(auth))
  const { createAdaptorServer } = await importPeer<{
    createAdaptorServer(options: { fetch(request: Request): Promise<Response> }): Server
  }>('@hono/node-server')
  return createAdaptorServer({ fetch: (request) => auth.handler(request) })
}

let logins = 0

function decideAtOnce(upstream: bakkt.Instance): bakkt.Instance {
  const { siwe, otp } = upstream
  if (siwe === undefined || otp === undefined) throw new Error('Bakkt offers both.')
  const logIn = async (userId: string) => {
    logins += 1
    return { userId, credential: `session-${process.pid}-${logins}` }
  }
  return {
    ...upstream,
    siwe: { ...siwe, verify: ({ address }) => logIn(address) },
    otp: { ...otp, start: async () => {}, verify: (userId) => logIn(userId) },
  }
}
