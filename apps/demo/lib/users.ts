import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { readEnv } from './env.ts'
import { createUpstream } from './upstream.ts'

/**
 * Returns the upstream's id for the user with this email address, or `undefined` if there is none. The address
 * is normalized: lower case, no surrounding spaces. An app with a database reads it there instead.
 */
export async function resolveUser(email: string): Promise<string | undefined> {
  const row: unknown = (await open()).prepare('SELECT id FROM users WHERE email = ?').get(email)
  if (row === null || typeof row !== 'object' || !('id' in row)) return undefined
  return String(row.id)
}

/** Stores which user of the upstream has this address. */
export async function addUser(email: string, id: string): Promise<void> {
  ;(await open()).prepare('INSERT OR IGNORE INTO users (email, id) VALUES (?, ?)').run(email, id)
}

declare global {
  var userDirectory: Promise<Database.Database> | undefined
}

/**
 * Opens an SQLite file in the app's folder, once per process. Next.js loads this module separately for pages
 * and routes, and each copy would reload the sandbox's users. After a failure, the next call retries.
 */
function open(): Promise<Database.Database> {
  globalThis.userDirectory ??= openDirectory().catch((error: unknown) => {
    globalThis.userDirectory = undefined
    throw error
  })
  return globalThis.userDirectory
}

async function openDirectory(): Promise<Database.Database> {
  const { isSandbox } = createUpstream()
  const known = isSandbox ? await readSandboxUsers() : []
  const folder = join(process.cwd(), '.data')
  mkdirSync(folder, { recursive: true })
  const database = new Database(join(folder, isSandbox ? 'sandbox.sqlite' : 'users.sqlite'))
  database.exec('PRAGMA busy_timeout = 5000')
  database.exec('CREATE TABLE IF NOT EXISTS users (email TEXT PRIMARY KEY, id TEXT NOT NULL)')
  // The sandbox loses its users when it restarts, so the file must not keep them either.
  const fill = database.transaction(() => {
    database.exec('DELETE FROM users')
    const insert = database.prepare('INSERT INTO users (email, id) VALUES (?, ?)')
    for (const { email, user_uuid } of known) insert.run(email, user_uuid)
  })
  if (isSandbox) fill()
  return database
}

async function readSandboxUsers(): Promise<{ email: string; user_uuid: string }[]> {
  const { sandboxUrl } = readEnv()
  const answer = await fetch(`${sandboxUrl}/_sandbox/users`, { signal: AbortSignal.timeout(5000) })
  return answer.json()
}
