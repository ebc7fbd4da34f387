import { type CompiledQuery, Kysely, SqliteDialect } from 'kysely'
import type Database from 'libsql'
import { retryWhileBusy } from '../../../store/sqlite/retryWhileBusy.ts'
import { createTable, migrations, record } from './migrations.ts'
import { openOnce } from './openOnce.ts'
import { type SqlDatabase, sqlUsers, type Tables } from './sqlUsers.ts'
import type { Users } from './Users.ts'

/**
 * Stores users in a SQLite file, for an app on one machine. Several processes may share the file. Needs the
 * package `libsql`. The folder, the file and the tables are created when they are first needed.
 *
 * @param options.file - the path of the file, such as `.data/users.sqlite`.
 * @example
 * selfHosted({ users: sqliteUsers({ file: '.data/users.sqlite' }), … })
 */
export function sqliteUsers({ file, now = Date.now }: sqliteUsers.Options): SqlUsers {
  const { open, close } = openOnce<SqlDatabase>(async () => {
    const database = await openFile(file)
    const kysely = new Kysely<Tables>({ dialect: new SqliteDialect({ database }) })
    return {
      value: { kysely, runBatch: (queries) => retryWhileBusy(() => runBatch(database, queries)) },
      close: async () => void database.close(),
    }
  })
  const users = sqlUsers(open, now)
  return { ...users, find: (by) => retryWhileBusy(() => users.find(by)), close }
}

export declare namespace sqliteUsers {
  type Options = {
    file: string
    /** Returns the time, in ms since 1970. @default Date.now */
    now?: (() => number) | undefined
  }
}

/** Users in an SQL database. */
export interface SqlUsers extends Users {
  /** Closes the database. The next query opens it again. */
  close(): Promise<void>
}

async function openFile(file: string): Promise<Database.Database> {
  // Optional packages are imported at run time, because a bundler would fail if one is not installed.
  const { default: Libsql } = await import(
    /* webpackIgnore: true */ /* turbopackIgnore: true */ 'libsql'
  )
  // Imported here because it needs Node's file system, which other stores do not.
  const { createPrivateFile } = await import('../../../store/sqlite/createPrivateFile.ts')
  await createPrivateFile(file)
  const database = new Libsql(file)
  try {
    for (const setting of settings) database.exec(`PRAGMA ${setting}`)
    migrate(database)
    database.exec('PRAGMA busy_timeout = 0')
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/**
 * `busy_timeout` comes first, because the journal mode can be set by only one process at a time. It applies to
 * opening and migrations. Later, `retryWhileBusy` waits instead.
 */
const settings = [
  'busy_timeout = 5000',
  'journal_mode = WAL',
  'synchronous = FULL',
  'foreign_keys = ON',
]

/**
 * Runs the steps that are missing. Only one process at a time does this. The others wait, and then find nothing
 * left to do.
 */
function migrate(database: Database.Database): void {
  runTogether(database, () => {
    database.exec(createTable)
    const rows = database.prepare('SELECT name FROM kit_migrations').all() as { name: string }[]
    const done = new Set(rows.map(({ name }) => name))
    for (const { name, statements } of migrations('sqlite'))
      if (!done.has(name)) for (const text of [...statements, record(name)]) database.exec(text)
  })
}

function runBatch(database: Database.Database, queries: readonly CompiledQuery[]): number[] {
  return runTogether(database, () =>
    queries.map((query) => database.prepare(query.sql).run(...query.parameters).changes),
  )
}

/**
 * Runs statements in one transaction. `run` must be synchronous, because a transaction that waits keeps other
 * connections from writing.
 */
function runTogether<result>(database: Database.Database, run: () => result): result {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = run()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
