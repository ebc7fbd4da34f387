/** The databases that the schema exists for. */
export type Dialect = 'sqlite' | 'postgres'

/** One step of the schema. A released step is never changed. Later changes are added as further steps. */
export interface Migration {
  readonly name: string
  readonly statements: readonly string[]
}

/**
 * Returns the schema as SQL, if you run migrations yourself. Run it before the app starts, and again after each
 * update of the Kit. In PostgreSQL, steps that have already run do nothing. In SQLite, run only the new ones.
 *
 * @example
 * console.log(printMigrations('postgres'))
 */
export function printMigrations(dialect: Dialect): string {
  const steps = migrations(dialect).map(({ name, statements }) =>
    [`-- ${name}`, ...statements.map((text) => `${text};`), `${record(name)};`].join('\n'),
  )
  return [`${createTable};`, ...steps, ''].join('\n\n')
}

/** The steps for a dialect, oldest first. */
export function migrations(dialect: Dialect): readonly Migration[] {
  const strict = dialect === 'sqlite' ? ' STRICT' : ''
  return [
    {
      name: '2026-11-28-users',
      statements: [
        `CREATE TABLE IF NOT EXISTS kit_users (
  id TEXT NOT NULL PRIMARY KEY,
  created_at TEXT NOT NULL
)${strict}`,
        `CREATE TABLE IF NOT EXISTS kit_email_addresses (
  email TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES kit_users (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  linked_at TEXT NOT NULL
)${strict}`,
        `CREATE TABLE IF NOT EXISTS kit_wallets (
  account_id TEXT NOT NULL PRIMARY KEY,
  user_id TEXT NOT NULL REFERENCES kit_users (id)
    ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
  linked_at TEXT NOT NULL
)${strict}`,
        'CREATE INDEX IF NOT EXISTS kit_email_addresses_user ON kit_email_addresses (user_id)',
        'CREATE INDEX IF NOT EXISTS kit_wallets_user ON kit_wallets (user_id)',
      ],
    },
    { name: '2026-11-29-subjects', statements: addSubjects[dialect] },
  ]
}

/**
 * Adds a random subject to each user, including users that an older version or an import inserts without one. SQLite
 * does not allow a random default for a new column, so it needs a trigger.
 */
const addSubjects: Readonly<Record<Dialect, readonly string[]>> = {
  postgres: [
    `ALTER TABLE kit_users ADD COLUMN IF NOT EXISTS subject TEXT NOT NULL
  DEFAULT replace(gen_random_uuid()::text, '-', '')`,
  ],
  sqlite: [
    'ALTER TABLE kit_users ADD COLUMN subject TEXT',
    'UPDATE kit_users SET subject = lower(hex(randomblob(16))) WHERE subject IS NULL',
    `CREATE TRIGGER IF NOT EXISTS kit_users_subject AFTER INSERT ON kit_users WHEN new.subject IS NULL
BEGIN
  UPDATE kit_users SET subject = lower(hex(randomblob(16))) WHERE id = new.id;
END`,
  ],
}

/** Records which steps have run. */
export const createTable =
  'CREATE TABLE IF NOT EXISTS kit_migrations (name TEXT NOT NULL PRIMARY KEY)'

/** Returns SQL that records a step. The names are constants of this module, so they need no escaping. */
export function record(name: string): string {
  return `INSERT INTO kit_migrations (name) VALUES ('${name}') ON CONFLICT DO NOTHING`
}
