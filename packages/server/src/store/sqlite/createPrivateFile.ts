import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Creates the folder and the file of a database if they do not exist, with permissions for this account only,
 * whatever the umask is. SQLite gives its additional files the same permissions.
 */
export async function createPrivateFile(file: string): Promise<void> {
  if (file === ':memory:') return
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  await (await open(file, 'a', 0o600)).close()
}
