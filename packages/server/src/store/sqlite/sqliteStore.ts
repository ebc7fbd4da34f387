import type Database from 'libsql'
import type { CounterCharge, Store } from '../Store.ts'
import { toCount } from '../toCount.ts'
import { createPrivateFile } from './createPrivateFile.ts'
import { retryWhileBusy } from './retryWhileBusy.ts'

/**
 * Stores sessions, marks and counters in a SQLite file, which survives restarts. Several processes on one
 * machine may share the file. Needs the package `libsql`. The folder, the file and the tables are created when
 * they are first needed, and expired rows are deleted while the store is in use.
 *
 * @param options.file - the path of the file, such as `.data/auth.sqlite`. It must not be on a network file
 * system.
 * @param options.now - returns the time, in ms since 1970. Default `Date.now`.
 * @example
 * createAuth({ store: sqliteStore({ file: '.data/auth.sqlite' }), … })
 */
export function sqliteStore(options: sqliteStore.Options): Store & { close(): Promise<void> } {
  const { file, now = Date.now } = options
  let opening: Promise<Opened> | undefined
  let purgedAt = 0

  /** Runs one operation. It must be one statement, or one transaction without an `await` inside. */
  async function use<result>(run: (opened: Opened) => result): Promise<Awaited<result>> {
    opening ??= open(file).catch((error: unknown) => {
      // The next operation tries again.
      opening = undefined
      throw error
    })
    const opened = await opening
    return retryWhileBusy(() => {
      if (now() - purgedAt >= purgeIntervalMs) purge(opened)
      return run(opened)
    })
  }

  /**
   * Deletes a limited number of expired rows from each table, because the process cannot answer requests while
   * it deletes.
   */
  function purge({ statements }: Opened): void {
    purgedAt = now()
    const { purgeValues, purgeMembers, purgeCounters } = statements
    const isMore = [purgeValues, purgeMembers, purgeCounters]
      .map((statement) => statement.run(now()).changes)
      .includes(purgeRows)
    // More expired rows may remain than one batch per interval can delete, so the next batch follows sooner.
    if (isMore) purgedAt -= purgeIntervalMs - nextBatchMs
  }

  const endOf = (ttlSeconds: number) => now() + Math.ceil(ttlSeconds * 1000)

  function compareAndSet(
    key: string,
    expected: string | undefined,
    value: string,
    ttlSeconds: number,
  ): Promise<boolean> {
    return use(({ statements }) => {
      const { changes } =
        expected === undefined
          ? statements.insert.run(key, value, endOf(ttlSeconds), now())
          : statements.replace.run(value, endOf(ttlSeconds), key, expected, now())
      return changes === 1
    })
  }

  function consume({ statements }: Opened, charge: CounterKey & { durationSeconds: number }) {
    const time = now()
    const end = time + Math.ceil(charge.durationSeconds * 1000)
    return readCount(statements.consume.get(toCounterKey(charge), end, time, time), time)
  }

  function peek({ statements }: Opened, charge: CounterKey) {
    const time = now()
    return readCount(statements.peek.get(toCounterKey(charge), time), time)
  }

  return {
    claim: (key, ttlSeconds) => compareAndSet(key, undefined, '1', ttlSeconds),
    has: (key) => use(({ statements }) => statements.get.get(key, now()) !== undefined),
    get: (key) => use(({ statements }) => readValue(statements.get.get(key, now()))),
    set: (key, value, ttlSeconds) =>
      use(({ statements }) => {
        statements.set.run(key, value, endOf(ttlSeconds))
      }),
    compareAndSet,
    take: (key) => use(({ statements }) => readValue(statements.take.get(key, now()))),
    delete: (key) =>
      use(({ statements }) => {
        statements.delete.run(key)
      }),
    addMember: (set, member, ttlSeconds) =>
      use(({ statements }) => {
        statements.addMember.run(set, member, endOf(ttlSeconds))
      }),
    removeMember: (set, member) =>
      use(({ statements }) => {
        statements.removeMember.run(set, member)
      }),
    members: (set) =>
      use(({ statements }) =>
        (statements.members.all(set, now()) as { member: string }[]).map(({ member }) => member),
      ),
    createCounter(limit) {
      const toKey = (key: string) => toCounterKey({ name: limit.name, key })
      return {
        consume: (key, { durationSeconds = limit.durationSeconds } = {}) =>
          use((opened) => {
            const charge = { name: limit.name, key, durationSeconds }
            return toCount(consume(opened, charge), limit.points)
          }),
        refund: (key) =>
          use(({ statements }) => {
            statements.refund.run(toKey(key), now())
          }),
        reset: (key) =>
          use(({ statements }) => {
            statements.reset.run(toKey(key))
          }),
        peek: (key) =>
          use((opened) => toCount(peek(opened, { name: limit.name, key }), limit.points)),
      }
    },
    consumeAll: (charges) =>
      use((opened) =>
        opened.database
          .transaction(() => {
            const known = charges.map((charge) => toCount(peek(opened, charge), charge.points, 1))
            if (known.some(({ isAllowed }) => !isAllowed)) return known
            return known.map((count, index) => {
              const charge = charges[index]
              return charge === undefined || charge.isOnlyChecked === true
                ? count
                : toCount(consume(opened, charge), charge.points)
            })
          })
          .immediate(),
      ),
    ping: () =>
      use(({ statements }) => {
        statements.ping.get()
      }),
    async close() {
      const opened = await opening?.catch(() => undefined)
      opening = undefined
      opened?.database.close()
    },
  }
}

export declare namespace sqliteStore {
  type Options = {
    file: string
    /** @default Date.now */
    now?: (() => number) | undefined
  }
}

interface Opened {
  readonly database: Database.Database
  readonly statements: Record<StatementName, Database.Statement>
}

type StatementName = keyof typeof texts

async function open(file: string): Promise<Opened> {
  const { default: Libsql } = await import('libsql')
  await createPrivateFile(file)
  const database = new Libsql(file)
  try {
    for (const text of setUp) database.exec(text)
    database.exec('PRAGMA busy_timeout = 0')
    const prepared = Object.entries(texts).map(([name, text]) => [name, database.prepare(text)])
    return { database, statements: Object.fromEntries(prepared) }
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * While the database is opened, SQLite itself waits for another process that sets the journal mode. With
 * `synchronous = FULL`, a mark survives a power failure.
 */
const setUp = [
  'PRAGMA busy_timeout = 1000',
  'PRAGMA journal_mode = WAL',
  'PRAGMA synchronous = FULL',
  `CREATE TABLE IF NOT EXISTS kit_values (
  key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS kit_members (
  name TEXT NOT NULL, member TEXT NOT NULL, ends_at INTEGER NOT NULL, PRIMARY KEY (name, member)
) STRICT, WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS kit_counters (
  key TEXT NOT NULL PRIMARY KEY, consumed INTEGER NOT NULL, ends_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID`,
  ...['kit_values', 'kit_members', 'kit_counters'].map(
    (table) => `CREATE INDEX IF NOT EXISTS ${table}_ends_at ON ${table} (ends_at)`,
  ),
]

const purgeIntervalMs = 10_000
const purgeRows = 1000
const nextBatchMs = 100

const texts = {
  get: 'SELECT value FROM kit_values WHERE key = ? AND ends_at > ?',
  set: `INSERT INTO kit_values (key, value, ends_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at`,
  insert: `INSERT INTO kit_values (key, value, ends_at) VALUES (?, ?, ?)
ON CONFLICT (key) DO UPDATE SET value = excluded.value, ends_at = excluded.ends_at
WHERE kit_values.ends_at <= ?`,
  replace: `UPDATE kit_values SET value = ?, ends_at = ?
WHERE key = ? AND value = ? AND ends_at > ?`,
  take: 'DELETE FROM kit_values WHERE key = ? RETURNING CASE WHEN ends_at > ? THEN value END AS value',
  delete: 'DELETE FROM kit_values WHERE key = ?',
  addMember: `INSERT INTO kit_members (name, member, ends_at) VALUES (?, ?, ?)
ON CONFLICT (name, member) DO UPDATE SET ends_at = excluded.ends_at`,
  removeMember: 'DELETE FROM kit_members WHERE name = ? AND member = ?',
  members: 'SELECT member FROM kit_members WHERE name = ? AND ends_at > ?',
  consume: `INSERT INTO kit_counters (key, consumed, ends_at) VALUES (?, 1, ?)
ON CONFLICT (key) DO UPDATE SET
  consumed = CASE WHEN ends_at > ? THEN consumed + 1 ELSE 1 END,
  ends_at = CASE WHEN ends_at > ? THEN ends_at ELSE excluded.ends_at END
RETURNING consumed, ends_at`,
  refund: `UPDATE kit_counters SET consumed = consumed - 1
WHERE key = ? AND ends_at > ? AND consumed > 0`,
  reset: 'DELETE FROM kit_counters WHERE key = ?',
  peek: 'SELECT consumed, ends_at FROM kit_counters WHERE key = ? AND ends_at > ?',
  purgeValues: `DELETE FROM kit_values WHERE key IN
  (SELECT key FROM kit_values WHERE ends_at <= ? LIMIT ${purgeRows})`,
  purgeMembers: `DELETE FROM kit_members WHERE (name, member) IN
  (SELECT name, member FROM kit_members WHERE ends_at <= ? LIMIT ${purgeRows})`,
  purgeCounters: `DELETE FROM kit_counters WHERE key IN
  (SELECT key FROM kit_counters WHERE ends_at <= ? LIMIT ${purgeRows})`,
  ping: 'SELECT 1',
} as const

type CounterKey = Pick<CounterCharge, 'name' | 'key'>

function toCounterKey({ name, key }: CounterKey): string {
  return `${name}:${key}`
}

function readValue(row: unknown): string | undefined {
  const { value } = (row ?? {}) as { value?: string | null }
  return value ?? undefined
}

function readCount(row: unknown, now: number): { consumed: number; resetMs: number } {
  const { consumed, ends_at: endsAt } = (row ?? { consumed: 0, ends_at: now }) as {
    consumed: number
    ends_at: number
  }
  return { consumed, resetMs: endsAt - now }
}
