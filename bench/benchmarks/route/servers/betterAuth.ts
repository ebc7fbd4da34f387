import { createServer, type RequestListener, type Server } from 'node:http'
import { DatabaseSync } from 'node:sqlite'
import { importPeer } from '../../../peers.ts'
import { host, origin, secret } from '../constants.ts'

/**
 * Better Auth with its two plugins and without limits, on its fastest storage: SQLite in memory with indexes,
 * or arrays for `heap`, which the measured heap includes.
 */
export async function startBetterAuth({ rows }: { rows: 'sqlite' | 'arrays' }): Promise<Server> {
  const { betterAuth } = await importPeer<{ betterAuth(options: object): object }>('better-auth')
  const { siwe, emailOTP } =
    await importPeer<Record<string, (options: object) => object>>('better-auth/plugins')
  const { toNodeHandler } = await importPeer<{ toNodeHandler(auth: object): RequestListener }>(
    'better-auth/node',
  )
  if (siwe === undefined || emailOTP === undefined) throw new Error('A plugin is missing.')
  let nonces = 0
  const options = {
    baseURL: origin,
    secret,
    database: rows === 'sqlite' ? new DatabaseSync(':memory:') : await createArrays(),
    rateLimit: { enabled: false },
    logger: { disabled: true },
    telemetry: { enabled: false },
    plugins: [
      siwe({
        domain: host,
        getNonce: async () => {
          nonces += 1
          return `nonce${String(nonces).padStart(12, '0')}`
        },
        verifyMessage: async () => true,
      }),
      emailOTP({ generateOTP: () => '123456', sendVerificationOTP: async () => {} }),
    ],
  }
  if (rows === 'sqlite') {
    const { getMigrations } = await importPeer<{
      getMigrations(options: object): Promise<{ runMigrations(): Promise<void> }>
    }>('better-auth/db/migration')
    await (await getMigrations(options)).runMigrations()
  }
  return createServer(toNodeHandler(betterAuth(options)))
}

async function createArrays(): Promise<unknown> {
  const { memoryAdapter } = await importPeer<{ memoryAdapter(tables: object): unknown }>(
    'better-auth/adapters/memory',
  )
  return memoryAdapter({ user: [], session: [], account: [], verification: [], walletAddress: [] })
}
