import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readEnv } from './env.ts'
import { createUpstream } from './upstreams.ts'

/**
 * The upstream's id of the user with this e-mail address, `undefined` for nobody. The one function
 * that an app replaces by a look into its own database.
 */
export async function resolveUser(identifier: string): Promise<string | undefined> {
  directory ??= openDirectory().catch((error: unknown) => {
    // The next one tries again: the sandbox may not have been up yet.
    directory = undefined
    throw error
  })
  const row = (await directory).prepare('SELECT id FROM users WHERE email = ?').get(identifier)
  return typeof row?.['id'] === 'string' ? row['id'] : undefined
}

let directory: Promise<DatabaseSync> | undefined

/** An SQLite file beside the app. An empty one is filled with the users of the sandbox. */
async function openDirectory(): Promise<DatabaseSync> {
  const { isSandbox } = createUpstream()
  const { sandboxUrl } = readEnv()
  const file = join(process.cwd(), `.data/users-${isSandbox ? 'sandbox' : 'live'}.sqlite`)
  mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file)
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec('CREATE TABLE IF NOT EXISTS users (email TEXT PRIMARY KEY, id TEXT NOT NULL)')
  const isEmpty = database.prepare('SELECT 1 FROM users LIMIT 1').get() === undefined
  if (isEmpty && isSandbox) await seed(database, sandboxUrl)
  return database
}

async function seed(database: DatabaseSync, sandboxUrl: string): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/_sandbox/users`, { signal: AbortSignal.timeout(5000) })
  const users: { email: string; user_uuid: string }[] = await answer.json()
  const insert = database.prepare('INSERT OR REPLACE INTO users (email, id) VALUES (?, ?)')
  database.exec('BEGIN')
  for (const { email, user_uuid } of users) insert.run(email, user_uuid)
  database.exec('COMMIT')
}
