import { mkdtempSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../packages/server/src/fixtures/startPostgres.ts'
import {
  postgresUsers,
  type SqlUsers,
  sqliteUsers,
} from '../packages/server/src/upstreams/self-hosted/index.ts'
import { median } from './median.ts'

/*
 * `node --conditions=@kit/source bench/users.ts`: measures how long it takes to find one of 10³ and of 10⁶
 * users, each with an email address and a wallet. `docs/self-hosted.md` has the numbers.
 */
const sizes = [1000, 1_000_000]
const lookups = 2000
const load = createRequire(join(import.meta.dirname, '../packages/server/package.json'))

const rows: string[][] = []
for (const size of sizes) {
  const folder = mkdtempSync(join(tmpdir(), 'kit-bench-users-'))
  const file = join(folder, 'users.sqlite')
  const users = sqliteUsers({ file })
  // Creates the tables.
  await users.find({ userId: 'nobody' })
  const Libsql: new (file: string) => { exec(text: string): void; close(): void } = load('libsql')
  const database = new Libsql(file)
  for (const text of fill('sqlite', size)) database.exec(text)
  database.close()
  rows.push(await measure('SQLite', users, size))
  await users.close()
  await rm(folder, { recursive: true, force: true })
}

const server = await startPostgres()
try {
  const users = postgresUsers({ url: server.url })
  await users.find({ userId: 'nobody' })
  const { Client }: { Client: new (options: { connectionString: string }) => PostgresClient } =
    load('pg')
  for (const size of sizes) {
    const client = new Client({ connectionString: server.url })
    await client.connect()
    for (const text of fill('postgres', size)) await client.query(text)
    await client.end()
    rows.push(await measure('PostgreSQL', users, size))
  }
  await users.close()
} finally {
  await server.close()
}

console.log(['database', 'users', 'by email', 'by wallet', 'by id', 'unknown'].join(' | '))
for (const row of rows) console.log(row.join(' | '))

/** SQL that leaves exactly this many users. */
function fill(dialect: 'sqlite' | 'postgres', size: number): string[] {
  const numbers =
    dialect === 'sqlite'
      ? `WITH RECURSIVE series (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM series WHERE n < ${size - 1}) `
      : `WITH series AS (SELECT generate_series(0, ${size - 1}) AS n) `
  const time = "'2026-11-29T00:00:00.000Z'"
  const select = {
    'kit_users (id, created_at)': `'user-' || n, ${time}`,
    kit_email_addresses: `'person-' || n || '@example.com', 'user-' || n, ${time}`,
    kit_wallets: `'eip155:_:0x' || n, 'user-' || n, ${time}`,
  }
  return [
    'DELETE FROM kit_users',
    ...Object.entries(select).map(([table, columns]) =>
      dialect === 'sqlite'
        ? `INSERT INTO ${table} ${numbers} SELECT ${columns} FROM series`
        : `${numbers} INSERT INTO ${table} SELECT ${columns} FROM series`,
    ),
    'ANALYZE',
  ]
}

/** Returns the median time of lookups that are spread over all users. */
async function measure(database: string, users: SqlUsers, size: number): Promise<string[]> {
  const pick = (count: number) => (count * 7919) % size
  const kinds = {
    email: (n: number) => ({ kind: 'email', email: `person-${n}@example.com` }) as const,
    wallet: (n: number) => ({ kind: 'wallet', accountId: `eip155:_:0x${n}` }) as const,
    id: (n: number) => ({ userId: `user-${n}` }),
    unknown: (n: number) => ({ kind: 'email', email: `nobody-${n}@example.com` }) as const,
  }
  const cells = []
  for (const by of Object.values(kinds)) {
    const times: number[] = []
    for (let count = 0; count < lookups; count += 1) {
      const startedAt = performance.now()
      await users.find(by(pick(count)))
      times.push(performance.now() - startedAt)
    }
    cells.push(`${median(times).toFixed(2)} ms`)
  }
  return [database, size.toLocaleString('en'), ...cells]
}

/** The parts of `pg` that are used here. Only the server package installs `pg`. */
interface PostgresClient {
  connect(): Promise<void>
  query(text: string): Promise<unknown>
  end(): Promise<void>
}
