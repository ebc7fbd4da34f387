import { Kysely, PostgresDialect } from 'kysely'
import type { Client, Pool } from 'pg'
import { createPool } from '../../../store/postgres/createPool.ts'
import { createTable, migrations, record } from './migrations.ts'
import { openOnce } from './openOnce.ts'
import type { SqlUsers } from './sqliteUsers.ts'
import { type SqlDatabase, sqlUsers, type Tables } from './sqlUsers.ts'

/**
 * Stores users in PostgreSQL, for an app on more than one machine. Needs the package `pg`. Tables are created
 * when they are first needed, by one process at a time.
 *
 * @param options.url - `postgres://…`. For another machine add `?sslmode=verify-full`.
 * @param options.maxConnections - the most connections of this process. Default 5.
 * @example
 * selfHosted({ users: postgresUsers({ url: process.env.DATABASE_URL ?? '' }), … })
 */
export function postgresUsers(options: postgresUsers.Options): SqlUsers {
  const { open, close } = openOnce<SqlDatabase>(async () => {
    // Imported at run time, because a bundler would fail if this optional package is not installed.
    const { default: postgres } = await import(
      /* webpackIgnore: true */ /* turbopackIgnore: true */ 'pg'
    )
    const { url, maxConnections } = options
    const pool = createPool(postgres, {
      url,
      maxConnections,
      connectTimeoutMs,
      queryTimeoutMs: 5000,
      lockTimeoutMs: 1000,
      idleTimeoutMs: 30_000,
    })
    try {
      if (!(await isMigrated(pool)))
        await migrate(
          new postgres.Client({
            connectionString: url,
            connectionTimeoutMillis: connectTimeoutMs,
            query_timeout: migrationTimeoutMs,
            statement_timeout: migrationTimeoutMs,
          }),
        )
    } catch (error) {
      await pool.end()
      throw error
    }
    const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    const runBatch: SqlDatabase['runBatch'] = (queries) =>
      kysely.transaction().execute(async (transaction) => {
        const changed = []
        for (const query of queries) {
          const { numAffectedRows = 0n } = await transaction.executeQuery(query)
          changed.push(Number(numAffectedRows))
        }
        return changed
      })
    return { value: { kysely, runBatch }, close: () => kysely.destroy() }
  })
  return { ...sqlUsers(open, options.now ?? Date.now), close }
}

export declare namespace postgresUsers {
  type Options = {
    url: string
    /** @default 5 */
    maxConnections?: number | undefined
    /** Returns the time, in ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  }
}

/**
 * Runs the steps that are missing. Only one process at a time does this. The others wait, and then find nothing
 * left to do.
 */
async function migrate(client: Client): Promise<void> {
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query('BEGIN')
    await client.query(`SELECT pg_advisory_xact_lock(${lock})`)
    await client.query(createTable)
    const { rows } = await client.query<{ name: string }>('SELECT name FROM kit_migrations')
    const done = new Set(rows.map(({ name }) => name))
    for (const { name, statements } of migrations('postgres'))
      if (!done.has(name))
        for (const text of [...statements, record(name)]) await client.query(text)
    await client.query('COMMIT')
  } finally {
    // Rolls back what was not committed.
    await client.end()
  }
}

/**
 * Whether all steps have run. If so, the app needs no permission to change the schema, which it may lack if you
 * run migrations yourself.
 */
async function isMigrated(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ table: string | null }>(
    `SELECT to_regclass('kit_migrations') AS "table"`,
  )
  if (rows[0]?.table == null) return false
  const counted = await pool.query<{ count: string }>('SELECT count(*) FROM kit_migrations')
  return Number(counted.rows[0]?.count) >= migrations('postgres').length
}

const connectTimeoutMs = 3000

/** Adding a column took six seconds for a million users on a busy machine with two cores. */
const migrationTimeoutMs = 60_000

/** The number of the advisory lock, a random one that other software is unlikely to use. */
const lock = 5_490_118_201
