import { developmentKey } from '../../../packages/server/src/upstreams/offblocks/fixtures/developmentKey.ts'

/*
 * `start.ts <ours|better|nothing> <upstream>`: imports a backend, sends it one request, and prints how long
 * that took since the process began.
 */
const [kind = '', upstream = ''] = process.argv.slice(2)
const origin = 'https://app.example.com'
const secret = 'a-secret-for-the-benchmarks-alone'

async function answerOnce(): Promise<void> {
  if (kind === 'nothing') return
  const handler = await (kind === 'ours' ? createOurs() : createBetterAuth())
  const path = kind === 'ours' ? 'session' : 'get-session'
  const { status } = await handler(new Request(`${origin}/api/auth/${path}`))
  if (status !== 200) throw new Error(`The first answer is ${status}.`)
}

type Handler = (request: Request) => Promise<Response>

async function createOurs(): Promise<Handler> {
  const { createAuth, memoryStore } = await import('../../../packages/server/dist/index.js')
  const module: Record<string, (options: object) => never> = await import(
    `../../../packages/server/dist/upstreams/${upstream}/index.js`
  )
  const create = module[upstream.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())]
  if (create === undefined) throw new Error(`There is no upstream called ${upstream}.`)
  return createAuth({ origin, secret, store: memoryStore(), upstream: create(options) }).handler
}

/** The options of all five upstreams together. */
const options = {
  apiKey: 'key',
  apiSecret: 'secret',
  clientId: 'client',
  clientSecret: 'secret',
  keyId: 'key',
  privateKey: developmentKey,
  baseUrl: 'http://localhost:1',
}

async function createBetterAuth(): Promise<Handler> {
  const { importPeer } = await import('../../peers.ts')
  const { betterAuth } = await importPeer<{ betterAuth(options: object): { handler: Handler } }>(
    'better-auth',
  )
  const { siwe, emailOTP } =
    await importPeer<Record<string, (options: object) => object>>('better-auth/plugins')
  const { memoryAdapter } = await importPeer<{ memoryAdapter(tables: object): unknown }>(
    'better-auth/adapters/memory',
  )
  const plugins = [
    siwe?.({
      domain: 'app.example.com',
      getNonce: async () => '',
      verifyMessage: async () => true,
    }),
    emailOTP?.({ sendVerificationOTP: async () => {} }),
  ]
  const tables = { user: [], session: [], account: [], verification: [], walletAddress: [] }
  const options = { baseURL: origin, secret, database: memoryAdapter(tables), plugins }
  return betterAuth({ ...options, telemetry: { enabled: false } }).handler
}

await answerOnce()
const wallMs = performance.now()
const { user, system } = process.cpuUsage()
const { rss } = process.memoryUsage()
console.log(JSON.stringify({ wallMs, cpuMs: (user + system) / 1000, rss }))
