import type { Pool, PoolConfig, QueryConfig } from 'pg'
import { within } from '../../within.ts'
import { createStoreTimedOut } from '../guard.ts'
import type { Store } from '../Store.ts'
import { toCount } from '../toCount.ts'
import { consumeAll } from './consumeAll.ts'
import { createPool } from './createPool.ts'

/**
 * Stores sessions, marks and counters in PostgreSQL, for any number of processes. Needs the package `pg`.
 * Tables are created when they are first needed, and expired rows are deleted while the store is in use. Times
 * come from the database server, so the clocks of the app's processes do not matter.
 *
 * @param options.url - `postgres://…`. For another machine add `?sslmode=verify-full`. Instead of a URL, you
 * can pass the app's pool as `options.pool`. Create that with `statement_timeout`. Otherwise an operation that
 * timed out here may still run in the database later.
 * @param options.timeoutMs - for one operation. Default 1000 ms.
 * @param options.maxConnections - the most connections of this process. Default 5.
 * @example
 * createAuth({ store: postgresStore({ url: process.env.DATABASE_URL ?? '' }), … })
 */
export function postgresStore(options: postgresStore.Options): Store & { close(): Promise<void> } {
  const { timeoutMs = 1000 } = options
  let ready: Promise<Pool> | undefined
  let purgedAt = 0

  /** Connects and creates the tables once. After a failure the next operation tries again. */
  function connect(): Promise<Pool> {
    ready ??= open(options, timeoutMs).catch((error: unknown) => {
      ready = undefined
      throw error
    })
    return ready
  }

  async function query(text: string, ...values: unknown[]): Promise<Rows> {
    const pool = await connect()
    purge(pool)
    return (await ask(pool, text, values)) as Rows
  }

  /** Runs a query with a time limit, because the app's pool may wait forever for a free connection or a lock. */
  function ask(pool: Pool, text: string, values: unknown[]): Promise<unknown> {
    const query: QueryConfig & Pick<PoolConfig, 'query_timeout'> = {
      text,
      values,
      query_timeout: timeoutMs,
    }
    return within(timeoutMs, () => pool.query(query), createStoreTimedOut)
  }

  /**
   * Deletes expired rows in the background. Errors are ignored, because the same problem also makes the
   * operations themselves fail.
   */
  function purge(pool: Pool): void {
    if (performance.now() - purgedAt < purgeIntervalMs) return
    purgedAt = performance.now()
    for (const table of tables)
      pool.query(purgeBatch(table)).then(
        ({ rowCount }) => {
          // More expired rows may remain than one batch per interval can delete, so the next operation deletes
          // another batch.
          if (rowCount === purgeRows) purgedAt = performance.now() - purgeIntervalMs
        },
        () => {},
      )
  }

  const toValue = ({ rows: [row] }: Rows) => (row?.['value'] ?? undefined) as string | undefined

  async function compareAndSet(
    key: string,
    expected: string | undefined,
    value: string,
    ttlSeconds: number,
  ): Promise<boolean> {
    const { rowCount } =
      expected === undefined
        ? await query(texts.insert, key, value, ttlSeconds)
        : await query(texts.replace, key, value, ttlSeconds, expected)
    return rowCount === 1
  }

  return {
    claim: (key, ttlSeconds) => compareAndSet(key, undefined, '1', ttlSeconds),
    has: async (key) => toValue(await query(texts.get, key)) !== undefined,
    get: async (key) => toValue(await query(texts.get, key)),
    async set(key, value, ttlSeconds) {
      await query(texts.set, key, value, ttlSeconds)
    },
    compareAndSet,
    take: async (key) => toValue(await query(texts.take, key)),
    async delete(key) {
      await query(texts.delete, key)
    },
    async addMember(set, member, ttlSeconds) {
      await query(texts.addMember, set, member, ttlSeconds)
    },
    async removeMember(set, member) {
      await query(texts.removeMember, set, member)
    },
    async members(set) {
      const { rows } = await query(texts.members, set)
      return rows.map(({ member }) => String(member))
    },
    createCounter(limit) {
      const toKey = (key: string) => `${limit.name}:${key}`
      const count = async (text: string, ...values: unknown[]) => {
        const { rows } = await query(text, ...values)
        return toCount(readCount(rows[0]), limit.points)
      }
      return {
        consume: (key, { durationSeconds = limit.durationSeconds } = {}) =>
          count(texts.consume, toKey(key), durationSeconds),
        async refund(key) {
          await query(texts.refund, toKey(key))
        },
        async reset(key) {
          await query(texts.reset, toKey(key))
        },
        peek: (key) => count(texts.peek, toKey(key)),
      }
    },
    async consumeAll(charges) {
      const { rows } = await query(
        texts.consumeAll,
        charges.map(({ name, key }) => `${name}:${key}`),
        charges.map(({ points }) => points),
        charges.map(({ durationSeconds }) => durationSeconds),
        charges.map(({ isOnlyChecked }) => isOnlyChecked === true),
      )
      return charges.map(({ points }, index) => {
        const row = rows[index]
        // The current count does not show this: another call may have given a point back.
        return { ...toCount(readCount(row), points), isAllowed: row?.['is_refused'] === false }
      })
    },
    async ping() {
      await query('SELECT 1')
    },
    async close() {
      const pool = await ready?.catch(() => undefined)
      ready = undefined
      if (options.pool === undefined) await pool?.end()
    },
  }
}

export declare namespace postgresStore {
  type Options = {
    /** The time limit for one operation, in ms. @default 1000 */
    timeoutMs?: number | undefined
    /** @default 5 */
    maxConnections?: number | undefined
  } & ({ url: string; pool?: undefined } | { url?: undefined; pool: Pool })
}

interface Rows {
  readonly rows: readonly Readonly<Record<string, unknown>>[]
  readonly rowCount: number | null
}

async function open(options: postgresStore.Options, timeoutMs: number): Promise<Pool> {
  const pool = options.pool ?? (await openPool(options, timeoutMs))
  try {
    // Several statements in one query are one transaction. The lock lets only one process create the tables at
    // a time, because simultaneous attempts would fail.
    const create = `SELECT pg_advisory_xact_lock(${lock}); ${schema}`
    await within(2 * timeoutMs, () => pool.query(create), createStoreTimedOut)
    return pool
  } catch (error) {
    if (options.pool === undefined) await pool.end()
    throw error
  }
}

async function openPool(
  { url, maxConnections }: { url: string; maxConnections?: number | undefined },
  timeoutMs: number,
): Promise<Pool> {
  const { default: postgres } = await import('pg')
  const limits = { connectTimeoutMs: timeoutMs, queryTimeoutMs: timeoutMs }
  return createPool(postgres, { url, maxConnections, ...limits })
}

function readCount(row: Rows['rows'][number] | undefined): { consumed: number; resetMs: number } {
  return { consumed: Number(row?.['consumed'] ?? 0), resetMs: Number(row?.['reset_ms'] ?? 0) }
}

const tables = ['kit_values', 'kit_members', 'kit_counters'] as const

const schema = `
CREATE TABLE IF NOT EXISTS kit_values (
  key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, ends_at TIMESTAMPTZ NOT NULL
);
CREATE TABLE IF NOT EXISTS kit_members (
  name TEXT NOT NULL, member TEXT NOT NULL, ends_at TIMESTAMPTZ NOT NULL, PRIMARY KEY (name, member)
);
CREATE TABLE IF NOT EXISTS kit_counters (
  key TEXT NOT NULL PRIMARY KEY, consumed INTEGER NOT NULL, ends_at TIMESTAMPTZ NOT NULL
);
${tables.map((table) => `CREATE INDEX IF NOT EXISTS ${table}_ends_at ON ${table} (ends_at);`).join('\n')}

${consumeAll}
`

const end = (parameter: string) =>
  `clock_timestamp() + ${parameter}::double precision * interval '1 second'`

const texts = {
  get: 'SELECT value FROM kit_values WHERE key = $1 AND ends_at > clock_timestamp()',
  set: `INSERT INTO kit_values (key, value, ends_at) VALUES ($1, $2, ${end('$3')})
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at`,
  insert: `INSERT INTO kit_values (key, value, ends_at) VALUES ($1, $2, ${end('$3')})
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
WHERE kit_values.ends_at <= clock_timestamp()`,
  replace: `UPDATE kit_values SET value = $2, ends_at = ${end('$3')}
WHERE key = $1 AND value = $4 AND ends_at > clock_timestamp()`,
  take: `DELETE FROM kit_values WHERE key = $1
RETURNING CASE WHEN ends_at > clock_timestamp() THEN value END AS value`,
  delete: 'DELETE FROM kit_values WHERE key = $1',
  addMember: `INSERT INTO kit_members (name, member, ends_at) VALUES ($1, $2, ${end('$3')})
ON CONFLICT (name, member) DO UPDATE SET ends_at = excluded.ends_at`,
  removeMember: 'DELETE FROM kit_members WHERE name = $1 AND member = $2',
  members: 'SELECT member FROM kit_members WHERE name = $1 AND ends_at > clock_timestamp()',
  consume: `INSERT INTO kit_counters AS counter (key, consumed, ends_at) VALUES ($1, 1, ${end('$2')})
ON CONFLICT (key) DO UPDATE SET
  consumed = CASE WHEN counter.ends_at > clock_timestamp() THEN counter.consumed + 1 ELSE 1 END,
  ends_at = CASE WHEN counter.ends_at > clock_timestamp() THEN counter.ends_at ELSE excluded.ends_at END
RETURNING consumed, extract(epoch FROM ends_at - clock_timestamp()) * 1000 AS reset_ms`,
  refund: `UPDATE kit_counters SET consumed = consumed - 1
WHERE key = $1 AND ends_at > clock_timestamp() AND consumed > 0`,
  reset: 'DELETE FROM kit_counters WHERE key = $1',
  consumeAll: 'SELECT * FROM kit_consume_all($1, $2, $3, $4)',
  peek: `SELECT consumed, extract(epoch FROM ends_at - clock_timestamp()) * 1000 AS reset_ms
FROM kit_counters WHERE key = $1 AND ends_at > clock_timestamp()`,
} as const

/**
 * Returns a query that deletes a limited number of rows. Deleting all at once could exceed the time limit of a
 * query, and they would never be deleted.
 */
function purgeBatch(table: string): string {
  return `DELETE FROM ${table} WHERE ctid = ANY (ARRAY (
  SELECT ctid FROM ${table} WHERE ends_at <= clock_timestamp() LIMIT ${purgeRows} FOR UPDATE SKIP LOCKED
))`
}

/** The number of the advisory lock, a random one that other software is unlikely to use. */
const lock = 5_490_118_202
const purgeIntervalMs = 10_000
const purgeRows = 10_000
